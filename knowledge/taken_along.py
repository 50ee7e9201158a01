"""A piece as plain text, to take along, print or send where there is no network."""

from textwrap import fill
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from knowledge.markup import plain_text
from knowledge.shown_text import ShownText

WIDTH = 88
BLOCKS = ("</p>", "</h2>", "</h3>", "</li>", "</tr>", "<br>")


def as_text(piece: Any, text: ShownText) -> str:
    """Title, who wrote it, the sections, and where it was taken from."""
    parts = [text.title, "=" * min(len(text.title), WIDTH)]
    parts += [part for part in (_demo(piece), _by(piece), wrapped(text.summary), text.notice) if part]
    for section in text.sections:
        parts += [f"{section['heading']}\n{'-' * len(str(section['heading']))}", *paragraphs(section["markup"])]
    parts.append(_("Taken from %(address)s") % {"address": settings.BASE_URL + piece.get_absolute_url()})
    return "\n\n".join(parts) + "\n"


def paragraphs(markup: str) -> list[str]:
    for end in BLOCKS:
        markup = markup.replace(end, end + "\0")
    return [wrapped(plain) for block in markup.split("\0") if (plain := plain_text(block))]


def wrapped(text: str) -> str:
    return fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def _by(piece: Any) -> str:
    names = ", ".join(name for name in (piece.author_name, piece.institution_name) if name)
    day = date_format(piece.published_at) if piece.published_at else str(piece.get_state_display())
    return " · ".join(part for part in (names, day, str(piece.get_evidence_display())) if part)


def _demo(piece: Any) -> str:
    return _("Demonstration record") if piece.is_demo else ""
