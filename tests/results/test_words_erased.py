"""What a person said of outcomes: told to them, and parted from their name; the word itself stays."""

import pytest

from community import services
from results import personal_data
from results.models import PartnerWord, Substantiation, SubstantiationLink
from results.models.choices import Evidence, Verdict
from results.services.acts import say_as_partner
from results.services.asking import CannotAsk, renew_link
from tests.factories import UserFactory
from tests.results.words import ADDRESS, address, answer, asked, case, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    return case()


@pytest.fixture
def outsider():
    return UserFactory(email=ADDRESS)


def erase(person):
    services.anonymise(user=person, by=UserFactory(role="administrator"))


def test_what_somebody_said_outside_is_told_to_them(client, told, outsider):
    answer(client, asked(told), comment="I keep the minutes.")

    found = personal_data.tell(outsider)

    assert found["said_by_link"] == [
        {"name": "Ama Mensah", "office": "Clerk, Parliament", "verdict": "agree", "comment": "I keep the minutes."}
    ]
    assert [each["how_they_know"] for each in found["asked_by_link"]] == ["She keeps its minutes."]


def test_what_the_partner_said_is_told_to_who_said_it(told):
    say_as_partner(outcome=told.outcome, verdict=Verdict.AGREE, revision=told.outcome.revision, by=told.partner)

    found = {person: personal_data.tell(person)["said_for_an_institution"] for person in (told.partner, told.teller)}

    assert [each["verdict"] for each in found[told.partner]] == ["agree"]
    assert found[told.teller] == []


def test_erasing_somebody_outside_takes_name_and_address_and_leaves_the_word(client, told, outsider):
    answer(client, asked(told), may_be_named="on")
    erase(outsider)

    told.outcome.refresh_from_db()
    said, link = Substantiation.objects.get(), SubstantiationLink.objects.get()
    assert (said.name, said.office, said.may_be_named, said.verdict) == ("", "", False, "agree")
    assert (link.name, link.office, link.how_they_know, link.is_reachable) == ("", "", "", False)
    assert told.outcome.evidence == Evidence.VERIFIED


def test_a_link_of_somebody_erased_is_closed_and_sends_nothing(client, told, outsider):
    link = asked(told)
    erase(outsider)

    page = client.get(address(link))

    assert page.status_code == 200
    assert "Send a new link" not in page.content.decode()
    assert renew_link(link=fresh(link)) is None
    with pytest.raises(CannotAsk):
        asked(told, fresh(link).address)


def test_erasing_who_spoke_for_the_partner_leaves_the_word_of_the_institution(told):
    say_as_partner(outcome=told.outcome, verdict=Verdict.AGREE, revision=told.outcome.revision, by=told.partner)
    erase(told.partner)

    told.outcome.refresh_from_db()
    assert list(PartnerWord.objects.values_list("by", "by_name", "verdict")) == [(None, "", "agree")]
    assert told.outcome.evidence == Evidence.CORROBORATED
