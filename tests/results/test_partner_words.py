"""The other side says whether an outcome is so: its page, its letters, and what the outcome's page shows of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Visibility
from mail.models import Message
from partnerships.models.choices import Side
from results.models import PartnerWord, Substantiation, SubstantiationLink
from results.models.choices import Evidence, Verdict
from results.outcome_letters import still_awaited
from results.services.acts import say_as_partner
from results.services.outcomes import reword_outcome
from tests.factories import InstitutionFactory, UserFactory, member_of
from tests.results.words import answer, asked, case

pytestmark = pytest.mark.django_db
ASKED = "outcome-awaits-word"


@pytest.fixture
def told():
    return case()


@pytest.fixture
def partner(client, told):
    client.force_login(told.partner)
    return client


def says(told, verdict=Verdict.AGREE, **more):
    return {"verdict": verdict, "comment": "", "wording": told.outcome.revision} | more


def reword(told):
    told.outcome.what_changed = "The committee calls all ministries"
    reword_outcome(outcome=told.outcome, by=told.teller, seen_version=told.outcome.version)


def test_the_partner_is_asked_by_a_letter_and_who_told_it_is_not(told):
    letters = Message.objects.filter(purpose=ASKED)

    assert [letter.recipient for letter in letters] == [told.partner.email]
    assert told.path("say/") in letters[0].text


def test_other_words_are_asked_about_anew_and_the_first_letter_no_longer_goes_out(told):
    first = Message.objects.get(purpose=ASKED)
    reword(told)
    second = Message.objects.filter(purpose=ASKED).exclude(pk=first.pk).get()

    assert still_awaited([first.pk, second.pk]) == {second.pk}


def test_a_letter_does_not_go_out_once_the_partner_has_spoken(told, partner):
    partner.post(told.path("say/"), says(told))

    assert still_awaited([Message.objects.get(purpose=ASKED).pk]) == set()


def test_agreeing_corroborates_it(told, partner):
    partner.post(told.path("say/"), says(told))
    told.outcome.refresh_from_db()

    assert (told.outcome.evidence, told.outcome.is_disputed) == (Evidence.CORROBORATED, False)


def test_disagreeing_is_shown_on_its_page(told, partner):
    partner.post(told.path("say/"), says(told, Verdict.DISAGREE, comment="Only two ministries came."))
    page = partner.get(told.path()).content.decode()
    told.outcome.refresh_from_db()

    assert told.outcome.is_disputed
    assert "Only two ministries came." in page
    assert "Somebody disagrees" in page


def test_who_told_it_hears_what_the_partner_says(told, partner):
    partner.post(told.path("say/"), says(told, Verdict.PARTLY, comment="In one region."))
    letter = Message.objects.get(purpose="outcome-answered")

    assert (letter.recipient, "In one region." in letter.text) == (told.teller.email, True)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"verdict": ""}, "Choose one of the answers"),
        ({"verdict": "perhaps"}, "not one of the available choices"),
        ({"verdict": "disagree"}, "Say in a few words how you see it"),
        ({"comment": "x" * 3001}, "3,000"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_stored(told, partner, typed, message):
    page = partner.post(told.path("say/"), says(told) | typed)

    assert (page.status_code, message in page.content.decode()) == (200, True)
    assert not PartnerWord.objects.exists()


@pytest.mark.parametrize("wording", ["", "0" * 64])
def test_words_that_were_not_read_are_not_agreed_to_and_what_was_typed_stays(told, partner, wording):
    page = partner.post(told.path("say/"), says(told, comment="Well seen.", wording=wording))

    assert page.status_code == 409
    assert "Please read it again" in page.content.decode()
    assert "Well seen." in page.content.decode()
    assert not PartnerWord.objects.exists()


def test_a_word_to_other_words_is_kept_apart(told, partner):
    partner.post(told.path("say/"), says(told, comment="Well seen."))
    reword(told)
    page = partner.get(told.path()).content.decode()

    assert "1 earlier answer, to other words" in page
    assert "has not said yet whether it is so" in page


def test_only_the_last_word_of_an_institution_counts(told, partner):
    for verdict in (Verdict.DISAGREE, Verdict.AGREE):
        partner.post(told.path("say/"), says(told, verdict, comment="Now we know more."))
    told.outcome.refresh_from_db()

    assert (told.outcome.evidence, told.outcome.is_disputed) == (Evidence.CORROBORATED, False)


@pytest.mark.parametrize("page", ["say/", "ask/"])
def test_strangers_and_the_secretariat_speak_for_nobody(client, told, page):
    type(told.outcome).objects.update(visibility=Visibility.PUBLIC)
    statuses = {}
    for who, person in (
        ("stranger", member_of(InstitutionFactory())),
        ("secretariat", UserFactory(role="administrator")),
    ):
        client.force_login(person)
        statuses[who] = client.get(told.path(page)).status_code

    assert statuses == {"stranger": 403, "secretariat": 403}


def test_who_told_it_does_not_corroborate_it(client, told):
    client.force_login(told.teller)

    assert client.post(told.path("say/"), says(told)).status_code == 403


def test_somebody_outside_is_named_to_others_only_if_they_wish(client, told):
    type(told.outcome).objects.update(visibility=Visibility.PUBLIC)
    link = asked(told)
    answer(client, link, name="Ama Mensah", verdict="partly", comment="In one region.")
    page = client.get(told.path()).content.decode()

    assert ("In one region." in page, "Ama Mensah" in page) == (True, False)


def test_somebody_outside_is_named_if_they_wish(client, told):
    type(told.outcome).objects.update(visibility=Visibility.PUBLIC)
    answer(client, asked(told), name="Ama Mensah", may_be_named="on")

    assert "Ama Mensah" in client.get(told.path()).content.decode()


def test_asking_somebody_of_a_side_is_refused_beside_the_field(client, told):
    client.force_login(told.teller)
    typed = {"name": "Kofi", "office": "Audit", "address": "kofi@offers.example", "language": "en"}
    page = client.post(told.path("ask/"), typed)

    assert page.context["form"].errors.keys() == {"address"}
    assert "which takes part" in page.content.decode()


def test_asking_from_the_page_sends_a_link(client, told):
    client.force_login(told.teller)
    client.post(told.path("ask/"), {"name": "Ama", "office": "Clerk", "address": "ama@else.example", "language": "fr"})

    assert [link.language for link in SubstantiationLink.objects.all()] == ["fr"]


def test_the_page_takes_as_many_queries_for_ten_words_as_for_one(client, told):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(told.path())
        return len(captured)

    def said(number):
        outcome = told.outcome
        link = SubstantiationLink.objects.create(outcome=outcome, address=f"a{number}@else.example", name="Ama")
        given = {"name": "Ama", "office": "Clerk", "verdict": Verdict.AGREE, "revision": outcome.revision}
        Substantiation.objects.create(outcome=outcome, link=link, **given)
        comment = f"For the {number}th time."
        say_as_partner(
            outcome=outcome, verdict=Verdict.AGREE, comment=comment, revision=outcome.revision, by=told.partner
        )

    client.force_login(told.teller)
    said(0)
    queries()
    one = queries()
    for number in range(1, 10):
        said(number)

    assert queries() == one


def test_the_side_that_offered_is_named_with_its_word(told, partner):
    partner.post(told.path("say/"), says(told))
    offering = told.partnership.members.get(side=Side.SUPPLY).institution

    assert str(offering) in partner.get(told.path()).content.decode()
