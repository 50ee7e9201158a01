"""Writing mail and steering the outbox: a row in the transaction that causes it, never a message from a request."""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from core.registry import mail_purpose
from mail.letters import Recipient, as_recipient, compose, one_line, render, store
from mail.links import choices_url
from mail.models import Bounce, MailPreference, Message, OutboxPause, Suppression
from mail.tasks import GATHER_SECONDS, TASK_LIVES, send_due_mail

__all__ = ["Recipient", "choices_url", "queue", "render"]

logger = logging.getLogger(__name__)
SWEEP_IS_AHEAD = timedelta(seconds=1)


def queue(
    *,
    purpose: str,
    period: str,
    to: Iterable[str | Recipient],
    template: str,
    context: Mapping[str, Any],
    due_at: datetime | None = None,
    not_after: datetime | None = None,
    headers: Mapping[str, str] | None = None,
    sender: str = "",
) -> int:
    """Write one message per recipient into the outbox; how many of them are new.

    Renders `<template>.subject.txt`, `<template>.txt` and `<template>.html` for each recipient; without
    the last, the HTML twin is made from the text. A second call for the same purpose, period and
    recipient changes nothing. What could not go out by `not_after` is dropped. `sender` says who caused
    it, for `mail.limits`. Raises KeyError for a purpose that no app registered, and ValidationError for
    what is no address.
    """
    mail_purpose(purpose)
    recipients = {recipient.address: recipient for recipient in map(as_recipient, to)}
    known = Message.objects.filter(purpose=purpose, period=period, recipient__in=recipients)
    for address in known.values_list("recipient", flat=True):
        del recipients[address]

    rows = [
        compose(
            recipient,
            purpose=purpose,
            period=period,
            template=template,
            context=context,
            headers={name: one_line(value) for name, value in (headers or {}).items()},
            due_at=due_at or timezone.now(),
            not_after=not_after,
            sender=sender,
        )
        for recipient in recipients.values()
    ]
    new = store(rows)
    if new:
        transaction.on_commit(partial(nudge_for, rows), robust=True)
    return new


@transaction.atomic
def try_again(messages: QuerySet[Message]) -> int:
    """Make due at once what failed, was dropped or waits; how many that were. What was sent stays sent."""
    now = timezone.now()
    idle = messages.filter(status__in=Message.RESUMABLE)
    count = idle.update(status=Message.Status.QUEUED, attempts=0, tried_since=None, due_at=now, updated_at=now)
    if count:
        transaction.on_commit(nudge, robust=True)
    return count


@transaction.atomic
def choose(*, address: str, choices: Mapping[str, str]) -> None:
    """How this address gets these kinds of notice from now on; the others stay as they were."""
    for kind, choice in sorted(choices.items()):
        MailPreference.objects.update_or_create(
            address=address, kind=kind, defaults={"choice": MailPreference.Choice(choice)}
        )


@transaction.atomic
def forget_address(address: str) -> None:
    """Erase every trace of an address: what was sent to it, what it chose, and what came back from it."""
    Bounce.objects.filter(address__iexact=address).delete()
    Message.objects.filter(recipient__iexact=address).delete()
    MailPreference.objects.filter(address__iexact=address).delete()
    Suppression.objects.filter(address__iexact=address).delete()


@transaction.atomic
def lift_suppression(suppressions: QuerySet[Suppression], *, by: str) -> int:
    """Write to these addresses again, from three failures anew; how many were suppressed."""
    now = timezone.now()
    return suppressions.filter(since__isnull=False).update(
        since=None, hard_failures=0, lifted_at=now, lifted_by=by, updated_at=now
    )


@transaction.atomic
def pause_outbox(*, reason: str, by: str = "") -> bool:
    """Send nothing until `resume_outbox`; whether it was running. Mail goes on to be written."""
    _pause, is_new = OutboxPause.objects.get_or_create(ended_at=None, defaults={"reason": reason, "started_by": by})
    return is_new


@transaction.atomic
def resume_outbox(*, by: str = "") -> bool:
    """Send again what waits; whether it stood still."""
    ended = OutboxPause.objects.open().update(ended_at=timezone.now(), ended_by=by)
    if ended:
        transaction.on_commit(nudge, robust=True)
    return bool(ended)


def nudge_for(rows: Iterable[Message]) -> None:
    """Nudge, unless mail that became due within the last second still waits: its sweep takes these along."""
    oldest = Message.objects.due().values_list("message_id", "due_at").first()
    if oldest is None:
        return
    message_id, due_at = oldest
    if message_id in {row.message_id for row in rows} or due_at < timezone.now() - SWEEP_IS_AHEAD:
        nudge()


def nudge() -> None:
    """Ask the sweeper to come now. Beat sends it each minute anyway, so a missing broker only costs that minute."""
    try:
        send_due_mail.apply_async(kwargs={"after": GATHER_SECONDS}, expires=TASK_LIVES, retry=False)
    except (BrokerError, OSError) as error:
        logger.warning("The sweeper was not nudged: %s", error)
