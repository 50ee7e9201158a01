"""What the tests of reminders share: an event in February, its reminders planned, and sweeps at an instant."""

from datetime import UTC, datetime, timedelta

import time_machine

from events import reminder_sweep
from events.models import LearningEvent
from events.reminding import reschedule

START = datetime(2027, 2, 3, 13, 0, tzinfo=UTC)
END = START + timedelta(hours=2)
LONG_BEFORE = START - timedelta(days=30)
MINUTE = timedelta(minutes=1)


def planned(event, at=LONG_BEFORE) -> LearningEvent:
    with time_machine.travel(at, tick=False):
        reschedule(event)
    return event


def sweep(at) -> int:
    with time_machine.travel(at, tick=False):
        return reminder_sweep.send_due()


def move(event, by: timedelta, at) -> None:
    event.starts_at += by
    event.ends_at += by
    event.starts_on = event.starts_at.date()
    event.ends_on = event.ends_at.date()
    event.sequence += 1
    event.save()
    planned(event, at)
