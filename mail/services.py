"""Writing mail: a row of the outbox in the transaction that causes it, never a message sent from a request."""

import logging
import uuid
import zoneinfo
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.template import Context, TemplateDoesNotExist, loader
from django.utils import timezone, translation
from kombu.exceptions import OperationalError as BrokerError

from core.registry import mail_purpose
from mail.models import Message
from mail.tasks import send_due_mail
from mail.twins import html_twin

logger = logging.getLogger(__name__)
LONGEST_SUBJECT = 250


@dataclass(frozen=True)
class Recipient:
    """An address, and the language and time zone its mail is written in."""

    address: str
    language: str = settings.LANGUAGE_CODE
    time_zone: str = settings.TIME_ZONE


@dataclass(frozen=True)
class Letter:
    """What one recipient reads."""

    subject: str
    text: str
    html: str


@transaction.atomic
def queue(
    *,
    purpose: str,
    period: str,
    to: Iterable[str | Recipient],
    template: str,
    context: Mapping[str, Any],
    due_at: datetime | None = None,
    headers: Mapping[str, str] | None = None,
) -> int:
    """Write one message per recipient into the outbox; how many of them are new.

    Renders `<template>.subject.txt`, `<template>.txt` and `<template>.html` for each recipient; without
    the last, the HTML twin is made from the text. A second call for the same purpose, period and
    recipient changes nothing. Raises KeyError for a purpose that no app registered, and
    ValidationError for what is no address.
    """
    mail_purpose(purpose)
    recipients = {recipient.address: recipient for recipient in map(_as_recipient, to)}
    known = Message.objects.filter(purpose=purpose, period=period, recipient__in=recipients)
    for address in known.values_list("recipient", flat=True):
        del recipients[address]

    rows = []
    for recipient in recipients.values():
        letter = render(recipient, template, context)
        rows.append(
            Message(
                purpose=purpose,
                period=period,
                recipient=recipient.address,
                language=recipient.language,
                time_zone=recipient.time_zone,
                subject=letter.subject,
                text=letter.text,
                html=letter.html,
                headers={name: one_line(value) for name, value in (headers or {}).items()},
                due_at=due_at or timezone.now(),
                message_id=f"<{uuid.uuid4()}@{settings.MAIL_DOMAIN}>",
            )
        )
    return _store(rows)


def render(recipient: Recipient, template: str, context: Mapping[str, Any]) -> Letter:
    """Subject, text and HTML in the recipient's language and time zone.

    Addresses in it start with the configured `base_url`, whatever host a request came in by.
    """
    data = {**context, "base_url": settings.BASE_URL, "recipient": recipient}
    with translation.override(recipient.language), timezone.override(recipient.time_zone):
        subject = one_line(_plain(f"{template}.subject.txt", data))[:LONGEST_SUBJECT]
        text = _plain(f"{template}.txt", data).strip() + "\n"
        try:
            html = loader.get_template(f"{template}.html").render({**data, "subject": subject})
        except TemplateDoesNotExist as missing:
            if missing.args[0] != f"{template}.html":
                raise
            html = html_twin(subject, text)
    return Letter(subject, text, html)


def one_line(value: str) -> str:
    """Header text: a line break in it would start a header of the writer's choice."""
    return " ".join(str(value).split())


def _plain(name: str, data: Mapping[str, Any]) -> str:
    """A template as plain text, in which `&` stays `&`."""
    return str(loader.get_template(name).template.render(Context(dict(data), autoescape=False)))  # type: ignore[attr-defined]


def _as_recipient(to: str | Recipient) -> Recipient:
    recipient = to if isinstance(to, Recipient) else Recipient(to)
    validate_email(recipient.address)
    languages, zone = dict(settings.LANGUAGES), recipient.time_zone
    return Recipient(
        recipient.address.lower(),
        recipient.language if recipient.language in languages else settings.LANGUAGE_CODE,
        zone if zone in zoneinfo.available_timezones() else settings.TIME_ZONE,
    )


def _store(rows: list[Message]) -> int:
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    # Another transaction may have been first; a Message-ID of ours is there only where we were.
    new = Message.objects.filter(message_id__in=[row.message_id for row in rows]).count()
    if new:
        transaction.on_commit(nudge, robust=True)
    return new


@transaction.atomic
def try_again(messages: QuerySet[Message]) -> int:
    """Make due at once what failed, was dropped or waits; how many that were. What was sent stays sent."""
    idle = messages.filter(status__in=Message.RESUMABLE)
    count = idle.update(status=Message.Status.QUEUED, attempts=0, due_at=timezone.now(), updated_at=timezone.now())
    if count:
        transaction.on_commit(nudge, robust=True)
    return count


def nudge() -> None:
    """Ask the sweeper to come now. Beat sends it each minute anyway, so a missing broker only costs that minute."""
    try:
        send_due_mail.apply_async(expires=60, retry=False)
    except (BrokerError, OSError) as error:
        logger.warning("The sweeper was not nudged: %s", error)
