"""Needs and offers: told in two answers, opened by who speaks for the institution, put in other words."""

import pytest
from django.urls import reverse

from community.models import Membership, User
from mail.models import Message
from matching.models import Need, Offer, PeerProfile
from matching.models.choices import NeedStatus, OfferStatus
from tests.factories import (
    InstitutionFactory,
    IntroductionFactory,
    MembershipFactory,
    NeedFactory,
    OfferFactory,
    SectorFactory,
    UserFactory,
    member_of,
)

pytestmark = pytest.mark.django_db
PROBLEM = "Audit findings are repeated every year."
STAFF = Membership.Role.STAFF
KINDS = [("need", NeedFactory, "problem"), ("offer", OfferFactory, "expertise")]
both = pytest.mark.parametrize(("name", "factory", "telling"), KINDS)


def typed(**more):
    """What the form sends where two answers are given."""
    return {"visibility": "public", "language": "en", **more}


def at(statement, verb=""):
    name = statement._meta.model_name
    return reverse(f"matching:{name}_{verb}" if verb else f"matching:{name}", args=[statement.pk])


@pytest.fixture
def focal(client):
    person = member_of(InstitutionFactory(name="Audit Office"))
    client.force_login(person)
    return person


def home_of(person):
    return person.memberships.get().institution


# --- Telling ----------------------------------------------------------------------------------------


@both
def test_two_answers_open_it_at_once(client, focal, name, factory, telling):
    answer = client.post(reverse(f"matching:{name}_new"), typed(**{telling: PROBLEM}, then="open"))

    made = (Need if name == "need" else Offer).objects.get()
    assert answer.url == made.get_absolute_url()
    assert (getattr(made, telling), made.status, made.visibility) == (PROBLEM, "open", "public")
    assert (made.institution, made.recorded_by) == (home_of(focal), focal)


@both
def test_the_same_form_twice_is_one(client, focal, name, factory, telling):
    page = client.get(reverse(f"matching:{name}_new"))
    sent = typed(**{telling: PROBLEM}, creation_key=str(page.context["form"].initial["creation_key"]))

    answers = [client.post(reverse(f"matching:{name}_new"), sent).url for _ in range(2)]

    assert factory._meta.model.objects.count() == 1
    assert answers[0] == answers[1]


def test_a_draft_of_staff_waits_for_who_speaks_for_the_institution(client):
    home = InstitutionFactory()
    speaker, writer = member_of(home), member_of(home, STAFF)
    client.force_login(writer)

    client.post(reverse("matching:need_new"), typed(problem=PROBLEM, then="open"))

    need = Need.objects.get()
    assert need.status == NeedStatus.DRAFT
    letters = Message.objects.filter(purpose="statement-drafted")
    assert [(letter.recipient, letter.period) for letter in letters] == [(speaker.email, f"need-{need.pk}")]


def test_the_secretariat_writes_for_an_institution_that_opens_it_itself(client):
    home = InstitutionFactory(name="Audit Office of the Hills")
    speaker = member_of(home)
    client.force_login(UserFactory(role=User.Role.EDITOR))

    answer = client.post(
        reverse("matching:offer_new"), typed(expertise=PROBLEM, institution=home.name, then="open"), follow=True
    )

    offer = Offer.objects.get()
    assert (offer.institution, offer.status) == (home, OfferStatus.DRAFT)
    assert answer.redirect_chain[-1][0] == reverse("matching:own_statements")
    assert list(Message.objects.values_list("recipient", flat=True)) == [speaker.email]


def test_nobody_drafts_for_an_institution_where_nobody_could_open_it(client):
    home = InstitutionFactory(name="Audit Office of the Hills")
    client.force_login(UserFactory(role=User.Role.EDITOR))

    page = client.post(reverse("matching:need_new"), typed(problem=PROBLEM, institution=home.name))

    assert page.context["form"].errors["institution"] == [
        "Nobody there has an account yet who could open your draft. Invite somebody first."
    ]


def test_who_belongs_to_two_institutions_says_for_which(client, focal):
    other = MembershipFactory(user=focal, institution=InstitutionFactory()).institution

    client.post(reverse("matching:need_new"), typed(problem=PROBLEM, institution=other.pk))

    assert Need.objects.get().institution == other


# --- Bad input --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("capacity", "0", "An offer is for one at least. Pause it while nobody is free."),
        ("capacity", "-1", "An offer is for one at least. Pause it while nobody is free."),
        ("at_once", "0", "An offer is for one at least. Pause it while nobody is free."),
        ("at_once", "99999", "This is more than one institution can do. At most 1000."),
        ("capacity", "1e400", "Enter a whole number."),
        ("expertise", "…", "Write it in words: there is no letter or figure in it."),
        ("expertise", "", "This field is required."),
        ("ends_on", "2020-01-01", "This day is over."),
        ("starts_on", "0001-01-01", "Look at the year again."),
        (
            "evidence",
            "Nothing of this name",
            "Nothing here is called “Nothing of this name”. Open its page and paste the address, or take the line out.",
        ),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(client, focal, field, value, told):
    sent = typed(expertise=PROBLEM, method="By telephone") | {field: value}

    page = client.post(reverse("matching:offer_new"), sent)

    assert page.context["form"].errors == {field: [told]}
    assert "By telephone" in page.content.decode()
    assert not Offer.objects.exists()


def test_it_does_not_end_before_it_begins(client, focal):
    sent = typed(problem=PROBLEM, starts_on="2031-05-01", ends_on="2031-04-01")

    page = client.post(reverse("matching:need_new"), sent)

    assert page.context["form"].errors == {"ends_on": ["It cannot end before it begins."]}


def test_the_own_institution_is_not_named_among_those_never_to_meet(client, focal):
    page = client.post(reverse("matching:need_new"), typed(problem=PROBLEM, exclusions="Audit Office"))

    assert page.context["form"].errors == {
        "exclusions": ["Your own institution is never found as its own peer. Take this line out."]
    }


def test_a_need_without_sector_or_language_is_taken_and_says_what_would_help(client, focal):
    client.post(reverse("matching:need_new"), typed(problem=PROBLEM, then="open"))

    page = client.get(at(Need.objects.get()))

    assert page.context["hints"] == [
        "No sector is named: peers are found by the words alone.",
        "No language is known: name one, or say that an interpreter is fine.",
    ]


def test_a_need_in_no_common_language_is_told_so(client, focal):
    SectorFactory()
    need = NeedFactory(institution=home_of(focal), languages=["is"])
    need.sectors.set(["16062"])

    page = client.get(at(need))

    assert page.context["hints"] == [
        "No possible peer is known to work in a language of yours. Say whether an interpreter is fine."
    ]


# --- Other words ------------------------------------------------------------------------------------


def test_other_words_are_found_at_once(client, focal):
    offer = OfferFactory(institution=home_of(focal))
    SectorFactory()

    client.post(at(offer, "edit"), typed(expertise="We count herds", version=1, sectors=["16062"]))

    offer.refresh_from_db()
    assert (offer.expertise, offer.version, offer.status) == ("We count herds", 2, "open")
    assert [sector.pk for sector in offer.sectors.all()] == ["16062"]
    assert PeerProfile.objects.get(offer=offer).categories == ["16062"]


@both
def test_two_who_write_at_once_lose_nothing(client, focal, name, factory, telling):
    statement = factory(institution=home_of(focal), version=3)

    page = client.post(at(statement, "edit"), typed(**{telling: "Other words"}, version=2))

    assert page.status_code == 409
    assert "Other words" in page.content.decode()
    assert page.context["form"].data["version"] == "3"
    statement.refresh_from_db()
    assert getattr(statement, telling) != "Other words"


# --- Steps ------------------------------------------------------------------------------------------


@both
@pytest.mark.parametrize(
    ("before", "verb", "after", "status"),
    [
        ("draft", "open", "open", 302),
        ("closed", "open", "open", 302),
        ("open", "open", "open", 302),
        ("open", "close", "closed", 302),
        ("closed", "close", "closed", 302),
        ("draft", "close", "draft", 409),
        ("open", "confirm", "open", 302),
        ("draft", "confirm", "draft", 409),
        ("closed", "confirm", "closed", 409),
    ],
)
def test_steps_follow_or_say_why_not(client, focal, name, factory, telling, before, verb, after, status):
    statement = factory(institution=home_of(focal), status=before)

    answer = client.post(at(statement, verb), {"visibility": "community"})

    statement.refresh_from_db()
    assert (answer.status_code, statement.status) == (status, after)


@pytest.mark.parametrize(
    ("before", "after", "status"), [("open", "paused", 302), ("paused", "paused", 302), ("closed", "closed", 409)]
)
def test_an_offer_is_paused_while_nobody_is_free(client, focal, before, after, status):
    offer = OfferFactory(institution=home_of(focal), status=before)

    answer = client.post(at(offer, "pause"))

    offer.refresh_from_db()
    assert (answer.status_code, offer.status) == (status, after)


def test_a_paused_offer_is_found_by_nobody(client, focal):
    offer = OfferFactory(institution=home_of(focal))
    client.post(at(offer, "open"), {"visibility": "community"})
    assert PeerProfile.objects.filter(offer=offer).exists()

    client.post(at(offer, "pause"))

    assert not PeerProfile.objects.filter(offer=offer).exists()


@both
def test_looking_at_a_step_takes_none(client, focal, name, factory, telling):
    statement = factory(institution=home_of(focal), status="draft")
    before = factory._meta.model.objects.values().get()

    for verb in ("open", "close", "confirm", "delete", "edit"):
        client.get(at(statement, verb))

    assert factory._meta.model.objects.values().get() == before


def test_what_is_being_introduced_is_not_deleted(client, focal):
    need = NeedFactory(institution=home_of(focal))
    IntroductionFactory(need=need)

    answer = client.post(at(need, "delete"))

    assert answer.status_code == 409
    assert Need.objects.filter(pk=need.pk).exists()


@both
def test_a_deleted_one_is_gone_for_everybody(client, focal, name, factory, telling):
    statement = factory(institution=home_of(focal))

    answers = [client.post(at(statement, "delete")).status_code for _ in range(2)]

    assert answers == [302, 404]


# --- Introductions ----------------------------------------------------------------------------------


def test_a_need_leads_to_its_introductions_and_names_none_that_its_people_may_not_see(client):
    need, seen, unseen = NeedFactory(status="matched"), InstitutionFactory(), InstitutionFactory()
    of_need = {"need": need, "demand_institution": need.institution}
    began = IntroductionFactory(supply_institution=seen, asked_through="need", **of_need)
    IntroductionFactory(supply_institution=unseen, asked_through="broker", **of_need)

    client.force_login(MembershipFactory(institution=need.institution, role="focal_point").user)
    own = client.get(need.get_absolute_url())
    client.logout()
    NeedFactory._meta.model.objects.filter(pk=need.pk).update(visibility="public")
    anybody = client.get(need.get_absolute_url())

    assert (own.context["introductions"], own.context["hints"], anybody.context["introductions"]) == ([began], [], [])
    assert unseen.name not in own.content.decode()
