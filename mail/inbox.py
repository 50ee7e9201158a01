"""The mail that the local server really received, read from its Maildir; for demonstrations only."""

import mailbox
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

NEWEST = 200
HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class Received:
    """One message of the inbox."""

    key: str
    mail: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.mail["Subject"] or "")

    @property
    def recipient(self) -> str:
        return str(self.mail["To"] or "")

    @property
    def language(self) -> str:
        return str(self.mail["Content-Language"] or "en")

    @property
    def date(self) -> datetime | None:
        try:
            return parsedate_to_datetime(str(self.mail["Date"]))
        except ValueError:
            return None

    @property
    def headers(self) -> list[tuple[str, str]]:
        shown = ("From", "To", "Date", "Message-ID", "Reply-To", "Content-Language", "Auto-Submitted")
        return [(name, str(self.mail[name])) for name in shown if self.mail[name]]

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        """Its links open a tab of their own: the frame it is shown in has no way out."""
        return HEAD.sub(lambda head: head[0] + '<base target="_blank">', self._body("html"), count=1)

    def _body(self, kind: str) -> str:
        part = self.mail.get_body((kind,))
        return str(part.get_content()) if part else ""


def newest() -> list[Received]:
    """The last messages, newest first."""
    box = _box()
    keys = sorted(_keys(box), key=lambda key: _arrival(box, key), reverse=True) if box is not None else []
    return [message for key in keys[:NEWEST] if (message := find(key))]


def find(key: str) -> Received | None:
    box = _box()
    try:
        raw = box.get_bytes(key) if box is not None else None
    except KeyError:
        return None
    return Received(key, message_from_bytes(raw, policy=policy.default)) if raw is not None else None


def _box() -> mailbox.Maildir | None:
    folder = Path(settings.INBOX_DIR)
    return mailbox.Maildir(folder, create=False) if (folder / "new").is_dir() else None


def _keys(box: mailbox.Maildir) -> Iterator[str]:
    return iter(box.keys())


def _arrival(box: mailbox.Maildir, key: str) -> tuple[float, str]:
    """A Maildir names its files by the second of arrival and a running number."""
    seconds, _dot, rest = key.partition(".")
    number = re.search(r"Q(\d+)", rest)
    return (float(seconds) if seconds.isdigit() else 0, f"{int(number[1]):012d}" if number else key)
