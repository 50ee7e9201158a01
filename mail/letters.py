"""From a template to a row of the outbox: what one recipient reads, in their language and time zone."""

import re
import uuid
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.template import Context, TemplateDoesNotExist, loader
from django.utils import timezone, translation

from core.registry import mail_kind, mail_purpose
from mail.addresses import clean_address
from mail.links import choices_url
from mail.models import Message
from mail.twins import html_twin

LONGEST_SUBJECT = 250
BLANKS = re.compile(r"[^\S\u00a0\u202f]+")  # without those that do not break


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


def as_recipient(to: str | Recipient) -> Recipient:
    """The recipient with an address we can write to, in a language and a zone that we have."""
    recipient = to if isinstance(to, Recipient) else Recipient(to)
    zone = recipient.time_zone
    return Recipient(
        clean_address(recipient.address),
        recipient.language if recipient.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
        zone if zone in _zones() else settings.TIME_ZONE,
    )


@cache
def _zones() -> set[str]:
    """Looked up once: the system's list of zones is a folder to walk through."""
    return zoneinfo.available_timezones()


def compose(
    recipient: Recipient, *, purpose: str, period: str, template: str, context: Mapping[str, Any], **fields: Any
) -> Message:
    """A message that is not stored yet. What readers may choose about bears a link to their choices."""
    what = mail_purpose(purpose)
    frame: dict[str, Any] = {"kicker": mail_kind(what.kind).label if what.kind else what.label}
    if what.kind:
        frame["choices_url"] = choices_url(recipient.address, what.kind, recipient.language)
    letter = render(recipient, template, {**context, **frame})
    return Message(
        purpose=purpose,
        period=period,
        recipient=recipient.address,
        language=recipient.language,
        time_zone=recipient.time_zone,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        message_id=f"<{uuid.uuid4()}@{settings.MAIL_DOMAIN}>",
        **fields,
    )


def store(rows: list[Message]) -> int:
    """Write what is not there yet for its purpose, period and recipient; how many are new."""
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    # Another transaction may have been first; a Message-ID of ours is there only where we were.
    return Message.objects.filter(message_id__in=[row.message_id for row in rows]).count()


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
            html = html_twin(subject, text, data)
    return Letter(subject, text, html)


def one_line(value: str) -> str:
    """Header text: a line break in it would start a header of the writer's choice.

    What French keeps together, such as a word and its colon, stays together.
    """
    return BLANKS.sub(" ", str(value)).strip()


def _plain(name: str, data: Mapping[str, Any]) -> str:
    """A template as plain text, in which `&` stays `&`."""
    return str(loader.get_template(name).template.render(Context(dict(data), autoescape=False)))  # type: ignore[attr-defined]
