"""Terms as text: two versions word by word, and one version to take along."""

import difflib
import re
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partnerships.models import Partnership, Terms

# Beyond this a comparison word by word takes seconds; lines are compared instead.
MOST_WORDS = 4_000


@dataclass(frozen=True)
class Piece:
    """Some words that both versions have (`kept`), or only the earlier (`gone`) or the later one (`new`)."""

    kind: str
    text: str


def differences(earlier: str, later: str) -> list[Piece]:
    """The later text with what it left out of the earlier one, in reading order."""
    before, after = _pieces(earlier, later)
    found: list[Piece] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece("kept", "".join(after[c:d])))
            continue
        if b > a:
            found.append(Piece("gone", "".join(before[a:b])))
        if d > c:
            found.append(Piece("new", "".join(after[c:d])))
    return found


def _pieces(earlier: str, later: str) -> tuple[list[str], list[str]]:
    """Words, spaces and signs; whole lines of long texts."""
    cut = re.compile(r"\w+|\s+|[^\w\s]")
    before, after = cut.findall(earlier), cut.findall(later)
    if max(len(before), len(after)) > MOST_WORDS:
        return earlier.splitlines(keepends=True), later.splitlines(keepends=True)
    return before, after


def as_text(version: Terms, partnership: Partnership) -> str:
    """One version with its signatures, for whoever files it elsewhere."""
    head = _("Terms of “%(title)s”, version %(number)s") % {"title": partnership.title, "number": version.number}
    signed = [
        _signature(_("For the demand side"), version.demand_signed_name, version.demand_signed_at),
        _signature(_("For the supply side"), version.supply_signed_name, version.supply_signed_at),
    ]
    return "\n\n".join([head, version.text, *signed]) + "\n"


def _signature(side: str, name: str, signed_at: datetime | None) -> str:
    if signed_at is None:
        return f"{side}: {_('not signed yet')}"
    return f"{side}: {name}, {date_format(timezone.localtime(signed_at), 'DATE_FORMAT')}"
