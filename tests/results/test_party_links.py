"""A party with nobody on the portal says by a signed link whether an outcome is so: its word corroborates it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from community.merging import merge_institutions
from community.services import anonymise
from mail.models import Message
from results import personal_data
from results.models import PartnerWord, Substantiation, SubstantiationLink
from results.models.choices import Evidence
from results.outcome_letters import PARTY_LINK, still_to_answer
from results.services.outcomes import reword_outcome
from tests.factories import InstitutionFactory, UserFactory
from tests.results.words import (
    ADDRESS,
    address,
    answer,
    answer_for_party,
    asked,
    asked_party,
    case_of_silent,
    filled_for_party,
    offering,
    sealed_by,
)

pytestmark = pytest.mark.django_db
KOFI = "kofi@offers.example"


@pytest.fixture
def told():
    return case_of_silent()


@pytest.fixture
def link(told):
    return asked_party(told)


def reword(told):
    told.outcome.refresh_from_db()
    told.outcome.what_changed = "The committee calls all ministries"
    reword_outcome(outcome=told.outcome, by=told.teller, seen_version=told.outcome.version)
    told.outcome.refresh_from_db()


def test_the_letter_goes_in_its_language_and_tells_the_change(told):
    asked_party(told, language="fr")

    letter = Message.objects.get(purpose=PARTY_LINK)
    assert (letter.recipient, "/fr/results/answer/" in letter.text) == (KOFI, True)
    assert "The committee calls ministries" in letter.text


def test_the_page_shows_what_was_told_and_for_whom_one_answers(client, told, link):
    response = client.get(address(link))

    page = response.content.decode()
    words = ("The committee calls ministries", "It copied the list of its peer.", str(offering(told)))
    assert [each in page for each in words] == [True] * 3
    assert (response["X-Robots-Tag"], response["Cache-Control"]) == ("noindex, nofollow", "no-store, private")
    assert 'value="comment"' not in page


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_page_renders_in_other_languages(client, link, language):
    assert client.get(address(link, language)).status_code == 200


def test_agreeing_corroborates_it_and_the_record_says_by_which_way(client, told, link):
    answer_for_party(client, link)

    told.outcome.refresh_from_db()
    said = PartnerWord.objects.get()
    assert (said.institution, said.side, said.by, said.by_name, said.by_title, said.link) == (
        offering(told),
        "supply",
        None,
        "Kofi Annan",
        "Auditor",
        link,
    )
    assert (told.outcome.evidence, told.outcome.is_disputed) == (Evidence.CORROBORATED, False)


def test_the_page_of_the_outcome_names_the_way_to_all_and_the_person_to_the_parties(client, told, link):
    answer_for_party(client, link)
    type(told.outcome).objects.update(visibility="public")

    to_all = client.get(told.path()).content.decode()
    client.force_login(told.teller)
    to_parties = client.get(told.path()).content.decode()

    assert ("by a signed link" in to_all, "Kofi Annan" in to_all, "k…@" in to_all) == (True, False, False)
    assert ("Kofi Annan" in to_parties, "sent to k…@offers.example" in to_parties) == (True, True)


@pytest.mark.parametrize(
    ("verdict", "word", "is_disputed"),
    [("partly", Evidence.SELF_REPORTED, False), ("disagree", Evidence.SELF_REPORTED, True)],
)
def test_no_other_answer_corroborates_it(client, told, link, verdict, word, is_disputed):
    answer_for_party(client, link, verdict=verdict, comment="Two of them.")

    told.outcome.refresh_from_db()
    assert (told.outcome.evidence, told.outcome.is_disputed) == (word, is_disputed)


def test_who_told_it_and_who_asked_hear_of_it_once(client, told, link):
    answer_for_party(client, link)

    letter = Message.objects.get(purpose="outcome-answered")
    assert (letter.recipient, "Kofi Annan" in letter.text) == (told.teller.email, True)


def test_opening_and_one_post_change_nothing(client, link):
    client.get(address(link))
    client.head(address(link))
    page = client.post(address(link), filled_for_party(link) | {"do": "check"}).content.decode()

    assert "Nothing is stored yet" in page
    assert not PartnerWord.objects.exists()


BAD = {
    "nothing chosen": ({"verdict": ""}, "Choose one of the answers."),
    "what only outsiders may say": ({"verdict": "comment", "comment": "x"}, "Select a valid choice"),
    "no reason": ({"verdict": "disagree"}, "Say in a few words how you see it."),
    "no name": ({"name": ""}, "Write your name"),
    "too long": ({"comment": "x" * 3001}, "3,001 characters long"),
    "every box filled": ({"website": "https://spam.example"}, "programs do"),
}


@pytest.mark.parametrize(("typed", "message"), BAD.values(), ids=BAD)
def test_bad_input_is_told_and_stores_nothing(client, link, typed, message):
    page = client.post(address(link), filled_for_party(link, **typed) | {"do": "check"}).content.decode()

    assert (message in page, 'name="sealed"' in page) == (True, False)


def test_used_twice_it_says_what_was_said(client, told, link):
    answer_for_party(client, link, verdict="partly", comment="Only two of them.")
    page = client.get(address(link))
    second = client.post(address(link), filled_for_party(link) | {"do": "check"})

    assert (page.status_code, second.status_code) == (200, 409)
    assert "Only two of them." in page.content.decode()
    assert "Send a new link" not in page.content.decode()
    assert PartnerWord.objects.count() == 1


def test_words_that_changed_before_sending_have_to_be_read_again(client, told, link):
    step = client.post(
        address(link), filled_for_party(link, verdict="partly", comment="Two of them.") | {"do": "check"}
    )
    reword(told)
    response = client.post(address(link), {"sealed": sealed_by(step), "do": "send"})

    page = response.content.decode()
    assert response.status_code == 409
    assert ("The committee calls all ministries" in page, "Two of them." in page) == (True, True)
    assert not PartnerWord.objects.exists()


def test_who_answered_is_asked_anew_once_the_words_are_others(client, told, link):
    answer_for_party(client, link)
    reword(told)
    told.outcome.refresh_from_db()
    before = told.outcome.evidence
    [second] = SubstantiationLink.objects.open()
    page = client.get(address(link)).content.decode()
    letter = Message.objects.filter(purpose=PARTY_LINK).order_by("pk").last()
    answer_for_party(client, second)

    told.outcome.refresh_from_db()
    assert (before, told.outcome.evidence) == (Evidence.SELF_REPORTED, Evidence.CORROBORATED)
    assert (second.address, second.revision) == (KOFI, told.outcome.revision)
    assert "put in other words since" in page
    assert "put in other words since" in letter.text


def test_who_did_not_answer_keeps_the_link_and_gets_no_second_letter(client, told, link):
    reword(told)
    page = client.get(address(link)).content.decode()

    assert "It was put in other words after the mail was sent to you." in page
    assert Message.objects.filter(purpose=PARTY_LINK).count() == 1


def test_a_used_link_sends_a_new_one_once_the_words_are_others(client, told, link):
    answer_for_party(client, link)
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        reword(told)
        SubstantiationLink.objects.open().update(replaced_at=timezone.now())
        client.post(address(link), {"do": "renew", "wanted": "on", "website": ""})

    assert [each.address for each in SubstantiationLink.objects.open()] == [KOFI]


def test_after_a_year_the_link_offers_a_new_one_and_that_answers(client, link):
    with time_machine.travel(timezone.now() + timedelta(days=365), tick=False):
        late = client.post(address(link), filled_for_party(link) | {"do": "check"})
        page = client.get(address(link)).content.decode()
        for _turn in range(2):
            client.post(address(link), {"do": "renew", "wanted": "on", "website": ""})
        [renewed] = SubstantiationLink.objects.open()
        answer_for_party(client, renewed)

    assert (late.status_code, "Send a new link" in page) == (409, True)
    assert (renewed.address, PartnerWord.objects.get().link) == (KOFI, renewed)


def test_asking_the_same_twice_writes_one_letter(told, link):
    asked_party(told)

    assert (SubstantiationLink.objects.count(), Message.objects.filter(purpose=PARTY_LINK).count()) == (1, 1)


def test_a_letter_whose_link_was_replaced_does_not_go_out(told, link):
    first = Message.objects.get(purpose=PARTY_LINK)
    before = still_to_answer([first.pk])
    reword(told)
    asked_party(told)

    assert (before, still_to_answer([first.pk])) == ({first.pk}, set())


# --- What is kept of a person ---------------------------------------------------------------------------


def test_what_was_said_by_link_is_told_to_whoever_owns_the_address(client, told, link):
    answer_for_party(client, link)
    found = personal_data.tell(UserFactory(email=KOFI))

    assert [each["institution"] for each in found["said_for_an_institution"]] == [offering(told).name]
    assert [each["name"] for each in found["asked_by_link"]] == ["Kofi Annan"]


def test_erasing_whoever_answered_leaves_the_word_of_the_party(client, told, link):
    answer_for_party(client, link)
    anonymise(user=UserFactory(email=KOFI), by=UserFactory(role="administrator"))

    told.outcome.refresh_from_db()
    said = PartnerWord.objects.select_related("link").get()
    assert (said.by_name, said.by_title, said.verdict, said.link.is_reachable) == ("", "", "agree", False)
    assert told.outcome.evidence == Evidence.CORROBORATED
    assert client.get(address(link)).status_code == 200


def test_a_party_that_is_merged_keeps_its_word(client, told, link):
    answer_for_party(client, link)
    keep = InstitutionFactory(country=offering(told).country)
    merge_institutions(keep=keep, drop=offering(told), by=UserFactory(role="administrator"))

    told.outcome.refresh_from_db()
    assert (PartnerWord.objects.get().institution, SubstantiationLink.objects.get().institution) == (keep, keep)
    assert told.outcome.evidence == Evidence.CORROBORATED


def test_the_word_of_somebody_outside_still_verifies_beside_it(client, told, link):
    answer_for_party(client, link)
    answer(client, asked(told, ADDRESS))

    told.outcome.refresh_from_db()
    assert (told.outcome.evidence, Substantiation.objects.count()) == (Evidence.VERIFIED, 1)
