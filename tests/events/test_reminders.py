"""Reminders: the instants, what a move does to them, and sweeps that are late, doubled or killed (F7, F8, F13)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection

from events import reminder_letters, reminder_sweep
from events.models import LearningEvent, Reminder
from events.models.choices import EventStatus, RegistrationStatus, ReminderKind
from events.reminding import cancel_reminders, instants
from mail.models import Message
from tests.events.reminding import END, LONG_BEFORE, MINUTE, START, move, planned, sweep
from tests.factories.events import LearningEventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return LearningEventFactory(starts_at=START, title="Measuring", joining_url="https://meet.example/secret-room")


def statuses(event) -> list[tuple[str, int, str]]:
    rows = event.reminders.order_by("sequence", "due_at")
    return list(rows.values_list("kind", "sequence", "status"))


# --- When ---------------------------------------------------------------------------------------------


ZONES = [
    ("Europe/Paris", "2027-03-28 10:00"),  # clocks went forward that night
    ("Europe/Paris", "2026-10-25 10:00"),  # and back
    ("Asia/Kathmandu", "2027-03-28 10:00"),
    ("Pacific/Apia", "2027-04-04 10:00"),
    ("Australia/Lord_Howe", "2027-04-04 10:00"),  # half an hour back
    ("Australia/Lord_Howe", "2027-10-03 10:00"),
    ("Europe/Paris", "2028-03-01 10:00"),  # the day after a leap day
    ("America/Santiago", "2027-04-04 10:00"),
]


@pytest.mark.parametrize(("zone", "wall"), ZONES)
def test_an_offset_is_a_length_of_time_whatever_the_clocks_do(zone, wall):
    start = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    event = LearningEventFactory.build(starts_at=start, time_zone=zone)

    assert instants(event) == {
        "week": start - timedelta(days=7),
        "day": start - timedelta(days=1),
        "hour": start - timedelta(hours=1),
        "thanks": start + timedelta(hours=3),
    }


def test_an_event_without_hours_reminds_at_nine_in_its_zone_and_not_an_hour_before():
    event = LearningEventFactory.build(
        starts_at=None, starts_on=date(2027, 3, 29), ends_on=date(2027, 3, 30), time_zone="Europe/Paris"
    )

    assert instants(event) == {
        "week": datetime(2027, 3, 22, 8, 0, tzinfo=UTC),
        "day": datetime(2027, 3, 28, 7, 0, tzinfo=UTC),  # summer time since that night
        "thanks": datetime(2027, 3, 31, 7, 0, tzinfo=UTC),
    }


@pytest.mark.parametrize(
    ("kind", "due_at"),
    [
        ("week", START - timedelta(days=7)),
        ("day", START - timedelta(days=1)),
        ("hour", START - timedelta(hours=1)),
        ("thanks", END + timedelta(hours=1)),
    ],
)
def test_each_is_sent_at_its_instant_once(event, kind, due_at):
    RegistrationFactory(event=event, email="ada@example.org", user=None)
    planned(event).reminders.exclude(kind=kind).delete()

    sent = [sweep(due_at - timedelta(seconds=1)), sweep(due_at), sweep(due_at + MINUTE)]

    assert sent == [0, 1, 0]
    assert [message.purpose for message in Message.objects.all()] == [reminder_letters.PURPOSES[kind]]


# --- Planning ----------------------------------------------------------------------------------------


def test_planning_twice_plans_once(event):
    planned(event)
    planned(event)

    scheduled = "scheduled"
    assert statuses(event) == [
        ("week", 0, scheduled),
        ("day", 0, scheduled),
        ("hour", 0, scheduled),
        ("thanks", 0, scheduled),
    ]


def test_what_is_past_is_not_made_up_for(event):
    planned(event, START - timedelta(days=2))

    assert [kind for kind, *_rest in statuses(event)] == ["day", "hour", "thanks"]


def test_a_moved_event_cancels_the_old_ones_and_plans_new_ones(event):
    RegistrationFactory(event=event)
    planned(event)
    sweep(START - timedelta(days=7))

    move(event, timedelta(days=14), START - timedelta(days=3))

    assert statuses(event) == [
        ("week", 0, "sent"),
        ("day", 0, "cancelled"),
        ("hour", 0, "cancelled"),
        ("thanks", 0, "cancelled"),
        ("week", 1, "scheduled"),
        ("day", 1, "scheduled"),
        ("hour", 1, "scheduled"),
        ("thanks", 1, "scheduled"),
    ]


def test_an_event_moved_there_and_back_reminds_once_an_instant(event):
    RegistrationFactory(event=event)
    planned(event)
    move(event, timedelta(days=1), LONG_BEFORE)
    move(event, timedelta(days=-1), LONG_BEFORE)

    sent = sum(sweep(START - timedelta(days=8) + timedelta(hours=hours)) for hours in range(24 * 10))

    assert sent == 4
    assert Message.objects.count() == 4


def test_a_new_title_sends_nothing_twice_even_when_the_clock_goes_back(event):
    RegistrationFactory(event=event)
    planned(event)
    sweep(START - timedelta(days=7))

    event.sequence += 1
    event.save()
    planned(event, START - timedelta(days=7, hours=2))

    assert [row for row in statuses(event) if row[0] == "week"] == [("week", 0, "sent")]
    assert sweep(START - timedelta(days=7) + MINUTE) == 0


def test_a_new_title_while_a_reminder_is_due_does_not_lose_it(event):
    RegistrationFactory(event=event)
    planned(event)

    event.sequence += 1
    event.save()
    planned(event, START - timedelta(days=1) + timedelta(seconds=30))

    assert sweep(START - timedelta(days=1) + MINUTE) == 1


def test_a_cancelled_event_reminds_nobody(event):
    RegistrationFactory(event=event)
    planned(event)

    event.status = EventStatus.CANCELLED
    event.save()
    cancelled = cancel_reminders(event)

    assert cancelled == 4
    assert [sweep(at) for at in instants(event).values()] == [0, 0, 0, 0]


def test_planning_a_cancelled_event_cancels(event):
    planned(event)
    event.status = EventStatus.CANCELLED
    event.save()

    planned(event)

    assert {status for *_rest, status in statuses(event)} == {"cancelled"}


# --- Sweeping ------------------------------------------------------------------------------------------


def test_who_has_a_place_is_reminded_and_nobody_else(event):
    for status in RegistrationStatus:
        RegistrationFactory(event=event, user=None, email=f"{status}@example.org", status=status)
    RegistrationFactory(event=event, user=None, email="unshown@example.org", address_confirmed_at=None)
    closed = RegistrationFactory(event=event)
    closed.user.is_active = False
    closed.user.save()
    planned(event)

    sweep(START - timedelta(hours=1))

    assert sorted(Message.objects.values_list("recipient", flat=True)) == [
        "attended@example.org",
        "confirmed@example.org",
    ]


def test_a_sweep_that_comes_after_the_beginning_drops_and_says_so(event, caplog):
    RegistrationFactory(event=event)
    planned(event)

    sweep(START)

    assert Message.objects.count() == 0
    assert statuses(event) == [
        ("week", 0, "dropped"),
        ("day", 0, "dropped"),
        ("hour", 0, "dropped"),
        ("thanks", 0, "scheduled"),
    ]
    assert len([record for record in caplog.records if "was not sent: dropped" in record.getMessage()]) == 3


def test_a_sweep_six_hours_late_sends_one_with_the_truth_in_it(event):
    RegistrationFactory(event=event)
    planned(event)

    late = sweep(START - timedelta(hours=18) + timedelta(hours=12))

    assert late == 1
    assert Message.objects.get().subject == "Today: Measuring"


def test_after_a_long_silence_only_the_nearest_is_sent(event):
    RegistrationFactory(event=event)
    planned(event)

    sweep(START - timedelta(minutes=20))

    assert [message.purpose for message in Message.objects.all()] == ["event-reminder-hour"]
    assert Message.objects.get().subject == "Very soon: Measuring"
    assert [status for *_rest, status in statuses(event)] == ["dropped", "dropped", "sent", "scheduled"]


def test_thanks_are_sent_within_a_week_and_not_after(event):
    RegistrationFactory(event=event)
    planned(event)

    assert sweep(END + timedelta(days=9)) == 0
    assert statuses(event)[-1] == ("thanks", 0, "dropped")


def test_a_reminder_whose_event_moved_without_planning_is_not_sent(event):
    RegistrationFactory(event=event)
    planned(event)
    LearningEvent.objects.filter(pk=event.pk).update(
        starts_at=START + timedelta(days=1), ends_at=END + timedelta(days=1)
    )

    assert sweep(START - timedelta(days=1)) == 0
    assert [row for row in statuses(event) if row[0] == "day"] == [("day", 0, "cancelled")]


def test_a_sweep_that_dies_between_batches_goes_on_where_it_was(event, monkeypatch):
    RegistrationFactory.create_batch(5, event=event)
    planned(event)
    monkeypatch.setattr(reminder_sweep, "BATCH", 2)
    written, real = [], reminder_letters.write

    def die_at_the_third(reminder, batch):
        written.append(len(batch))
        if len(written) == 3:
            raise SystemExit
        return real(reminder, batch)

    monkeypatch.setattr(reminder_letters, "write", die_at_the_third)
    with pytest.raises(SystemExit):
        sweep(START - timedelta(hours=1))
    left = Message.objects.count()

    again = sweep(START - timedelta(hours=1) + MINUTE)

    assert (left, again) == (4, 1)
    assert Reminder.objects.get(event=event, kind=ReminderKind.HOUR).mails == 5


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_write_each_letter_once():
    event = planned(LearningEventFactory(starts_at=START))
    RegistrationFactory.create_batch(20, event=event)

    def work(_):
        try:
            return reminder_sweep.send_due()
        finally:
            connection.close()

    with time_machine.travel(START - timedelta(hours=1), tick=False), ThreadPoolExecutor(4) as pool:
        new = list(pool.map(work, range(4)))

    assert sum(new) == Message.objects.count() == 20
    assert Reminder.objects.get(event=event, kind=ReminderKind.HOUR).mails == 20
