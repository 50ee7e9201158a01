"""Sending what is due: claim, lock, send, mark, one message after the other.

Over plain SMTP nothing lost and nothing doubled cannot both be had. A message is marked after it was
sent, so a sweeper that dies in between costs at most one more copy, of the same Message-ID.
"""

import logging
import smtplib
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from core.registry import mail_purpose
from mail.models import Message

logger = logging.getLogger(__name__)

BATCH = 50
LAST_ATTEMPT = 50
LONGEST_WAIT_MINUTES = 15


class ServerDown(Exception):
    """The mail server takes nothing at all; no message is to blame."""


def send_due(*, limit: int | None = None, seconds: float | None = None) -> int:
    """Send until nothing is due, or `limit` messages or `seconds` are used up; how many went out.

    Safe to run as often, and in as many processes at once, as one likes.
    """
    release_abandoned()
    end = time.monotonic() + seconds if seconds is not None else float("inf")
    connection = mail.get_connection()
    sent = 0
    try:
        for tried, pk in enumerate(_wanted()):
            if tried == limit or time.monotonic() > end:
                break
            _open(connection)
            sent += _send_one(pk, connection)
    except ServerDown as down:
        logger.warning("The mail server takes nothing: %s", down)
        first = Message.objects.due().values("pk")[:BATCH]
        Message.objects.filter(pk__in=first).update(last_error=str(down))
    finally:
        _close(connection)
    return sent


def release_abandoned() -> int:
    """Give back what a dead sweeper had claimed; what a living one is sending is locked, and left alone."""
    with transaction.atomic():
        left = Message.objects.abandoned().select_for_update(skip_locked=True)
        return Message.objects.filter(pk__in=list(left.values_list("pk", flat=True))).update(
            status=Message.Status.RETRY, last_error="Interrupted while it was being sent", updated_at=timezone.now()
        )


def as_email(message: Message) -> EmailMultiAlternatives:
    """The message as it goes out: always the same Message-ID, and marked as written by a machine."""
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.recipient],
        headers={
            **message.headers,
            "Message-ID": message.message_id,
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
        },
    )
    if message.html:
        email.attach_alternative(message.html, "text/html")
    return email


# --- Which -------------------------------------------------------------------------------------------


def _wanted() -> Iterator[int]:
    """The due messages, oldest first; before each batch its purposes are asked which may still go out."""
    passed = Q()
    while batch := list(Message.objects.due().filter(passed).values_list("pk", "purpose", "due_at")[:BATCH]):
        last_pk, _purpose, last_due = batch[-1]
        passed = Q(due_at__gt=last_due) | Q(due_at=last_due, pk__gt=last_pk)
        wanted = _still_wanted({pk: purpose for pk, purpose, _due in batch})
        yield from (pk for pk, _purpose, _due in batch if pk in wanted)


def _still_wanted(batch: dict[int, str]) -> set[int]:
    """Drops what its purpose no longer wants; leaves for later what a purpose could not answer for."""
    by_purpose: dict[str, set[int]] = defaultdict(set)
    for pk, purpose in batch.items():
        by_purpose[purpose].add(pk)
    wanted: set[int] = set()
    for purpose, ids in by_purpose.items():
        try:
            ask = mail_purpose(purpose).still_wanted
            kept = ids if ask is None else ids & set(ask(ids))
        except Exception:  # one app's mistake must not stop everybody's mail
            logger.exception("The purpose %s does not say which of its messages are wanted", purpose)
            continue
        wanted |= kept
        unwanted = Message.objects.filter(pk__in=ids - kept, status__in=Message.WAITING)
        unwanted.update(status=Message.Status.DROPPED, updated_at=timezone.now())
    return wanted


# --- One ---------------------------------------------------------------------------------------------


def _send_one(pk: int, connection: Any) -> bool:
    """Whether it went out, and by us."""
    claimed_at = _claim(pk)
    if claimed_at is None:
        return False
    with transaction.atomic():
        # Waits where another sweeper is just looking at the row; finds nothing where it took our claim over.
        ours = Message.objects.filter(pk=pk, status=Message.Status.SENDING, claimed_at=claimed_at)
        message = ours.select_for_update().first()
        if message is not None:
            _deliver(message, connection)
    return message is not None and message.status == Message.Status.SENT


def _claim(pk: int) -> datetime | None:
    """When we made the message ours, if it was free.

    Written down before the attempt: a message that brings its sweeper down has been tried, too.
    """
    now = timezone.now()
    with transaction.atomic():
        free = Message.objects.due().filter(pk=pk).select_for_update(skip_locked=True)
        claimed = Message.objects.filter(pk__in=list(free.values_list("pk", flat=True))).update(
            status=Message.Status.SENDING, claimed_at=now, attempts=F("attempts") + 1
        )
    return now if claimed else None


def _deliver(message: Message, connection: Any) -> None:
    try:
        connection.send_messages([as_email(message)])
    except (smtplib.SMTPException, OSError) as error:
        _close(connection)
        if _is_permanent(error) or message.attempts >= LAST_ATTEMPT:
            _mark(message, Message.Status.FAILED, error)
        else:
            wait = timedelta(minutes=min(message.attempts, LONGEST_WAIT_MINUTES))
            _mark(message, Message.Status.RETRY, error, due_at=timezone.now() + wait)
    except Exception as error:
        # It cannot be written as a mail (an address, a header); the others do not wait for it.
        logger.exception("Message %s cannot be sent", message.pk)
        _mark(message, Message.Status.FAILED, error)
    else:
        _mark_sent(message)


def _is_permanent(error: Exception) -> bool:
    """Whether the server said no to this message or its recipient for good (5xx).

    A refused sender is a fault of the configuration, and waits for its repair.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _answer in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and 500 <= error.smtp_code < 600


def _mark(message: Message, status: str, error: Exception, due_at: datetime | None = None) -> None:
    message.status = status
    message.last_error = f"{type(error).__name__}: {error}"[:2_000].replace("\x00", "")
    message.due_at = due_at or message.due_at
    message.save(update_fields=["status", "last_error", "due_at", "updated_at"])


def _mark_sent(message: Message) -> None:
    message.status, message.sent_at, message.last_error = Message.Status.SENT, timezone.now(), ""
    if mail_purpose(message.purpose).confidential:
        message.text = message.html = ""
    message.save(update_fields=["status", "sent_at", "last_error", "text", "html", "updated_at"])


# --- The line to the server --------------------------------------------------------------------------


def _open(connection: Any) -> None:
    """One line for all messages, opened again when it broke."""
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        raise ServerDown(f"{type(error).__name__}: {error}") from error


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (smtplib.SMTPException, OSError) as error:
        logger.debug("The line to the mail server was broken: %s", error)
