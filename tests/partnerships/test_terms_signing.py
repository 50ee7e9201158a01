"""The terms are written and signed by the demand side first, then by the supply side; every version stays."""

import pytest

from community.models import User
from mail.models import Message
from partnerships.asking.links import send_link
from partnerships.models import Partnership, Terms
from partnerships.services import confirmations, revising
from partnerships.services.answering import AlreadyAnswered
from partnerships.services.terms import CannotSign, sign_terms, sign_terms_by_link, write_terms
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    PartnershipFactory,
    PartnershipMemberFactory,
    UserFactory,
    member_of,
    partnership_between,
)

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


@pytest.fixture
def peers():
    return [member_of(InstitutionFactory()) for _ in range(3)]


@pytest.fixture
def terms_of_peers(peers):
    alliance = PartnershipFactory(standing=Partnership.Standing.ONE_SIDE, visibility="parties")
    for peer in peers:
        PartnershipMemberFactory(partnership=alliance, institution=peer.memberships.get().institution, side="peer")
    return write_terms(partnership=alliance, text="We meet twice a year.", by=peers[0])


def test_of_peers_two_institutions_sign(terms_of_peers, peers):
    sign_terms(terms=terms_of_peers, by=peers[0])

    signed = sign_terms(terms=terms_of_peers, by=peers[1])

    assert (signed.demand_signed_by, signed.supply_signed_by) == (peers[0], peers[1])


def test_a_second_click_of_a_peer_signs_nothing_more(terms_of_peers, peers):
    sign_terms(terms=terms_of_peers, by=peers[0])

    assert sign_terms(terms=terms_of_peers, by=peers[0]).supply_signed_at is None


def test_a_colleague_of_the_peer_that_signed_does_not_sign_for_the_others(terms_of_peers, peers):
    sign_terms(terms=terms_of_peers, by=peers[0])

    with pytest.raises(CannotSign, match="Your institution has signed"):
        sign_terms(terms=terms_of_peers, by=member_of(peers[0].memberships.get().institution))


def test_two_people_of_one_name_sign_for_two_sides(terms, asking_person, offering_person):
    User.objects.filter(pk__in=[asking_person.pk, offering_person.pk]).update(name="Mohamed Ali")
    for person in (asking_person, offering_person):
        person.refresh_from_db()
        signed = sign_terms(terms=terms, by=person)

    assert signed.supply_signed_by == offering_person


def test_terms_written_on_a_new_wording_are_those_of_the_record(asking_person, offering_person, record):
    for person in (asking_person, offering_person):
        record = confirmations.confirm_partnership(partnership=record, by=person)
    copy = revising.open_revision(partnership=record, by=asking_person)

    assert write_terms(partnership=copy, text="We choose the topics.", by=asking_person).partnership == record
