"""Which sweeper sends which message.

A sweeper makes a batch its own in one go and bears a number that its database session locks: as long as
the session lives, the lock says so, and a killed process loses it at once. So nobody waits for a dead
sweeper, and none is taken for dead because its mail server is slow.
"""

import contextlib
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from mail.answers import next_try
from mail.models import Message

BATCH = 50
# A living sweeper gives back what it has not begun by then; so whatever is claimed for longer is abandoned,
# even where a frozen machine keeps its lock. The database's clock says for how long: those of sweepers differ.
CLAIM_LASTS = timedelta(minutes=5)
BEGIN_WITHIN_SECONDS = 180
# Numbers of sweepers share the database's advisory locks with `mail.limits`; these are theirs.
LOCK_SPACE = 0x4D41494C  # "MAIL"


@contextlib.contextmanager
def sweeper() -> Iterator[int]:
    """A number that is ours as long as this block, and this process, lives.

    What is marked within the block is safe from any end of ours as soon as the database has it, and does not
    wait for its disk: the crash of the database itself may cost copies of what was sent in the second before.
    """
    number = secrets.randbits(31)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK_SPACE, number])
        cursor.execute("SET synchronous_commit TO off")
    try:
        yield number
    finally:
        with contextlib.suppress(Exception), connection.cursor() as cursor:  # a lost session has let it go already
            cursor.execute("RESET synchronous_commit")
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_SPACE, number])


@transaction.atomic
def claim(number: int, *, after: tuple[datetime, int] | None, most: int = BATCH) -> list[Message]:
    """The next due messages that are free, made ours, oldest first; what others look at is passed over."""
    due = Message.objects.due()
    if after:
        due = due.filter(Q(due_at__gt=after[0]) | Q(due_at=after[0], pk__gt=after[1]))
    batch = list(due.select_for_update(skip_locked=True)[:most])
    if batch:
        Message.objects.filter(pk__in=[message.pk for message in batch]).update(
            status=Message.Status.SENDING, claim=number, claimed_at=Now()
        )
    return batch


def give_back(number: int) -> None:
    """What we claimed and did not come to is free again, as it was."""
    left = Message.objects.filter(status=Message.Status.SENDING, claim=number)
    left.filter(attempts=0).update(status=Message.Status.QUEUED, claim=None)
    left.update(status=Message.Status.RETRY, claim=None)


@transaction.atomic
def release_abandoned() -> int:
    """Give back what dead sweepers had claimed; how many messages that were.

    The first of each was perhaps being sent, and perhaps what brought its sweeper down: it counts as
    tried and waits, so that it cannot bring down the next one before the others are sent.
    """
    claims = Message.objects.filter(status=Message.Status.SENDING).values_list("claim", flat=True)
    return sum(_release(number) for number in set(claims.order_by()))


def _release(number: int | None) -> int:
    left = Message.objects.filter(status=Message.Status.SENDING, claim=number)
    if number is None or not _is_free(number):
        left = left.filter(claimed_at__lt=Now() - CLAIM_LASTS)
    rows = list(left.order_by("due_at", "pk").select_for_update(skip_locked=True))
    if rows:
        _count_as_tried(rows[0])
        Message.objects.filter(pk__in=[row.pk for row in rows[1:]]).update(status=Message.Status.RETRY, claim=None)
    return len(rows)


def _count_as_tried(message: Message) -> None:
    """Behind the others the first time, then as late as what a mail server puts off."""
    now = timezone.now()
    message.attempts += 1
    message.tried_since = message.tried_since or now
    message.last_error = "Interrupted while it was being sent"
    due_at = now if message.attempts == 1 else next_try(message.attempts, message.tried_since, now)
    message.status = Message.Status.RETRY if due_at else Message.Status.FAILED
    message.due_at = due_at or message.due_at
    message.claim = None
    message.save()


def _is_free(number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK_SPACE, number])
        return bool(cursor.fetchone()[0])
