"""A year without a word: both sides are asked once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import Visibility
from mail.models import Message
from partnerships.asking.again import ask_again
from partnerships.models import Partnership, SideLink
from partnerships.services import confirmations
from tests.factories import CountryFactory, InstitutionFactory, member_of, partnership_between

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
