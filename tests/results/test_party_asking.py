"""Whom a party without people on the portal is asked by: the page to ask, and the addresses that are refused."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.models import Institution
from partnerships.models import Contact
from partnerships.models.choices import Side
from results.models import PartnerWord, SubstantiationLink
from results.services.asking import CannotAsk, ask_partner, renew_link
from results.services.outcomes import remove_outcome
from results.substantiation_links import MOST_FROM_A_PERSON
from tests.factories import InstitutionFactory, MembershipFactory, PartnershipMemberFactory, UserFactory, member_of
from tests.results.words import (
    address,
    answer_for_party,
    asked,
    asked_party,
    case_of_silent,
    filled_for_party,
    fresh,
    offering,
)

pytestmark = pytest.mark.django_db
KOFI = "kofi@offers.example"


@pytest.fixture
def told():
    return case_of_silent()


@pytest.fixture
def link(told):
    return asked_party(told)


@pytest.fixture
def teller(client, told):
    client.force_login(told.teller)
    return told.teller


def row(told, **fields):
    return {f"ask-{offering(told).pk}-{name}": value for name, value in fields.items()}


NEW = {"address": KOFI, "name": "Kofi Annan", "language": "fr"}


# --- Who is refused -------------------------------------------------------------------------------------


def one_side(told):
    """Addresses by which the side that told it would corroborate itself, and others that speak for nobody here."""
    own = told.partnership.members.get(side=Side.DEMAND).institution
    Institution.objects.filter(pk=own.pk).update(website="https://www.own-site.example/")
    funder = PartnershipMemberFactory(partnership=told.partnership, side="funder").institution
    contact = Contact.objects.create(
        partnership=told.partnership, institution=own, name="Efua", email="efua@mail.example"
    )
    return {
        "who asks": told.teller.email.upper(),
        "a colleague without account": "new@asks.example",
        "of a part of the house": "new@it.asks.example",
        "by the web site": "new@own-site.example",
        "a known member elsewhere": member_of(own, role="member", email="second@private.example").email,
        "a contact of it": contact.email,
        "somebody of the funder": member_of(funder, role="member", email="grants@fund.example").email,
        "the secretariat": UserFactory(role="editor", email="editor@eip.example").email,
        "somebody erased": "erased-5@erased.invalid",
        "who was asked from outside": asked(told).address,
    }


WHO = (
    *("who asks", "a colleague without account", "of a part of the house", "by the web site"),
    *("a known member elsewhere", "a contact of it", "somebody of the funder", "the secretariat", "somebody erased"),
    "who was asked from outside",
)


@pytest.mark.parametrize("who", WHO)
def test_nobody_corroborates_themselves(told, who):
    with pytest.raises(CannotAsk):
        asked_party(told, one_side(told)[who])

    assert not SubstantiationLink.objects.exclude(institution=None).exists()
    assert not Contact.objects.filter(institution=offering(told)).exists()


def test_whoever_is_asked_here_is_no_longer_outside(told, link):
    with pytest.raises(CannotAsk, match="contact of one side"):
        asked(told, KOFI)


def test_the_side_that_told_it_is_not_asked(told):
    own = told.partnership.members.get(side=Side.DEMAND).institution
    with pytest.raises(CannotAsk, match="is not asked by a link"):
        ask_partner(outcome=told.outcome, institution=own, address=KOFI, name="Kofi", language="en", by=told.teller)


def test_a_party_with_people_on_the_portal_is_asked_there(told):
    member_of(offering(told))

    with pytest.raises(CannotAsk, match="is not asked by a link"):
        asked_party(told)


def test_a_party_that_answered_is_not_asked_about_the_same_words(client, told, link):
    answer_for_party(client, link)

    with pytest.raises(CannotAsk, match="answered about these very words"):
        asked_party(told, "other@offers.example")
    assert renew_link(link=fresh(link)) is None


def test_a_draft_is_asked_about_with_nobody(told):
    type(told.partnership).objects.update(visibility="private")
    told.outcome.partnership.refresh_from_db()

    with pytest.raises(CannotAsk, match="draft"):
        asked_party(told)


def test_three_letters_a_day_reach_an_address(told):
    for _turn in range(3):
        asked_party(case_of_silent())

    with pytest.raises(CannotAsk, match="enough letters for today"):
        asked_party(told)


def test_one_person_asks_so_many_a_day(told):
    for number in range(MOST_FROM_A_PERSON):
        asked_party(told, f"person{number}@offers.example")

    with pytest.raises(CannotAsk, match="many people today"):
        asked_party(told)


def test_another_side_and_the_secretariat_are_refused_when_signed_in(client, told, link):
    funder = PartnershipMemberFactory(partnership=told.partnership, side="funder").institution
    statuses = []
    for person in (told.teller, member_of(funder, role="member"), UserFactory(role="editor")):
        client.force_login(person)
        statuses += [client.get(address(link)).status_code, client.post(address(link), {}).status_code]

    assert statuses == [403] * 6


def test_somebody_of_the_party_may_answer_signed_in(client, told, link):
    client.force_login(member_of(offering(told), role="member"))
    answer_for_party(client, link)

    assert PartnerWord.objects.get().institution == offering(told)


def test_a_party_that_left_answers_no_longer(client, told, link):
    told.partnership.members.filter(side=Side.SUPPLY).update(side="funder")
    response = client.post(address(link), filled_for_party(link) | {"do": "check"})

    assert response.status_code == 409
    assert "no longer takes part" in response.content.decode()


def test_a_link_whose_outcome_was_taken_back_is_told_so(client, told, link):
    way = address(link)
    remove_outcome(outcome=told.outcome, by=told.teller)

    assert client.get(way).status_code == 410


# --- The page to ask ------------------------------------------------------------------------------------


def test_asking_from_the_page_sends_a_link_and_keeps_the_contact(client, told, teller):
    client.post(told.path("ask-partner/"), row(told, **NEW))

    [link] = SubstantiationLink.objects.all()
    assert (link.address, link.language, link.institution) == (KOFI, "fr", offering(told))
    assert list(Contact.objects.values_list("email", "name")) == [(KOFI, "Kofi Annan")]


def test_a_contact_of_the_record_is_offered_to_pick(client, told, teller):
    contact = Contact.objects.create(
        partnership=told.partnership, institution=offering(told), name="Kofi Annan", email=KOFI, language="es"
    )
    page = client.get(told.path("ask-partner/")).content.decode()
    client.post(told.path("ask-partner/"), row(told, who=contact.pk))

    assert ("Kofi Annan (k…@offers.example)" in page, KOFI in page) == (True, False)
    assert list(SubstantiationLink.objects.values_list("address", "language")) == [(KOFI, "es")]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"address": "kofi", "name": "Kofi"}, "not a complete e-mail address"),
        ({"address": "new@asks.example", "name": "Kofi"}, "which told of it"),
        ({"address": KOFI, "name": ""}, "Write the name of the person"),
        ({"address": KOFI, "name": "Kofi", "language": "xx"}, "Select a valid choice"),
    ],
)
def test_bad_rows_say_what_is_wrong_and_keep_what_was_typed(client, told, teller, typed, message):
    response = client.post(told.path("ask-partner/"), row(told, **({"language": "en"} | typed)))

    page = response.content.decode()
    assert (response.status_code, message in page, typed["address"] in page) == (200, True, True)
    assert not SubstantiationLink.objects.exists()


def test_an_empty_page_asks_nobody(client, told, teller):
    assert client.post(told.path("ask-partner/"), row(told, language="en")).status_code == 302
    assert not SubstantiationLink.objects.exists()


def test_the_outcome_offers_to_ask_only_where_nobody_can_answer_here(client, told, teller):
    before = told.path("ask-partner/") in client.get(told.path()).content.decode()
    member_of(offering(told))
    after = told.path("ask-partner/") in client.get(told.path()).content.decode()

    assert (before, after) == (True, False)
    assert "Nobody is left to ask" in client.get(told.path("ask-partner/")).content.decode()


def test_who_told_it_without_speaking_for_a_party_may_ask(client, told):
    plain = member_of(told.partnership.members.get(side=Side.DEMAND).institution, role="member")
    type(told.outcome).objects.update(recorded_by=plain)
    client.force_login(plain)

    assert client.get(told.path("ask-partner/")).status_code == 200


def test_strangers_and_the_secretariat_ask_nobody(client, told):
    type(told.outcome).objects.update(visibility="public")
    type(told.partnership).objects.update(visibility="public")
    people = [MembershipFactory().user, member_of(InstitutionFactory()), UserFactory(role="administrator")]
    statuses = [client.get(told.path("ask-partner/")).status_code]
    for person in people:
        client.force_login(person)
        statuses.append(client.get(told.path("ask-partner/")).status_code)

    assert statuses == [302, 403, 403, 403]


@pytest.mark.parametrize("what", ["", "ask-partner/"])
def test_ten_parties_asked_cost_as_many_queries_as_one(client, told, teller, what):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(told.path(what))
        return len(captured)

    asked_party(told)
    queries()
    one = queries()
    for number in range(9):
        PartnershipMemberFactory(partnership=told.partnership, side="supply")
        asked_party(told, f"person{number}@offers.example")

    assert queries() == one
