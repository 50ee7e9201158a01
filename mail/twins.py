"""The HTML twin of a mail that was written as text only."""

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from mail.templatetags.mail_look import mail_code, mail_text

CODE = re.compile(r"^[A-Z0-9]+(?:-[A-Z0-9]+)*$")


def html_twin(subject: str, text: str, data: Mapping[str, Any]) -> str:
    """The same words in the frame of our mail: its paragraphs, a lone code set large, our own links live."""
    letter = text.partition("\n-- \n")[0]  # the frame has a foot of its own
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", letter) if part.strip()]
    body = mark_safe("".join(_paragraph(part) for part in paragraphs))  # noqa: S308 each is escaped below
    return render_to_string("mail/twin.html", {**data, "subject": subject, "body": body})


def _paragraph(part: str) -> SafeString:
    if CODE.match(part):
        return mail_code(escape(part))
    lines = "<br>".join(f"<bdi>{_line(line)}</bdi>" for line in part.splitlines())  # each in its own direction
    return mail_text(mark_safe(lines))  # noqa: S308 escaped in _line


def _line(line: str) -> str:
    """Only addresses of the portal become links: a name such as `evil.example` must not turn into one."""
    ours = re.compile(rf"({re.escape(settings.BASE_URL)}/[^\s<>\"]*)")
    pieces = [
        format_html('<a href="{0}" dir="ltr" style="color:#8b1e57">{0}</a>', piece)
        if ours.fullmatch(piece)
        else escape(piece)
        for piece in ours.split(line)
    ]
    return "".join(pieces)
