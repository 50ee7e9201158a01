"""Sending what is due: claim a batch, then send and mark one message after the other.

Over plain SMTP nothing lost and nothing doubled cannot both be had. A message is marked after it was
sent, so a sweeper that dies in between costs at most one more copy, of the same Message-ID.
"""

import logging
import time
import uuid
from collections.abc import Iterator

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.utils import timezone

from core.registry import mail_purpose
from mail import claiming
from mail.answers import Answer, answer_of, in_words, next_try
from mail.ending import told_to_stop
from mail.line import Line, ServerDown
from mail.links import unsubscribe_url
from mail.models import Bounce, Message, OutboxPause
from mail.screening import screen

logger = logging.getLogger(__name__)
NEVER_ENDING = float("inf")
ASK_AGAIN_SECONDS = 5
MARK_SENT = """
    UPDATE mail_message
    SET status = 'sent', sent_at = now(), updated_at = now(), attempts = attempts + 1, claim = NULL, last_error = ''
    WHERE id = %s AND claim = %s
"""
MARK_SENT_AND_ERASE = MARK_SENT.replace("last_error = ''", "last_error = '', text = '', html = ''")


def send_due(*, limit: int | None = None, seconds: float = NEVER_ENDING) -> int:
    """Send until nothing is due, or `limit` messages or `seconds` are used up; how many went out.

    Safe to run as often, and in as many processes at once, as one likes.
    """
    claiming.release_abandoned()
    sent, down = 0, None
    with told_to_stop() as stopping, claiming.sweeper() as number, Line() as line:
        try:
            for message in _claimed(number, limit, time.monotonic() + seconds):
                sent += _deliver(message, number, line)
                if stopping():
                    break
        except ServerDown as error:
            down = error
        finally:
            claiming.give_back(number)
    if down:
        logger.warning("The mail server takes nothing: %s", down)
        first = Message.objects.due().values("pk")[: claiming.BATCH]
        Message.objects.filter(pk__in=first).update(last_error=in_words(down))
    return sent


def as_email(message: Message) -> EmailMultiAlternatives:
    """The message as it goes out: always the same Message-ID, and marked as written by a machine."""
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.recipient],
        headers={
            **message.headers,
            **_way_out(message),
            "Message-ID": message.message_id,
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
        },
    )
    if message.html:
        email.attach_alternative(message.html, "text/html")
    return email


def _way_out(message: Message) -> dict[str, str]:
    """For what its reader may choose about: an address that stops it at one click (RFC 2369 and 8058)."""
    kind = mail_purpose(message.purpose).kind
    if not kind:
        return {}
    return {
        "List-Unsubscribe": f"<{unsubscribe_url(message.recipient, kind)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _claimed(number: int, limit: int | None, end: float) -> Iterator[Message]:
    """The due messages that may go out, oldest first, a batch at a time; none while the outbox is paused."""
    left = limit if limit is not None else claiming.BATCH
    after = None
    while left > 0 and time.monotonic() < end and not OutboxPause.objects.open().exists():
        batch = claiming.claim(number, after=after, most=min(left, claiming.BATCH))
        if not batch:
            return
        begin_by = min(end, time.monotonic() + claiming.BEGIN_WITHIN_SECONDS)
        for message in _wanted(batch):
            if time.monotonic() > begin_by:
                return
            yield message
        after = (batch[-1].due_at, batch[-1].pk)
        left -= len(batch) if limit is not None else 0


def _wanted(batch: list[Message]) -> Iterator[Message]:
    """Those that may go out, asked again every few seconds: at a slow server a batch takes minutes."""
    left, asked_at = screen(batch), time.monotonic()
    while left:
        if time.monotonic() - asked_at > ASK_AGAIN_SECONDS:
            left, asked_at = screen(left), time.monotonic()
        if left:
            yield left.pop(0)


def _deliver(message: Message, number: int, line: Line) -> bool:
    """Whether it went out; what became of it is written down at once, where it is still ours."""
    try:
        line.send(as_email(message))
    except ServerDown:
        raise
    except Exception as error:
        answer = answer_of(error)
        if answer == Answer.NOBODY:
            raise ServerDown(in_words(error)) from error
        _mark_refused(message, number, answer, error)
        return False
    _mark_sent(message, number)
    return True


def _mark_sent(message: Message, number: int) -> None:
    """The one query that each mail costs; written by hand, since building it took longer than running it."""
    erase = mail_purpose(message.purpose).confidential
    with connection.cursor() as cursor:
        cursor.execute(MARK_SENT_AND_ERASE if erase else MARK_SENT, [message.pk, number])


@transaction.atomic
def _mark_refused(message: Message, number: int, answer: Answer, error: Exception) -> None:
    now, attempts = timezone.now(), message.attempts + 1
    since = message.tried_since or now
    due_at = next_try(attempts, since, now) if answer == Answer.LATER else None
    Message.objects.filter(pk=message.pk, claim=number).update(
        status=Message.Status.RETRY if due_at else Message.Status.FAILED,
        due_at=due_at or message.due_at,
        attempts=attempts,
        tried_since=since,
        updated_at=now,
        claim=None,
        last_error=in_words(error),
    )
    if answer == Answer.NO_SUCH_RECIPIENT:
        Bounce.objects.note(
            fingerprint=uuid.uuid4().hex,
            address=message.recipient,
            is_hard=True,
            answer=in_words(error),
            message_id=message.pk,
        )
    elif answer == Answer.NEVER:
        logger.warning("Message %s cannot be sent: %s", message.pk, in_words(error))
