"""A year without a word: both sides are asked once."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import Visibility
from mail.models import Message
from partnerships.asking import again
from partnerships.asking.again import ask_again
from partnerships.asking.links import MOST_TO_AN_ADDRESS, link_of
from partnerships.models import Contact, Holding, Partnership, PartnershipMember, SideLink
from partnerships.services import confirmations
from partnerships.services.objections import object_to_partnership
from tests.factories import CountryFactory, InstitutionFactory, MembershipFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=400)


@pytest.fixture
def asking_person():
    return member_of(InstitutionFactory())


@pytest.fixture
def offering_person():
    return member_of(InstitutionFactory(country=CountryFactory(north=True)))


@pytest.fixture
def stale(asking_person, offering_person):
    """Makes records that both sides confirmed more than a year ago."""

    def make(count=1):
        asks, offers = (person.memberships.get().institution for person in (asking_person, offering_person))
        day = timezone.localdate() - LONG_AGO
        both = Partnership.Standing.BOTH_SIDES
        return [partnership_between(asks, offers, standing=both, confirmed_on=day) for _ in range(count)]

    return make


def letters():
    return list(Message.objects.filter(purpose="records-stale").values_list("recipient", flat=True))


def test_both_sides_are_asked_once(stale, asking_person, offering_person):
    stale()

    for _ in range(2):
        ask_again()

    assert sorted(letters()) == sorted([asking_person.email, offering_person.email])


def test_many_records_make_one_letter_a_person(stale, asking_person, offering_person):
    records = stale(3)

    ask_again()

    text = Message.objects.filter(recipient=asking_person.email).get().text
    assert len(letters()) == 2
    assert all(record.slug in text for record in records)


def test_what_was_confirmed_within_the_year_is_left_alone(stale):
    stale()
    Partnership.objects.update(confirmed_on=timezone.localdate() - timedelta(days=300))

    assert (ask_again(), letters()) == (0, [])


def test_a_year_after_the_next_confirmation_they_are_asked_again(stale):
    stale()
    ask_again()
    later = timezone.localdate() + timedelta(days=10)
    Partnership.objects.update(confirmed_on=later)

    assert ask_again(on=later + timedelta(days=366)) == 1


def test_who_answered_by_link_gets_a_new_one(stale):
    (record,) = stale()
    bureau = InstitutionFactory()
    record.members.filter(side="demand").update(institution=bureau)
    old = timezone.now() - LONG_AGO
    SideLink.objects.create(
        partnership=record, institution=bureau, side="demand", address="ama@bureau.example", answered_at=old
    )
    SideLink.objects.update(created_at=old)

    ask_again()

    assert list(SideLink.objects.open().values_list("address", flat=True)) == ["ama@bureau.example"]


def test_both_sides_saying_it_again_makes_the_record_fresh(stale, asking_person, offering_person):
    (record,) = stale()
    Partnership.objects.update(visibility=Visibility.PUBLIC)

    confirmations.confirm_partnership(partnership=record, by=asking_person)
    record.refresh_from_db()
    stale_still = record.is_stale
    confirmations.confirm_partnership(partnership=record, by=offering_person)

    record.refresh_from_db()
    assert (stale_still, record.is_stale, record.confirmed_on) == (True, False, timezone.localdate())


def test_who_has_many_records_is_written_to_once_a_week_at_most(stale, asking_person, monkeypatch):
    monkeypatch.setattr(again, "MOST_AT_ONCE", 2)
    stale(3)
    today = timezone.localdate()

    asked = [ask_again(on=today + timedelta(days=days)) for days in (0, 1, 6, 7)]

    assert asked == [2, 0, 0, 1]
    assert Message.objects.filter(recipient=asking_person.email).count() == 2


@pytest.mark.parametrize("count", [1, 10])
def test_more_records_are_asked_about_in_as_many_queries(stale, count, django_assert_max_num_queries):
    stale(count)

    with django_assert_max_num_queries(40):
        assert ask_again() == count


def test_who_speaks_for_both_sides_reads_of_a_record_once(stale, asking_person, offering_person):
    (record,) = stale()
    MembershipFactory(user=asking_person, institution=offering_person.memberships.get().institution)

    ask_again()

    assert Message.objects.get(recipient=asking_person.email).text.count(f"/{record.slug}/") == 1


def test_where_a_donor_has_no_focal_point_its_staff_are_asked(stale):
    officer = member_of(InstitutionFactory(kind="donor"), role="staff")
    stale()
    PartnershipMember.objects.filter(side="supply").update(institution=officer.memberships.get().institution)

    ask_again()

    assert officer.email in letters()


def test_who_looks_after_a_record_is_asked_for_the_institution(stale, offering_person):
    donor = InstitutionFactory(kind="donor")
    officer, leader = member_of(donor, role="staff"), member_of(donor)
    (record,) = stale()
    record.members.filter(side="supply").update(institution=donor)
    Holding.objects.create(partnership=record, institution=donor, holder=officer)

    ask_again()

    assert [each for each in letters() if each in (officer.email, leader.email)] == [officer.email]


def test_what_a_party_objects_to_is_not_asked_about(stale, asking_person):
    (record,) = stale()
    object_to_partnership(partnership=record, reason="This never happened.", by=asking_person)

    assert ask_again() == 0


def test_records_whose_contact_has_had_enough_for_today_wait_for_the_next_round(stale, offering_person):
    bureau = InstitutionFactory()
    for record in stale(2):
        record.members.filter(side="demand").update(institution=bureau)
        Contact.objects.create(partnership=record, institution=bureau, name="Ama", email="ama@bureau.example")
    elsewhere = partnership_between(bureau)
    for _ in range(MOST_TO_AN_ADDRESS):
        SideLink.objects.create(partnership=elsewhere, institution=bureau, side="demand", address="ama@bureau.example")

    first = ask_again()
    SideLink.objects.update(created_at=timezone.now() - timedelta(days=7))
    second = ask_again(on=timezone.localdate() + timedelta(days=7))

    assert (first, second) == (0, 2)
    assert letters() == [offering_person.email]


def test_who_answered_many_by_link_gets_one_letter_with_a_link_for_each(stale):
    bureau = InstitutionFactory()
    old = timezone.now() - LONG_AGO
    for record in stale(5):
        record.members.filter(side="demand").update(institution=bureau)
        SideLink.objects.create(
            partnership=record, institution=bureau, side="demand", address="ama@bureau.example", answered_at=old
        )
    SideLink.objects.update(created_at=old)

    ask_again()

    (letter,) = Message.objects.filter(recipient="ama@bureau.example")
    carried = {link_of(token).pk for token in re.findall(r"/c/([^/\s]+)/", letter.text)}
    assert len(carried) == 5
    assert carried == set(SideLink.objects.open().values_list("pk", flat=True))
