"""Lists of addresses as people have them: pasted, or in a spreadsheet; what is no address is named with its place."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.spreadsheets import Table
from mail.addresses import clean_address

BETWEEN = re.compile("[,;\t،؛]")
IN_BRACKETS = re.compile(r"<([^<>]*)>")
HEADERS = frozenset(
    {"e-mail", "email", "mail", "address", "e-mail address", "email address", "adresse", "courriel", "correo", "البريد"}
)
LONGEST_SHOWN = 80


@dataclass(frozen=True)
class Entry:
    """One address of a list: where it stands, what stands there, and the address or what is wrong with it."""

    place: str
    text: str
    address: str = ""
    problem: str = ""
    is_double: bool = False

    @property
    def shown(self) -> str:
        return self.text if len(self.text) <= LONGEST_SHOWN else f"{self.text[:LONGEST_SHOWN]}…"


def pasted(text: str) -> list[Entry]:
    """One or several a line, with commas or semicolons between them; `Name <address>` is fine too."""
    lines = ((_("Line %(number)d") % {"number": number}, line) for number, line in enumerate(text.splitlines(), 1))
    return list(_entries(lines))


def in_table(table: Table) -> list[Entry]:
    """From the column headed as addresses; without one, from whatever cell of a row has an @ in it."""
    named = [place for place, header in enumerate(table.headers) if header.casefold() in HEADERS]
    rows = [(row.number, row.cells) for row in table.rows]
    if not named and any("@" in header for header in table.headers):
        rows.insert(0, (1, table.headers))
    chosen = (
        (number, cells[named[0]] if named else next((cell for cell in cells if "@" in cell), " ".join(cells)))
        for number, cells in rows
    )
    return list(_entries((_("Row %(number)d") % {"number": number}, text or _("(empty)")) for number, text in chosen))


def together(*lists: list[Entry]) -> list[Entry]:
    """All of them; the second time an address comes it is named, not written to."""
    first: dict[str, str] = {}
    kept = []
    for entry in chain.from_iterable(lists):
        if entry.address and entry.address in first:
            problem = _("It stands in the list already: %(place)s.") % {"place": first[entry.address]}
            entry = Entry(entry.place, entry.text, problem=problem, is_double=True)
        elif entry.address:
            first[entry.address] = entry.place
        kept.append(entry)
    return kept


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]


def _entries(lines: Iterable[tuple[str, str]]) -> Iterator[Entry]:
    for place, line in lines:
        for part in _parts(line):
            if part.strip():
                yield _entry(place, part.strip())


def _parts(line: str) -> list[str]:
    """What stands in angle brackets, and what stands between commas beside it; the names before brackets are left out.

    A name may have a comma in it, so of what stands before brackets only parts with an @ count.
    """
    *named, after = IN_BRACKETS.split(line)
    if not named:
        return BETWEEN.split(line)
    parts = []
    for before, address in zip(named[::2], named[1::2], strict=True):
        parts += [part for part in BETWEEN.split(before)[:-1] if "@" in part]
        parts.append(address)
    return parts + BETWEEN.split(after)


def _entry(place: str, text: str) -> Entry:
    try:
        return Entry(place, text, clean_address(text))
    except ValidationError as error:
        return Entry(place, text, problem=" ".join(error.messages))
