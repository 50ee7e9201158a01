"""Answering by a signed link: once, without an account, and without a trace of who it was."""

import pytest
from django.db import connection
from django.urls import reverse

from community import services
from community.merging import merge_institutions
from community.models import User
from partnerships.models import Pulse, PulseInvitation
from partnerships.personal_data import tell
from partnerships.pulse.links import token_for
from tests.factories import InstitutionFactory, UserFactory, member_of
from tests.partnerships.pulse.asked import AGREES, answer, at_work, invited, round_of, sealed_of, url_of
from tests.partnerships.test_link_scanners import all_filled_in, as_they_are, scan
from tests.stored import hash_of_all_tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return round_of(at_work(), days_ago=3)


@pytest.fixture
def url(asked):
    return url_of(invited(asked))


def test_an_answer_takes_two_steps_and_stands_once(client, url):
    response = answer(client, url, trust="0", ownership="1")

    stored = Pulse.objects.values_list("side", "trust", "ownership", "leadership")
    assert (response.status_code, list(stored)) == (302, [("demand", None, 1, 4)])


def test_the_first_step_stores_nothing(client, url):
    client.post(url, AGREES | {"do": "check"})

    assert Pulse.objects.count() == 0


def test_a_second_answer_by_the_same_link_is_refused(client, url):
    answer(client, url)

    response = client.post(url, AGREES | {"do": "check"})

    assert (response.status_code, Pulse.objects.count()) == (409, 1)


def test_a_page_that_was_read_back_before_is_refused_after(client, url):
    sealed = sealed_of(client.post(url, AGREES | {"do": "check"}))
    answer(client, url)

    response = client.post(url, {"do": "send", "sealed": sealed})

    assert (response.status_code, Pulse.objects.count()) == (409, 1)


def test_the_page_of_a_used_link_says_that_and_not_what(client, url):
    answer(client, url, trust="1")

    page = client.get(url).content.decode()

    assert ("Thank you for your answer" in page, "I disagree" in page) == (True, False)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"trust": ""}, "Choose a number"),
        ({"trust": "6"}, "is not one of the available choices"),
        ({"trust": "NaN"}, "is not one of the available choices"),
        ({"website": "https://spam.example"}, "as programs do"),
    ],
)
def test_what_cannot_be_taken_is_said_and_the_other_answers_stay(client, url, changes, message):
    page = client.post(url, AGREES | {"do": "check"} | changes)

    assert (message in page.content.decode(), page.context["form"]["mutuality"].value()) == (True, "4")


def test_changing_ones_mind_brings_the_answers_back(client, url):
    checked = client.post(url, AGREES | {"do": "check", "trust": "2"})

    page = client.post(url, {"do": "change", "sealed": sealed_of(checked)})

    assert (page.context["form"]["trust"].value(), Pulse.objects.count()) == ("2", 0)


def test_the_seal_of_another_link_sends_nothing(client, asked, url):
    other = client.post(url_of(invited(asked, "esi@statistics.example")), AGREES | {"do": "check"})

    client.post(url, {"do": "send", "sealed": sealed_of(other)})

    assert Pulse.objects.count() == 0


@pytest.mark.parametrize("fill", [as_they_are, all_filled_in])
def test_a_scanner_that_opens_the_link_and_sends_forms_changes_nothing(client, url, fill):
    before = hash_of_all_tables()

    client.head(url)
    scan(client, url, fill)

    assert hash_of_all_tables() == before


def test_after_the_scanner_a_person_can_answer(client, url):
    scan(client, url, all_filled_in)

    assert answer(client, url).status_code == 302


def test_the_page_is_in_no_index_or_cache_and_tells_no_other_site(client, url):
    page = client.get(url)

    headers = [page[name] for name in ("X-Robots-Tag", "Referrer-Policy", "Cache-Control")]
    assert headers == ["noindex, nofollow", "no-referrer", "no-store, private"]


@pytest.mark.parametrize(("days_ago", "status"), [(42, 200), (43, 409)])
def test_answers_are_taken_for_six_weeks(client, days_ago, status):
    url = url_of(invited(round_of(at_work(), days_ago=days_ago)))

    assert client.post(url, AGREES | {"do": "check"}).status_code == status


def test_nobody_answers_about_a_record_that_a_party_objects_to(client, asked, url):
    asked.partnership.__class__.objects.update(objected_at="2026-11-01T00:00Z", visibility="parties")

    assert client.post(url, AGREES | {"do": "check"}).status_code == 409


def test_a_changed_token_answers_404_and_one_of_a_record_that_is_gone_410(client, asked):
    token = token_for(invited(asked))
    asked.partnership.delete()

    assert [client.get(reverse("pulse", args=[each])).status_code for each in (token[:-2], token)] == [404, 410]


def test_an_institution_that_left_the_record_is_no_longer_asked(client, asked, url):
    asked.partnership.members.filter(side="demand").delete()

    assert client.get(url).status_code == 410


def test_the_secretariat_speaks_for_no_side(client, url):
    client.force_login(UserFactory(role=User.Role.EDITOR))

    assert client.get(url).status_code == 404


def test_a_peer_of_an_alliance_says_on_which_side_they_see_themselves(client, asked, url):
    asked.partnership.members.update(side="peer")

    unsaid = client.post(url, AGREES | {"do": "check"})
    answer(client, url, side="supply")

    assert (set(unsaid.context["form"].errors), Pulse.objects.get().side) == ({"side"}, "supply")


def test_nobody_else_chooses_a_side(client, url):
    answer(client, url, side="supply")

    assert Pulse.objects.get().side == "demand"


def test_nothing_that_is_stored_ties_an_answer_to_a_person(client, asked):
    invitations = [invited(asked, f"person{number}@statistics.example") for number in range(5)]
    stamped = dict(PulseInvitation.objects.values_list("pk", "updated_at"))

    for invitation in invitations:
        answer(client, url_of(invitation))

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM partnerships_pulse")
        writers = cursor.fetchone()[0]
    assert {field.name for field in Pulse._meta.get_fields()} - set(AGREES) == {"id", "round", "side"}
    assert (writers, dict(PulseInvitation.objects.values_list("pk", "updated_at"))) == (1, stamped)


def test_answers_keep_what_they_say_when_they_change_places(client, asked):
    for number in range(1, 5):
        answer(client, url_of(invited(asked, f"person{number}@statistics.example")), trust=str(number))

    assert sorted(Pulse.objects.values_list("trust", flat=True)) == [1, 2, 3, 4]


def test_who_is_erased_leaves_neither_name_nor_address(client, asked):
    person = member_of(asked.partnership.asks)
    open_one = invited(asked, person.email, person=person, name="Ama")
    other = invited(asked, "old@statistics.example", person=person, name="Ama")
    told = [each["record"] for each in tell(person)["asked_how_it_feels"]]

    services.anonymise(user=person, by=person)

    kept = PulseInvitation.objects.filter(pk__in=[open_one.pk, other.pk])
    assert told == ["Surveys", "Surveys"]
    assert set(kept.values_list("address", "name", "person")) == {
        (f"erased-{person.pk}-{each.pk}@erased.invalid", "", None) for each in (open_one, other)
    }
    assert client.post(url_of(open_one), AGREES | {"do": "check"}).status_code == 409


def test_who_was_asked_as_one_of_two_institutions_that_became_one_can_still_answer(client, asked, url):
    keep = InstitutionFactory(country=asked.partnership.asks.country)
    merge_institutions(keep=keep, drop=asked.partnership.asks, by=UserFactory(role=User.Role.ADMINISTRATOR))

    answer(client, url)

    assert (PulseInvitation.objects.get().institution, Pulse.objects.get().side) == (keep, "demand")
