"""The sweep of due reminders, each minute. Two at once, one that dies and one that is late do no harm.

A row is locked while it is worked on, and others pass it over. Letters are written in batches, a transaction
each; the outbox holds one letter a reminder and person, so that a batch done twice writes nothing twice.
"""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from events import reminder_letters
from events.models import Reminder
from events.models.choices import EventStatus, ReminderKind, ReminderStatus
from events.reminding import BEFORE, instants, useful_until

logger = logging.getLogger(__name__)

BATCH = 200


def send_due() -> int:
    """Write the letters of all reminders that are due; how many letters are new."""
    return sum(_send(pk) for pk in list(Reminder.objects.due().values_list("pk", flat=True)))


def _send(pk: int) -> int:
    written, after = 0, 0
    while True:
        new, last = _send_batch(pk, after)
        written += new
        if last is None:
            return written
        after = last


@transaction.atomic
def _send_batch(pk: int, after: int) -> tuple[int, int | None]:
    """The letters to the next participants; how many are new, and the last of them if there are more to come."""
    free = Reminder.objects.due().select_for_update(skip_locked=True, of=("self",))
    reminder = free.select_related("event").filter(pk=pk).first()
    if reminder is None:
        return 0, None
    if outcome := useless(reminder, timezone.now()):
        _settle(reminder, outcome)
        return 0, None
    batch = list(reminder_letters.readers(reminder).filter(pk__gt=after)[:BATCH])
    new = reminder_letters.write(reminder, batch)
    reminder.mails += new
    reminder.save(update_fields=["mails", "updated_at"])
    if len(batch) == BATCH:
        return new, batch[-1].pk
    _settle(reminder, ReminderStatus.SENT)
    return new, None


def useless(reminder: Reminder, now: datetime) -> ReminderStatus | None:
    """Why this reminder is sent no more: what it reminds of is off or has moved, or it comes too late."""
    event = reminder.event
    due = instants(event)
    if event.status in (EventStatus.CANCELLED, EventStatus.DRAFT) or due.get(reminder.kind) != reminder.due_at:
        return ReminderStatus.CANCELLED
    if now >= useful_until(event, reminder.kind) or _is_overtaken(reminder, due, now):
        return ReminderStatus.DROPPED
    return None


def _is_overtaken(reminder: Reminder, due: dict[str, datetime], now: datetime) -> bool:
    """A nearer reminder is due too: one after a long silence is enough."""
    if reminder.kind == ReminderKind.THANKS:
        return False
    nearer = [due[kind] for kind in BEFORE if kind in due and due[kind] > reminder.due_at]
    return any(at <= now for at in nearer)


def _settle(reminder: Reminder, outcome: ReminderStatus) -> None:
    reminder.status, reminder.settled_at = outcome, timezone.now()
    reminder.save(update_fields=["status", "settled_at", "updated_at"])
    if outcome != ReminderStatus.SENT:
        logger.warning(
            "Reminder %s (%s) of event %s, due at %s, was not sent: %s",
            reminder.pk,
            reminder.kind,
            reminder.event_id,
            reminder.due_at,
            outcome,
        )
