"""Which of the claimed messages still go out, asked just before they are sent; the others are told why not."""

import logging
from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone

from core.registry import mail_purpose
from mail.models import MailPreference, Message, Suppression

logger = logging.getLogger(__name__)
Choice = MailPreference.Choice

TOO_LATE = "Its time had passed before it could be sent."
UNWANTED = "What it tells is no longer so, or its reader may no longer read it."
NEVER = "Its reader chose not to get mail of this kind."
HELD = "Its reader chose the weekly digest for mail of this kind."
SUPPRESSED = "The address is suppressed: its mail server refused it for good too often."


def screen(messages: list[Message]) -> list[Message]:
    """Those that may be sent, in their order. A fixed number of queries, and one for each purpose."""
    kept = suppressed(on_time(still_wanted(messages)))
    choices = choices_about(kept)
    _set_aside(kept, choices, Choice.NEVER, Message.Status.DROPPED, NEVER)
    _set_aside(kept, choices, Choice.DIGEST, Message.Status.HELD, HELD)
    return [message for message in kept if choices[message.pk] == Choice.AT_ONCE]


def still_wanted(messages: list[Message]) -> list[Message]:
    """Drops what its purpose no longer wants; leaves out, for later, what a purpose could not answer for."""
    by_purpose: dict[str, set[int]] = defaultdict(set)
    for message in messages:
        by_purpose[message.purpose].add(message.pk)
    wanted: set[int] = set()
    for purpose, ids in by_purpose.items():
        try:
            ask = mail_purpose(purpose).still_wanted
            kept = ids if ask is None else ids & set(ask(ids))
        except Exception:  # one app's mistake must not stop everybody's mail
            logger.exception("The purpose %s does not say which of its messages are wanted", purpose)
            continue
        wanted |= kept
        _end(ids - kept, Message.Status.DROPPED, UNWANTED)
    return [message for message in messages if message.pk in wanted]


def on_time(messages: list[Message]) -> list[Message]:
    """Drops, and logs, what was of use only until a moment that has passed."""
    now = timezone.now()
    late = [message for message in messages if message.not_after and message.not_after < now]
    for message in late:
        logger.warning("Message %s (%s) was dropped: its time had passed", message.pk, message.purpose)
    _end([message.pk for message in late], Message.Status.DROPPED, TOO_LATE)
    return [message for message in messages if message not in late]


def suppressed(messages: list[Message]) -> list[Message]:
    """Sets aside what would go to an address that takes no mail."""
    addresses = {message.recipient for message in messages}
    closed = set(Suppression.objects.active().filter(address__in=addresses).values_list("address", flat=True))
    _end([message.pk for message in messages if message.recipient in closed], Message.Status.SUPPRESSED, SUPPRESSED)
    return [message for message in messages if message.recipient not in closed]


def choices_about(messages: list[Message]) -> dict[int, str]:
    """How each message's reader wants to get it; what is transactional is not asked about."""
    kinds = {message.pk: mail_purpose(message.purpose).kind for message in messages}
    asked = {message.recipient for message in messages if kinds[message.pk]}
    chosen = MailPreference.objects.choices_of(asked) if asked else {}
    return {message.pk: chosen.get((message.recipient, kinds[message.pk]), Choice.AT_ONCE) for message in messages}


def _set_aside(messages: list[Message], choices: dict[int, str], choice: str, status: str, reason: str) -> None:
    _end([message.pk for message in messages if choices[message.pk] == choice], status, reason)


def _end(ids: Iterable[int], status: str, reason: str) -> None:
    ids = list(ids)
    if ids:
        Message.objects.filter(pk__in=ids).set_aside(status, reason)
