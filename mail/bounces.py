"""Mail that came back: whom it could not reach, and whether for good."""

import hashlib
import logging
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Mail
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from flufl.bounce import all_failures

from mail.addresses import clean_address
from mail.models import Bounce, Message

logger = logging.getLogger(__name__)
LONGEST = 5_000_000  # of a bounce nobody needs to read more
SOFT_STATUS = re.compile(r"\s*(?:4\.\d|5\.2\.2)")  # for now, or a mailbox that is full


@dataclass(frozen=True)
class Failure:
    """One address that one returned mail could not reach."""

    address: str
    is_hard: bool
    answer: str


@transaction.atomic
def record(raw: bytes) -> list[Bounce]:
    """Note each failure that this mail reports of a message of ours; the new ones.

    The message is found by its Message-ID where the bounce quotes it, else it is the last one sent to
    that address. A message bounces once: the same report again, or a forged one, counts no further.
    """
    raw = raw[:LONGEST]
    new = []
    for failure in failures(raw):
        message = _message(raw, failure.address)
        if message is None:
            logger.info("A bounce was about no message of ours")
            continue
        fingerprint = hashlib.sha256(f"{message.pk}:{failure.address}:{failure.is_hard}".encode()).hexdigest()
        is_new = Bounce.objects.note(
            fingerprint=fingerprint,
            address=failure.address,
            is_hard=failure.is_hard,
            answer=failure.answer,
            message_id=message.pk,
        )
        if is_new:
            new.append(Bounce.objects.get(fingerprint=fingerprint))
    return new


def failures(raw: bytes) -> list[Failure]:
    """What a bounce reports; empty for any other mail, such as that somebody is on leave."""
    mail = message_from_bytes(raw)
    try:
        soft, hard = all_failures(mail)
    except Exception:  # it reads what anybody sends
        logger.exception("A bounce could not be read")
        return []
    said = _said_of_each(mail)
    found = []
    for address, is_hard in [*((each, False) for each in soft), *((each, True) for each in hard)]:
        try:
            cleaned = clean_address(address.decode("utf-8", "replace"))
        except ValidationError:
            continue
        status, answer = said.get(cleaned, ("", ""))
        found.append(Failure(cleaned, is_hard and not SOFT_STATUS.match(status), answer or status))
    return found


def _said_of_each(mail: Mail) -> dict[str, tuple[str, str]]:
    """Status and diagnostic text of each address, where the bounce has them in fields (RFC 3464)."""
    reports = [part for part in mail.walk() if part.get_content_type() == "message/delivery-status"]
    fields: list[Any] = [block for report in reports if report.is_multipart() for block in report.get_payload()]
    said = {}
    for block in fields:
        for name in ("Original-Recipient", "Final-Recipient"):
            address = str(block.get(name, "")).partition(";")[2].strip().lower()
            if address:
                said[address] = (str(block.get("Status", "")), " ".join(str(block.get("Diagnostic-Code", "")).split()))
    return said


def _message(raw: bytes, address: str) -> Message | None:
    ours = re.compile(rb"<[0-9a-f-]{36}@" + re.escape(settings.MAIL_DOMAIN.encode()) + rb">")
    quoted = [match.decode() for match in set(ours.findall(raw))]
    mine = Message.objects.filter(recipient=address)
    if quoted:
        return mine.filter(message_id__in=quoted).first()
    return mine.filter(status=Message.Status.SENT).order_by("-sent_at").first()
