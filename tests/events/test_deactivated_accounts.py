"""Who runs no account here any more keeps the place, and gets no mail: neither written nor sent."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from events import event_letters, registration_letters, report_letters
from events.models import EventOrganiser
from events.models.choices import EventStatus, RegistrationStatus
from events.services import publishing, registering, reports
from mail.models import Message
from tests.events.after import held_event, seat
from tests.events.test_organising_turns import later, place_of
from tests.factories import LearningEventFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def spring():
    with time_machine.travel(datetime(2027, 5, 3, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def host():
    return UserFactory()


@pytest.fixture
def gone():
    return UserFactory(email="gone@example.org", is_active=False)


def told():
    return Counter(Message.objects.values_list("purpose", "recipient"))


def deactivate(person):
    person.is_active = False
    person.save()


def with_two(gone, **fields):
    """An event with somebody whose account is open, and somebody whose account is not."""
    event = LearningEventFactory(**fields)
    RegistrationFactory(event=event, user=UserFactory(email="ada@example.org"))
    RegistrationFactory(event=event, user=gone)
    return event


def test_the_event_that_follows_is_not_told_to_them(host, gone):
    before = with_two(gone, status=EventStatus.HELD)
    event = LearningEventFactory(status=EventStatus.DRAFT, follows=before)

    publishing.publish_event(event=event, by=host)

    assert told() == {(event_letters.PUBLISHED, "ada@example.org"): 1}


def test_moves_and_cancellations_are_not_told_to_them(host, gone):
    event = with_two(gone)

    moved = publishing.move_event(event=event, when=later(event), place=place_of(event), version=event.version, by=host)
    publishing.cancel_event(event=moved, reason="No room", by=host)

    assert told() == {(event_letters.MOVED, "ada@example.org"): 1, (event_letters.CANCELLED, "ada@example.org"): 1}


def test_a_seat_that_becomes_free_is_theirs_without_a_mail(gone):
    event = LearningEventFactory(capacity=1)
    first = RegistrationFactory(event=event, user=None, email="bo@example.org")
    waits = RegistrationFactory(event=event, user=gone, status=RegistrationStatus.WAITLISTED)

    registering.cancel_registration(registration=first)

    waits.refresh_from_db()
    assert waits.status == RegistrationStatus.CONFIRMED
    assert told() == {(registration_letters.NEWS, "bo@example.org"): 1}


def test_the_report_is_not_sent_to_them(host, gone):
    event = held_event()
    reports.draft_report(event=event, by=host)
    seat(event, user=gone, email=gone.email)
    seat(event, user=None, email="bo@example.org")

    reports.open_comment_round(event=event, until=timezone.now() + timedelta(days=7), by=host)

    assert told() == {(report_letters.COMMENTS, "bo@example.org"): 1}


def test_what_was_written_before_is_not_sent_after(host):
    person = UserFactory(email="leaves@example.org")
    held, coming = LearningEventFactory(status=EventStatus.HELD), LearningEventFactory()
    for event in (held, coming):
        RegistrationFactory(event=event, user=person)
    publishing.publish_event(event=LearningEventFactory(status=EventStatus.DRAFT, follows=held), by=host)
    publishing.move_event(event=coming, when=later(coming), place=place_of(coming), version=coming.version, by=host)
    registration_letters.tell_place(coming.registrations.get(user=person), registration_letters.REGISTERED)
    event_letters.tell_organiser(EventOrganiser.objects.create(event=coming, user=person), by=host)
    letters = Message.objects.filter(recipient=person.email)
    checks = {
        event_letters.PUBLISHED: event_letters.still_news,
        event_letters.MOVED: event_letters.still_at_this_time,
        registration_letters.PLACE: registration_letters.still_seated,
        event_letters.ORGANISER: event_letters.still_organises,
    }

    def wanted():
        return {
            purpose
            for purpose, still in checks.items()
            if still(letters.filter(purpose=purpose).values_list("pk", flat=True))
        }

    before = wanted()
    deactivate(person)

    assert (before, wanted()) == (set(checks), set())
