"""The questionnaire: open to everybody, kept by members, and asked after a year later."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from advice import personal_data
from advice.asking.cases import cases
from advice.asking.rules import VERSION
from advice.comparing import compared
from advice.letters import PURPOSE, ask_a_year_later, still_untold
from advice.models import CameOfIt, ModalityAdvice, Support
from community.merging import merge_institutions
from community.models import User
from core.models import Visibility
from mail.models import Message
from matching.profiles import refresh
from partnerships.models import ComplementaryModality
from partnerships.models.choices import Stage
from tests.factories import (
    InstitutionFactory,
    MembershipFactory,
    OfferFactory,
    PartnershipFactory,
    SectorFactory,
    UserFactory,
    member_of,
)

pytestmark = pytest.mark.django_db
PAGE = "advice:advice"
ANSWERS = {"kind": "practice", "knowledge": "tacit", "urgency": "years", "capacity": "team", "room": "backed"}
AGAINST = {"kind": "money", "knowledge": "codified", "urgency": "years", "capacity": "nobody", "room": "backed"}


@pytest.fixture
def institution():
    return InstitutionFactory(name="Court of Accounts")


@pytest.fixture
def focal(institution):
    return member_of(institution)


def kept(institution, **fields):
    return ModalityAdvice.objects.create(
        **{"institution": institution, "answers": ANSWERS, "advised": "peer", "forms": ["peer"], "rules": VERSION}
        | fields
    )


def keeping(institution, **fields):
    return ANSWERS | {"key": str(uuid.uuid4()), "institution": institution.pk} | fields


# --- Asking --------------------------------------------------------------------------------------


def test_the_questions_are_open_to_everybody(client):
    assert client.get(reverse(PAGE)).status_code == 200


def test_five_answers_give_advice_and_store_nothing(client):
    page = client.get(reverse(PAGE), ANSWERS)

    assert page.context["advised"].advice == Support.PEER
    assert not ModalityAdvice.objects.exists()


def test_it_says_not_a_peer_partnership(client):
    page = client.get(reverse(PAGE), AGAINST)

    assert page.context["advised"].advice == Support.BUDGET
    assert "Not a peer partnership, or not now." in page.text


def test_a_missing_answer_is_asked_for_beside_it_and_the_others_stay(client):
    page = client.get(reverse(PAGE), ANSWERS | {"kind": "", "text": "Our findings are repeated."})

    assert page.context["form"].errors == {"kind": ["Choose what is nearest."]}
    assert "Our findings are repeated." in page.text


@pytest.mark.parametrize("typed", ["'", "x" * 5000, "😀", "-1"])
def test_an_answer_that_is_none_is_refused_in_words(client, typed):
    page = client.get(reverse(PAGE), ANSWERS | {"kind": typed})

    assert (page.status_code, page.context["form"].errors["kind"]) == (200, ["Choose what is nearest."])


def test_whether_there_are_peers_is_read_from_the_finder(client):
    OfferFactory(expertise="We follow up audit findings with a call list")
    refresh(None)

    page = client.get(reverse(PAGE), ANSWERS | {"text": "Audit findings are repeated"})
    assert page.context["found"].count == 1
    assert ("Are there peers?", "Peers have made an offer that fits") in [
        (str(question), str(answer)) for question, answer in page.context["answers"]
    ]


def test_answers_can_be_changed_from_the_advice(client):
    page = client.get(client.get(reverse(PAGE), ANSWERS).context["change_url"].join([reverse(PAGE), ""]))

    assert page.context["form"].initial["capacity"] == "team"


# --- Cases ---------------------------------------------------------------------------------------


def test_a_stopped_partnership_speaks_against_peers():
    stopped = PartnershipFactory(stage=Stage.CANCELLED, visibility=Visibility.PUBLIC)

    found = cases(Support.PEER, "", UserFactory())
    assert ([case.partnership for case in found.against], found.speaks_for) == ([stopped], [])


def test_without_a_case_the_page_says_so(client):
    assert "No case on record that speaks for it or against it." in client.get(reverse(PAGE), ANSWERS).text


def test_a_record_that_tells_what_changed_speaks_for_peers_and_is_marked_as_not_corroborated(client):
    telling = PartnershipFactory(what_changed="Findings are closed in a year.", visibility=Visibility.PUBLIC)
    for left_out in ({"stage": Stage.CANCELLED}, {"visibility": Visibility.PARTIES}, {"is_demo": True}):
        PartnershipFactory(**{"what_changed": "More.", "visibility": Visibility.PUBLIC} | left_out)

    assert [case.partnership for case in cases(Support.PEER, "", UserFactory()).speaks_for] == [telling]
    assert "the record tells what changed; nobody else has corroborated it" in client.get(reverse(PAGE), ANSWERS).text


def test_cases_are_of_the_sector_that_was_asked_for():
    audit = SectorFactory(code="15111")
    stopped = PartnershipFactory(stage=Stage.CANCELLED, visibility=Visibility.PUBLIC)
    stopped.sectors.add(audit)
    stopped.save()
    stopped.refresh_from_db()

    found = {sector: len(cases(Support.PEER, sector, UserFactory()).against) for sector in ("15111", "16062")}
    assert found == {"15111": int("15111" in stopped.sector_codes), "16062": 0}


def test_cases_of_training_are_those_where_it_went_along():
    with_training, _without = (
        PartnershipFactory(stage=Stage.CANCELLED, visibility=Visibility.PUBLIC) for _ in range(2)
    )
    ComplementaryModality.objects.create(
        partnership=with_training, kind=ComplementaryModality.Kind.TRAINING, visibility=Visibility.PUBLIC
    )

    found = cases(Support.TRAINING, "", UserFactory())
    assert [case.partnership for case in found.against] == [with_training]


@pytest.mark.parametrize("fields", [{"visibility": Visibility.PARTIES}, {"is_demo": True}])
def test_what_one_may_not_see_and_demonstrations_are_no_case(fields):
    PartnershipFactory(**{"stage": Stage.CANCELLED, "visibility": Visibility.PUBLIC} | fields)

    assert cases(Support.PEER, "", UserFactory()).is_empty


def test_the_advice_takes_as_many_queries_with_ten_cases_as_with_one(client):
    def count():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(PAGE), ANSWERS)
        return len(captured)

    PartnershipFactory(stage=Stage.CANCELLED, visibility=Visibility.PUBLIC)
    client.get(reverse(PAGE), ANSWERS)
    one = count()
    for _ in range(9):
        PartnershipFactory(stage=Stage.CANCELLED, visibility=Visibility.PUBLIC)
    assert count() == one


# --- Keeping -------------------------------------------------------------------------------------


def test_a_member_keeps_it_for_their_institution_once(client, institution, focal):
    client.force_login(focal)
    typed = keeping(institution)
    answers = [client.post(reverse("advice:keep"), typed) for _ in range(2)]

    advice = ModalityAdvice.objects.get()
    assert [answer.url for answer in answers] == [advice.get_absolute_url()] * 2
    assert (advice.institution, advice.advised, advice.forms, advice.rules) == (institution, "peer", ["peer"], VERSION)


def test_it_is_not_kept_for_somebody_elses_institution(client, focal):
    client.force_login(focal)
    page = client.post(reverse("advice:keep"), keeping(InstitutionFactory()))

    assert (page.status_code, list(page.context["keeping"].errors)) == (200, ["institution"])
    assert not ModalityAdvice.objects.exists()


def test_what_was_sent_is_weighed_anew(client, institution, focal):
    client.force_login(focal)
    client.post(reverse("advice:keep"), keeping(institution, **AGAINST, advised="peer"))

    assert ModalityAdvice.objects.get().advised == Support.BUDGET


@pytest.mark.parametrize(
    ("who", "seen"), [("focal", 200), ("editor", 200), ("administrator", 200), ("other", 404), ("nobody", 302)]
)
def test_who_reads_kept_advice(client, institution, focal, who, seen):
    people = {
        "focal": lambda: focal,
        "editor": lambda: UserFactory(role=User.Role.EDITOR),
        "administrator": lambda: UserFactory(role=User.Role.ADMINISTRATOR),
        "other": lambda: MembershipFactory().user,
    }
    if who in people:
        client.force_login(people[who]())

    assert client.get(kept(institution).get_absolute_url()).status_code == seen


@pytest.mark.parametrize(("who", "status"), [("focal", 302), ("editor", 403), ("other", 404)])
def test_who_says_what_came_of_it(client, institution, focal, who, status):
    person = {"focal": focal, "editor": UserFactory(role="editor"), "other": MembershipFactory().user}[who]
    advice = kept(institution)
    client.force_login(person)
    typed = {"chosen": "training", "came_of_it": "nothing", "came_note": "The course was cancelled."}

    assert client.post(reverse("advice:came", args=[advice.pk]), typed).status_code == status
    advice.refresh_from_db()
    assert advice.chosen == ("training" if status == 302 else "")


def test_without_an_answer_the_words_stay(client, institution, focal):
    client.force_login(focal)
    page = client.post(reverse("advice:came", args=[kept(institution).pk]), {"came_note": "It was cancelled."})

    assert sorted(page.context["form"].errors) == ["came_of_it", "chosen"]
    assert "It was cancelled." in page.text


def test_the_list_takes_as_many_queries_with_ten_as_with_one(client, institution, focal):
    client.force_login(focal)

    def count():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("advice:kept_list"))
        return len(captured)

    kept(institution)
    client.get(reverse("advice:kept_list"))
    one = count()
    for _ in range(9):
        kept(institution)
    assert count() == one


# --- A year later --------------------------------------------------------------------------------


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def test_a_year_later_one_letter_asks_what_came_of_it(institution, focal):
    kept(institution, asked_at=days_ago(366))

    assert [ask_a_year_later() for _ in range(2)] == [1, 0]
    assert list(Message.objects.filter(purpose=PURPOSE).values_list("recipient", flat=True)) == [focal.email]


@pytest.mark.parametrize(
    "fields", [{"asked_at": days_ago(300)}, {"asked_at": days_ago(500)},
               {"asked_at": days_ago(366), "chosen": "peer", "told_at": days_ago(1)}]
)  # fmt: skip
def test_nobody_is_asked_early_late_or_twice(institution, focal, fields):
    kept(institution, **fields)

    assert ask_a_year_later() == 0


def test_a_letter_is_held_back_once_somebody_has_said(institution, focal):
    advice = kept(institution, asked_at=days_ago(366))
    ask_a_year_later()
    ids = list(Message.objects.filter(purpose=PURPOSE).values_list("pk", flat=True))
    before = still_untold(ids)
    ModalityAdvice.objects.filter(pk=advice.pk).update(chosen="peer", told_at=timezone.now())

    assert (before, still_untold(ids)) == (set(ids), set())


# --- Comparing -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "followed"),
    [
        ({"chosen": "peer"}, True),
        ({"chosen": "training"}, False),
        ({"chosen": ""}, None),
        ({"advised": "mix", "forms": ["peer", "training"], "chosen": "training"}, True),
        ({"advised": "mix", "forms": ["peer", "training"], "chosen": "budget"}, False),
        ({"chosen": "mix"}, False),
    ],
)
def test_when_advice_was_followed(institution, fields, followed):
    told = {"told_at": timezone.now()} if fields.get("chosen") else {}

    assert kept(institution, **fields, **told).was_followed is followed


def told(institution, chosen, came_of_it, **fields):
    return kept(institution, chosen=chosen, came_of_it=came_of_it, told_at=timezone.now(), **fields)


def test_advice_is_compared_with_what_came_of_it(institution):
    told(institution, "peer", CameOfIt.CHANGED)
    told(institution, "training", CameOfIt.NOTHING)
    told(institution, "peer", CameOfIt.WORSE, is_demo=True)
    kept(institution)

    line = next(each for each in compared() if each.advised == Support.PEER)
    assert (line.given, line.told, dict(line.followed), dict(line.not_followed)) == (
        3,
        2,
        {"changed": 1},
        {"nothing": 1},
    )


def test_small_numbers_are_for_the_secretariat(client, institution):
    told(institution, "peer", CameOfIt.CHANGED)
    address = reverse("advice:comparison_csv")
    lines = {"everybody": client.get(address).text.splitlines()[1]}
    client.force_login(UserFactory(role="editor"))
    lines["secretariat"] = client.get(address).text.splitlines()[1]

    what = "It changed what it was meant to change"
    assert lines == {
        "everybody": f"Peer partnership,1–2,{what},1–2,0",
        "secretariat": f"Peer partnership,1,{what},1,0",
    }


def test_the_rules_stand_on_a_page_with_who_says_so(client):
    page = client.get(reverse("advice:comparison")).text

    assert "A whole partnership is a long way to a skill that a course gives." in page
    assert "No advice was kept under these rules yet" in page


# --- What happens to it with people and institutions -----------------------------------------------


def test_it_follows_an_institution_that_is_merged(institution):
    other = InstitutionFactory()
    advice = kept(institution)
    merge_institutions(keep=other, drop=institution, by=UserFactory(role="administrator"))

    advice.refresh_from_db()
    assert advice.institution == other


def test_it_forgets_who_asked(institution, focal):
    advice = kept(institution, created_by=focal, problem="Findings")
    before = personal_data.tell(focal)["advice_kept"][0]["problem"]
    personal_data.forget(focal)

    advice.refresh_from_db()
    assert (before, advice.created_by) == ("Findings", None)
