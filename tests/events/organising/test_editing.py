"""An event in other words: nothing is lost, and those who come are told."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import LearningEvent
from events.models.choices import EventStatus, RegistrationStatus
from tests.events.organising.event_page import errors_of, typed
from tests.factories import LearningEventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


def edited(event, **changes):
    """What the page sends for an event as it stands, in UTC, with these changes."""
    shown = {"title": event.title, "starts_on": str(event.starts_on), "time_zone": event.time_zone}
    shown |= {"starts_time": f"{event.starts_at:%H:%M}", "ends_time": f"{event.ends_at:%H:%M}"}
    return typed() | shown | {"version": str(event.version)} | changes


def test_edit_keeps_what_the_event_goes_on_from_whoever_runs_that(signed_in, host):
    before = LearningEventFactory(status=EventStatus.HELD)
    event = LearningEventFactory(organiser=host, status=EventStatus.DRAFT, follows=before)

    signed_in.post(reverse("events:edit", args=[event.slug]), edited(event, follows=str(before.pk), title="Anew"))

    event.refresh_from_db()
    assert (event.title, event.follows) == ("Anew", before)


def test_edit_saves_a_new_version(signed_in, host, network):
    event = LearningEventFactory(organiser=host, status=EventStatus.DRAFT)

    signed_in.post(
        reverse("events:edit", args=[event.slug]),
        edited(event, title="Another title", starts_time="14:00", **{"hosts-0-name": "EIP"}),
    )

    event.refresh_from_db()
    assert (event.title, event.version, event.sequence) == ("Another title", 2, 0)
    assert event.starts_at == datetime(2027, 6, 2, 14, tzinfo=UTC)
    assert [row.institution for row in event.hosts.all()] == [network]


def test_edit_by_who_saves_second_shows_both_texts_and_keeps_what_was_typed(signed_in, host):
    event = LearningEventFactory(organiser=host, objective="First")
    address = reverse("events:edit", args=[event.slug])
    signed_in.post(address, edited(event, objective="Theirs"))

    answer = signed_in.post(address, edited(event, objective="Mine"))

    event.refresh_from_db()
    assert answer.status_code == 409
    assert answer.context["differences"] == [("Objective", "Theirs")]
    assert answer.context["form"]["objective"].value() == "Mine"
    assert event.objective == "Theirs"


def test_edit_again_after_reading_both_texts_saves(signed_in, host):
    event = LearningEventFactory(organiser=host)
    address = reverse("events:edit", args=[event.slug])
    signed_in.post(address, edited(event, objective="Theirs"))
    answer = signed_in.post(address, edited(event, objective="Mine"))

    signed_in.post(address, edited(event, objective="Mine", version=answer.context["form"]["version"].value()))

    event.refresh_from_db()
    assert (event.objective, event.version) == ("Mine", 3)


def test_edit_sent_twice_is_one_version(signed_in, host):
    event = LearningEventFactory(organiser=host)
    address = reverse("events:edit", args=[event.slug])

    answers = [signed_in.post(address, edited(event, objective="Mine")).status_code for _ in range(2)]

    event.refresh_from_db()
    assert (answers, event.version) == ([302, 302], 2)


def test_edit_of_a_published_event_leaves_its_time_alone(signed_in, host):
    event = LearningEventFactory(organiser=host)

    signed_in.post(reverse("events:edit", args=[event.slug]), edited(event, objective="New", starts_on="2027-07-01"))

    stored = LearningEvent.objects.get()
    assert (stored.starts_at, stored.objective, stored.sequence) == (event.starts_at, "New", 0)


def test_edit_of_a_published_title_is_a_change_for_calendars(signed_in, host):
    event = LearningEventFactory(organiser=host)

    signed_in.post(reverse("events:edit", args=[event.slug]), edited(event, title="Another title"))

    assert LearningEvent.objects.get().sequence == 1


def test_edit_refuses_fewer_seats_than_are_taken_and_says_how_many(signed_in, host):
    event = LearningEventFactory(organiser=host, capacity=5)
    for _ in range(3):
        RegistrationFactory(event=event)

    answer = signed_in.post(reverse("events:edit", args=[event.slug]), edited(event, capacity="2"))

    assert errors_of(answer) == {
        "capacity": ["3 seats are taken already, so there cannot be 2. Give at least 3."],
    }
    assert LearningEvent.objects.get().capacity == 5


def test_edit_that_raises_the_seats_lets_those_move_up_who_wait(signed_in, host):
    event = LearningEventFactory(organiser=host, capacity=1)
    RegistrationFactory(event=event)
    first = RegistrationFactory(event=event, status=RegistrationStatus.WAITLISTED)
    second = RegistrationFactory(event=event, status=RegistrationStatus.WAITLISTED)

    signed_in.post(reverse("events:edit", args=[event.slug]), edited(event, capacity="2"))

    statuses = dict(event.registrations.values_list("pk", "status"))
    assert (statuses[first.pk], statuses[second.pk]) == (RegistrationStatus.CONFIRMED, RegistrationStatus.WAITLISTED)


def test_edit_of_a_cancelled_event_is_refused(signed_in, host):
    event = LearningEventFactory(organiser=host, status=EventStatus.CANCELLED, cancelled_at=timezone.now())

    assert signed_in.get(reverse("events:edit", args=[event.slug])).status_code == 409
