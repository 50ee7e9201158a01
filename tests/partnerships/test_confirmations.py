"""How a record becomes one of both sides, and how it is taken back."""

import pytest

from community.models import Membership
from core.models import Visibility
from mail.models import Message
from partnerships import consents
from partnerships.asking.links import send_link
from partnerships.emails import still_for_their_readers
from partnerships.models import Confirmation, Partnership
from partnerships.services import confirmations
from partnerships.services.answering import LinkAnswer, answer_by_link
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    MembershipFactory,
    PartnershipFactory,
    PartnershipMemberFactory,
    UserFactory,
    member_of,
    partnership_between,
)

pytestmark = pytest.mark.django_db
Standing = Partnership.Standing


@pytest.fixture
def asks():
    return InstitutionFactory()


@pytest.fixture
def offers():
    return InstitutionFactory(country=CountryFactory(north=True))


@pytest.fixture
def asking_person(asks):
    return member_of(asks)


@pytest.fixture
def offering_person(offers):
    return member_of(offers)


@pytest.fixture
def record(asks, offers):
    return partnership_between(
        asks, offers, standing=Standing.ONE_SIDE, visibility=Visibility.PARTIES, problem="Files travel by bus."
    )


def test_one_side_alone_leaves_the_record_with_the_parties(record, asking_person):
    confirmations.confirm_partnership(partnership=record, by=asking_person)

    record.refresh_from_db()
    assert (record.standing, record.visibility, record.confirmed_on) == (Standing.ONE_SIDE, Visibility.PARTIES, None)


def test_both_sides_make_the_record_public(record, asking_person, offering_person):
    confirmations.confirm_partnership(partnership=record, by=asking_person)
    confirmations.confirm_partnership(partnership=record, by=offering_person)

    record.refresh_from_db()
    assert (record.standing, record.visibility) == (Standing.BOTH_SIDES, Visibility.PUBLIC)


def test_the_narrower_wish_decides_who_sees_it(record, asking_person, offering_person):
    confirmations.confirm_partnership(partnership=record, agreed_visibility=Visibility.COMMUNITY, by=asking_person)
    confirmations.confirm_partnership(partnership=record, agreed_visibility=Visibility.PUBLIC, by=offering_person)

    record.refresh_from_db()
    assert record.visibility == Visibility.COMMUNITY


def test_consent_is_bound_to_the_wording(record, asking_person, offering_person):
    confirmations.confirm_partnership(partnership=record, by=asking_person)
    Partnership.objects.filter(pk=record.pk).update(problem="Something else.")

    confirmations.confirm_partnership(partnership=record, by=offering_person)

    record.refresh_from_db()
    assert record.standing == Standing.ONE_SIDE


def test_the_problem_becomes_the_partners_own_words_when_the_asking_side_confirms(
    record, asking_person, offering_person
):
    confirmations.confirm_partnership(partnership=record, by=offering_person)
    confirmations.confirm_partnership(partnership=record, by=asking_person)

    record.refresh_from_db()
    assert record.problem_in_own_words is True


def test_confirming_twice_records_and_sends_once(record, asking_person, offering_person):
    for _ in range(2):
        confirmations.confirm_partnership(partnership=record, by=asking_person)
        confirmations.confirm_partnership(partnership=record, by=offering_person)

    assert record.confirmations.count() == 2
    assert sorted(Message.objects.values_list("purpose", "recipient")) == sorted(
        [
            ("confirmation-asked", offering_person.email),
            ("partnership-confirmed", asking_person.email),
            ("partnership-confirmed", offering_person.email),
        ]
    )


def test_one_person_does_not_make_both_sides(record, offers, asking_person):
    MembershipFactory(user=asking_person, institution=offers, role=Membership.Role.FOCAL_POINT)

    confirmations.confirm_partnership(partnership=record, by=asking_person)
    confirmations.record_submission(partnership=record, by=asking_person)

    record.refresh_from_db()
    assert record.standing == Standing.ONE_SIDE


def test_one_person_who_moved_does_not_make_both_sides(record, offers, asking_person):
    confirmations.confirm_partnership(partnership=record, by=asking_person)
    Membership.objects.filter(user=asking_person).update(status=Membership.Status.ENDED)
    MembershipFactory(user=asking_person, institution=offers, role=Membership.Role.FOCAL_POINT)

    confirmations.confirm_partnership(partnership=record, by=type(asking_person).objects.get(pk=asking_person.pk))

    record.refresh_from_db()
    assert record.standing == Standing.ONE_SIDE


def test_every_institution_that_asks_or_offers_must_agree(record, asking_person, offering_person):
    second = InstitutionFactory()
    PartnershipMemberFactory(partnership=record, institution=second, side="supply")

    confirmations.confirm_partnership(partnership=record, by=asking_person)
    confirmations.confirm_partnership(partnership=record, by=offering_person)
    record.refresh_from_db()
    after_two = record.visibility
    awaited = [member.institution for member in consents.awaits_confirmation_of(record)]
    confirmations.confirm_partnership(partnership=record, by=member_of(second))

    record.refresh_from_db()
    assert (after_two, awaited, record.visibility) == (Visibility.PARTIES, [second], Visibility.PUBLIC)


def test_staff_who_submit_do_not_confirm(record, asks, offering_person):
    staff = member_of(asks, Membership.Role.STAFF)

    confirmations.record_submission(partnership=record, by=staff)
    confirmations.confirm_partnership(partnership=record, by=offering_person)

    record.refresh_from_db()
    assert record.standing == Standing.ONE_SIDE


def test_a_funder_who_submits_does_not_confirm_for_the_supplier(record, asking_person):
    donor = InstitutionFactory(kind="donor")
    PartnershipMemberFactory(partnership=record, institution=donor, side="funder")

    confirmations.record_submission(partnership=record, by=member_of(donor))
    confirmations.confirm_partnership(partnership=record, by=asking_person)

    record.refresh_from_db()
    assert record.standing == Standing.ONE_SIDE


def test_what_a_broker_took_back_stays_back(record, asking_person, offering_person):
    broker = member_of(InstitutionFactory())
    PartnershipMemberFactory(partnership=record, institution=broker.memberships.get().institution, side="broker")
    confirmations.confirm_partnership(partnership=record, by=asking_person)
    confirmations.confirm_partnership(partnership=record, by=offering_person)
    confirmations.share_partnership(partnership=record, to=Visibility.PARTIES, by=broker)

    confirmations.share_partnership(partnership=record, to=Visibility.PUBLIC, by=asking_person)
    record.refresh_from_db()
    against_the_broker = record.visibility
    confirmations.share_partnership(partnership=record, to=Visibility.COMMUNITY, by=broker)

    record.refresh_from_db()
    assert (against_the_broker, record.visibility) == (Visibility.PARTIES, Visibility.COMMUNITY)


def test_the_secretariat_opens_again_what_no_party_has_spoken_of():
    editor = UserFactory(role="editor")
    record = partnership_between()

    confirmations.share_partnership(partnership=record, to=Visibility.PARTIES, by=editor)
    confirmations.share_partnership(partnership=record, to=Visibility.PUBLIC, by=editor)

    record.refresh_from_db()
    assert (record.visibility, record.standing) == (Visibility.PUBLIC, Standing.PUBLIC_SOURCE)


def test_how_a_source_spells_a_name_is_nothing_to_confirm(record, asking_person, offering_person):
    confirmations.confirm_partnership(partnership=record, by=asking_person)
    record.members.filter(side="demand").update(stated_name="Natl. Stat. Office")

    confirmations.confirm_partnership(partnership=record, by=offering_person)

    record.refresh_from_db()
    assert record.standing == Standing.BOTH_SIDES


def test_a_letter_is_not_sent_to_someone_who_left(record, asking_person, offering_person):
    confirmations.confirm_partnership(partnership=record, by=asking_person)
    letter = Message.objects.get(recipient=offering_person.email)
    before = still_for_their_readers([letter.pk])
    Membership.objects.filter(user=offering_person).update(status=Membership.Status.ENDED)

    assert (before, still_for_their_readers([letter.pk])) == ({letter.pk}, set())


def test_a_stranger_cannot_confirm(record):
    stranger = member_of(InstitutionFactory())

    with pytest.raises(confirmations.CannotConfirm):
        confirmations.confirm_partnership(partnership=record, by=stranger)

    assert record.confirmations.count() == 0


def test_an_alliance_needs_two_peers(asks, offers, asking_person, offering_person):
    alliance = partnership_between(asks, offers, standing=Standing.ONE_SIDE, visibility=Visibility.PARTIES)
    alliance.members.update(side="peer")

    confirmations.confirm_partnership(partnership=alliance, by=asking_person)
    alliance.refresh_from_db()
    after_one = alliance.standing
    confirmations.confirm_partnership(partnership=alliance, by=offering_person)
    alliance.refresh_from_db()

    assert (after_one, alliance.standing) == (Standing.ONE_SIDE, Standing.BOTH_SIDES)


def test_either_party_takes_the_record_back_at_once(record, asking_person, offering_person):
    confirmations.confirm_partnership(partnership=record, by=asking_person)
    confirmations.confirm_partnership(partnership=record, by=offering_person)

    confirmations.share_partnership(partnership=record, to=Visibility.PARTIES, by=offering_person)

    record.refresh_from_db()
    assert record.visibility == Visibility.PARTIES


def test_what_one_party_took_back_the_other_cannot_open_alone(record, asking_person, offering_person):
    confirmations.confirm_partnership(partnership=record, by=asking_person)
    confirmations.confirm_partnership(partnership=record, by=offering_person)
    confirmations.share_partnership(partnership=record, to=Visibility.PARTIES, by=offering_person)

    confirmations.share_partnership(partnership=record, to=Visibility.PUBLIC, by=asking_person)

    record.refresh_from_db()
    assert record.visibility == Visibility.PARTIES


def test_the_author_side_counts_as_confirmed_when_it_submits(record, asking_person, offering_person):
    confirmations.record_submission(partnership=record, by=asking_person)
    awaited = [member.institution for member in consents.awaits_confirmation_of(record)]
    confirmations.confirm_partnership(partnership=record, by=offering_person)

    record.refresh_from_db()
    assert awaited == [record.members.get(side="supply").institution]
    assert record.standing == Standing.BOTH_SIDES


def test_deleting_a_record_takes_its_logs_along(record, asking_person):
    confirmations.confirm_partnership(partnership=record, by=asking_person)

    confirmations.delete_partnership(partnership=record, by=asking_person)
    confirmations.delete_partnership(partnership=record, by=asking_person)

    assert not Partnership.objects.filter(pk=record.pk).exists()


def test_a_word_on_another_wording_leaves_the_consent_standing(record, asking_person, offering_person):
    confirmations.confirm_partnership(partnership=record, by=asking_person)
    confirmed = confirmations.confirm_partnership(partnership=record, by=offering_person)
    Confirmation.objects.create(
        partnership=record,
        institution=offering_person.memberships.get().institution,
        side="supply",
        decision=Confirmation.Decision.CONFIRMED,
        revision="of another wording",
    )

    assert consents.awaits_confirmation_of(confirmed) == []


def test_who_only_funds_is_not_the_second_person(asks, offers):
    both = member_of(asks)
    MembershipFactory(user=both, institution=offers, role=Membership.Role.FOCAL_POINT)
    funder = member_of(InstitutionFactory(kind="donor"))
    record = partnership_between(asks, offers, standing=Standing.ONE_SIDE, visibility=Visibility.PARTIES)
    PartnershipMemberFactory(partnership=record, institution=funder.memberships.get().institution, side="funder")

    confirmations.confirm_partnership(partnership=record, by=both)
    confirmations.share_partnership(partnership=record, to=Visibility.PUBLIC, by=funder)

    record.refresh_from_db()
    assert (record.standing, record.visibility) == (Standing.ONE_SIDE, Visibility.PARTIES)


def test_own_words_of_one_peer_await_the_word_of_the_others():
    peers = [member_of(InstitutionFactory()) for _ in range(3)]
    record = PartnershipFactory(standing=Standing.ONE_SIDE, visibility=Visibility.PARTIES, problem="Results come late.")
    for peer in peers:
        institution = peer.memberships.get().institution
        PartnershipMemberFactory(partnership=record, institution=institution, side="peer")
    for peer in peers:
        record = confirmations.confirm_partnership(partnership=record, by=peer)
    first, *others = (peer.memberships.get().institution for peer in peers)
    link = send_link(partnership=record, institution=first, address="ama@bureau.example", by=None)

    answer_by_link(link=link, answer=LinkAnswer(decision="correct", name="Ama", own_words="They come never."))

    record = Partnership.objects.get(pk=record.pk)
    assert [member.institution for member in consents.awaits_confirmation_of(record)] == others


def test_a_side_that_wants_fewer_readers_has_them_at_once(asks, offers, asking_person):
    record = partnership_between(asks, offers)

    confirmations.confirm_partnership(partnership=record, agreed_visibility=Visibility.COMMUNITY, by=asking_person)

    record.refresh_from_db()
    assert (record.visibility, record.standing) == (Visibility.COMMUNITY, Standing.PUBLIC_SOURCE)
