"""When an event reminds: rows in the database, made when it is published or moves, swept each minute.

An offset is a length of time, not a time of day: a day before is 24 hours before, also where the clocks change
in between. An event without hours reminds at nine in its own zone.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from events.local_times import When
from events.models import LearningEvent, Reminder
from events.models.choices import EventStatus, ReminderKind, ReminderStatus

BEFORE = {
    ReminderKind.WEEK: timedelta(days=7),
    ReminderKind.DAY: timedelta(days=1),
    ReminderKind.HOUR: timedelta(hours=1),
}
THANKS_AFTER = timedelta(hours=1)
THANKS_FOR = timedelta(days=7)
MORNING = time(9)


def instants(event: LearningEvent) -> dict[str, datetime]:
    """When each reminder of this event is due, in UTC."""
    if event.starts_at and event.ends_at:
        due = {kind.value: event.starts_at - offset for kind, offset in BEFORE.items()}
        return due | {ReminderKind.THANKS.value: event.ends_at + THANKS_AFTER}
    return {
        ReminderKind.WEEK.value: _morning(event, event.starts_on - timedelta(days=7)),
        ReminderKind.DAY.value: _morning(event, event.starts_on - timedelta(days=1)),
        ReminderKind.THANKS.value: _morning(event, event.ends_on + timedelta(days=1)),
    }


def useful_until(event: LearningEvent, kind: str) -> datetime:
    """Until when a letter of this kind is of use: before the event begins, and for a week after it."""
    if kind == ReminderKind.THANKS:
        return instants(event)[kind] + THANKS_FOR
    return When.of(event).first_instant


@transaction.atomic
def reschedule(event: LearningEvent) -> int:
    """Make the reminders that this event should have from now on; how many are new. Safe to repeat.

    Those of other times are cancelled. What lies in the past is not made up for, and what was sent for an
    instant is not sent again for the same instant, whatever the clock says.
    """
    if event.status not in (EventStatus.PUBLISHED, EventStatus.HELD):
        cancel_reminders(event)
        return 0
    now = timezone.now()
    wanted = {kind: due_at for kind, due_at in instants(event).items() if due_at > now}
    existing = list(event.reminders.select_for_update())
    settled = {(each.kind, each.due_at) for each in existing if each.status == ReminderStatus.SENT}
    standing = {
        each.kind
        for each in existing
        if each.status == ReminderStatus.SCHEDULED
        and each.sequence == event.sequence
        and wanted.get(each.kind) == each.due_at
    }
    # A due one of these very times is left to the sweep, which may be on its way.
    due_now = {each.pk for each in existing if each.due_at <= now and instants(event).get(each.kind) == each.due_at}
    stale = event.reminders.filter(status=ReminderStatus.SCHEDULED).exclude(pk__in=due_now)
    stale.exclude(sequence=event.sequence, kind__in=standing).update(
        status=ReminderStatus.CANCELLED, settled_at=now, updated_at=now
    )
    missing = {
        kind: due_at for kind, due_at in wanted.items() if kind not in standing and (kind, due_at) not in settled
    }
    return sum(_schedule(event, kind, due_at) for kind, due_at in missing.items())


def cancel_reminders(event: LearningEvent) -> int:
    """None of this event's reminders is sent any more; how many were waiting."""
    now = timezone.now()
    waiting = event.reminders.filter(status=ReminderStatus.SCHEDULED)
    return waiting.update(status=ReminderStatus.CANCELLED, settled_at=now, updated_at=now)


def _schedule(event: LearningEvent, kind: str, due_at: datetime) -> bool:
    """There is one row a kind and sequence: one that was cancelled is taken up again, one that was sent is not."""
    row, is_new = Reminder.objects.get_or_create(
        event=event, kind=kind, sequence=event.sequence, defaults={"due_at": due_at}
    )
    if is_new or row.status not in (ReminderStatus.CANCELLED, ReminderStatus.SCHEDULED):
        return is_new
    row.status, row.due_at, row.settled_at = ReminderStatus.SCHEDULED, due_at, None
    row.save(update_fields=["status", "due_at", "settled_at", "updated_at"])
    return True


def _morning(event: LearningEvent, day: date) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=ZoneInfo(event.time_zone)).astimezone(UTC)
