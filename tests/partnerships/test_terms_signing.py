"""The terms are written and signed by the demand side first, then by the supply side; every version stays."""

import pytest

from mail.models import Message
from partnerships.asking.links import send_link
from partnerships.models import Partnership, Terms
from partnerships.services.answering import AlreadyAnswered
from partnerships.services.terms import CannotSign, sign_terms, sign_terms_by_link, write_terms
from tests.factories import CountryFactory, InstitutionFactory, UserFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking_person():
    return member_of(InstitutionFactory())


@pytest.fixture
def offering_person():
    return member_of(InstitutionFactory(country=CountryFactory(north=True)))


@pytest.fixture
def record(asking_person, offering_person):
    asks, offers = (person.memberships.get().institution for person in (asking_person, offering_person))
    one_side = Partnership.Standing.ONE_SIDE
    return partnership_between(asks, offers, standing=one_side, visibility="parties", reported_by=offers)


@pytest.fixture
def terms(record, asking_person):
    return write_terms(partnership=record, text="We choose the topic of each visit.", by=asking_person)


def test_the_demand_side_signs_first(terms, asking_person):
    signed = sign_terms(terms=terms, by=asking_person)

    assert (signed.demand_signed_by, signed.demand_signed_name, signed.supply_signed_at) == (
        asking_person,
        asking_person.name,
        None,
    )


def test_the_supply_side_waits_for_the_demand_side(terms, offering_person):
    with pytest.raises(CannotSign):
        sign_terms(terms=terms, by=offering_person)


def test_the_supply_side_signs_after_the_demand_side(terms, asking_person, offering_person):
    sign_terms(terms=terms, by=asking_person)

    signed = sign_terms(terms=terms, by=offering_person)

    assert signed.supply_signed_by == offering_person


def test_signing_twice_keeps_the_first_moment(terms, asking_person):
    first = sign_terms(terms=terms, by=asking_person)

    second = sign_terms(terms=terms, by=asking_person)

    assert second.demand_signed_at == first.demand_signed_at


def test_who_takes_no_part_signs_nothing(terms):
    with pytest.raises(CannotSign):
        sign_terms(terms=terms, by=UserFactory(role="editor"))


def test_a_new_wording_is_a_new_version_that_nobody_has_signed(terms, record, asking_person):
    sign_terms(terms=terms, by=asking_person)

    newer = write_terms(partnership=record, text="We choose the topic, and write the report.", by=asking_person)

    assert (newer.number, newer.demand_signed_at) == (2, None)
    assert list(record.terms_set.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_the_same_wording_again_is_the_same_version(terms, record, asking_person):
    assert write_terms(partnership=record, text=terms.text, by=asking_person) == terms


def test_an_older_version_can_no_longer_be_signed(terms, record, asking_person):
    write_terms(partnership=record, text="Something else.", by=asking_person)

    with pytest.raises(CannotSign):
        sign_terms(terms=terms, by=asking_person)


def test_a_side_without_an_account_signs_by_link(terms, record, asking_person, offering_person):
    sign_terms(terms=terms, by=asking_person)
    offers = offering_person.memberships.get().institution
    link = send_link(
        partnership=record, institution=offers, address="eva@scb.example", kind="terms", terms=terms, by=asking_person
    )

    signed = sign_terms_by_link(link=link, name="Eva Berg", job_title="Head of unit")

    assert signed.supply_signed_name == "Eva Berg, Head of unit"


def test_a_link_signs_once(terms, record, asking_person):
    asks = asking_person.memberships.get().institution
    link = send_link(
        partnership=record, institution=asks, address="ama@bureau.example", kind="terms", terms=terms, by=None
    )
    sign_terms_by_link(link=link, name="Ama Mensah")

    with pytest.raises(AlreadyAnswered):
        sign_terms_by_link(link=link, name="Kofi")


def test_one_person_does_not_sign_for_both_sides(terms, record, asking_person, offering_person):
    offers = offering_person.memberships.get().institution
    for institution in (asking_person.memberships.get().institution, offers):
        link = send_link(
            partnership=record,
            institution=institution,
            address=f"{institution.pk}@mail.example",
            kind="terms",
            terms=terms,
            by=None,
        )
        if institution != offers:
            sign_terms_by_link(link=link, name="Ama Mensah")

    with pytest.raises(CannotSign):
        sign_terms_by_link(link=link, name="Ama Mensah")


def test_the_next_side_is_told_that_it_is_its_turn(terms, asking_person, offering_person):
    sign_terms(terms=terms, by=asking_person)

    told = Message.objects.filter(purpose="terms-to-sign").values_list("recipient", flat=True)
    assert list(told) == [offering_person.email]


def test_only_parties_write_terms(record):
    with pytest.raises(CannotSign):
        write_terms(partnership=record, text="Ours.", by=member_of(InstitutionFactory()))
    assert not Terms.objects.exists()
