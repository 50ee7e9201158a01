"""Scanners of mail open every link of every letter about outcomes, and some send forms: nothing changes (T14)."""

import re

import pytest

from core.registry import mail_purposes
from results.models import PartnerWord, Substantiation
from results.models.choices import Verdict
from results.outcome_letters import ANSWERED, AWAITED, LINK, PARTY_LINK
from results.services.acts import say_as_partner
from tests.results.words import asked, asked_party, case, case_of_silent, filled, filled_for_party, sealed_by
from tests.scanned_links import links_of, opened_often
from tests.stored import hash_of_all_tables

pytestmark = pytest.mark.django_db


def tell():
    return case()


def ask_outside():
    return asked(case())


def agree_as_partner():
    told = case()
    say_as_partner(outcome=told.outcome, verdict=Verdict.AGREE, revision=told.outcome.revision, by=told.partner)


def ask_party():
    return asked_party(case_of_silent())


CAUSES = {AWAITED: tell, LINK: ask_outside, PARTY_LINK: ask_party, ANSWERED: agree_as_partner}


@pytest.fixture(autouse=True)
def any_host(settings):
    settings.ALLOWED_HOSTS = ["*"]


def test_every_letter_about_an_outcome_is_scanned_here():
    assert set(CAUSES) == {each.name for each in mail_purposes() if each.name.startswith("outcome-")}


@pytest.mark.parametrize("purpose", CAUSES)
def test_opening_every_link_of_a_letter_changes_nothing(client, settings, purpose):
    CAUSES[purpose]()
    links = links_of(purpose, settings.BASE_URL)
    before = hash_of_all_tables()

    answers = opened_often(client, links)

    assert len(links) > 1
    assert [link for link, statuses in answers.items() if max(statuses) >= 500] == []
    assert hash_of_all_tables() == before


@pytest.mark.parametrize("purpose", CAUSES)
def test_sending_the_forms_behind_every_link_as_they_are_changes_nothing(client, settings, purpose):
    """With what is hidden or filled in beforehand, and nothing that a person would have to choose."""
    CAUSES[purpose]()
    links = [link for link in links_of(purpose, settings.BASE_URL) if "/mail/" not in link]
    before = hash_of_all_tables()

    for link in links:
        page = client.get(link, follow=True).content.decode()
        filled_in = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', page))
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
        for typed in ({}, hidden, {name: text for name, text in filled_in.items() if name != "verdict"}):
            assert client.post(link, typed).status_code < 500

    assert hash_of_all_tables() == before


def test_a_click_after_the_scanner_still_answers(client, settings):
    link = ask_outside()
    opened_often(client, links_of(LINK, settings.BASE_URL))
    [address] = [each for each in links_of(LINK, settings.BASE_URL) if "/results/answer/" in each]

    read_back = client.post(address, filled(link, name="Efua Boateng") | {"do": "check"})
    client.post(address, {"sealed": sealed_by(read_back), "do": "send"})

    assert list(Substantiation.objects.values_list("name", "verdict")) == [("Efua Boateng", "agree")]


def test_a_click_of_the_party_after_the_scanner_still_answers(client, settings):
    link = ask_party()
    opened_often(client, links_of(PARTY_LINK, settings.BASE_URL))
    [address] = [each for each in links_of(PARTY_LINK, settings.BASE_URL) if "/results/answer/" in each]

    read_back = client.post(address, filled_for_party(link) | {"do": "check"})
    client.post(address, {"sealed": sealed_by(read_back), "do": "send"})

    assert list(PartnerWord.objects.values_list("by_name", "verdict")) == [("Kofi Annan", "agree")]
