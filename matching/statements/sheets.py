"""Needs and offers as rows of a sheet that somebody filled in: the columns of the export, and what their words mean."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from community import languages
from community.models import SDGTarget, Sector
from core.spreadsheets import SpreadsheetError, Table
from matching.models.choices import FORMS, CapacityUnit, ReformStage
from matching.statements.exports import filled_in
from matching.statements.kinds import StatementKind

MOST_ROWS = 200
LISTS = ("sectors", "sdg_targets", "languages", "forms")
SWITCHES = ("has_interpreter", "include_own_country")
YES = frozenset({"true", "yes", "1", "x", "y", "oui", "sí", "si", "نعم"})
NO = frozenset({"false", "no", "0", "n", "non", "لا", ""})
BY_DEFAULT = {"include_own_country": "true", "visibility": "community", "at_once": "1"}
NAMESPACE = uuid.UUID("5b0e7f0c-53c4-4a2f-9b86-0d0c41d2a1f7")


@dataclass(frozen=True)
class Line:
    """One row as it was typed; `number` is that of the spreadsheet, `url` that of what was exported."""

    number: int
    cells: dict[str, str]
    problems: dict[str, str]
    url: str = ""

    def key(self, kind: StatementKind, user: Any) -> uuid.UUID:
        """The same row brought by the same person is the same need or offer."""
        told = json.dumps([kind.name, user.pk, sorted(self.cells.items())])
        return uuid.uuid5(NAMESPACE, told)


class Words:
    """What cells may say, read once for a sheet: codes, and the names that people write instead."""

    def __init__(self) -> None:
        with override("en"):
            spoken = {name.casefold(): code for code, name in languages.choices([])}
            forms = {str(label).casefold(): value for value, label in FORMS}
            stages = {str(label).casefold(): value for value, label in ReformStage.choices}
            units = {str(label).casefold(): value for value, label in CapacityUnit.choices}
        sectors = {
            name.casefold(): sector.pk
            for sector in Sector.objects.filter(is_withdrawn=False).order_by("-code")
            for name in (sector.name_en, sector.name_fr, sector.name_es)
            if name
        }
        targets = {pk: pk for pk in SDGTarget.objects.values_list("pk", flat=True)}
        self.known: dict[str, dict[str, str]] = {
            "sectors": sectors,
            "sdg_targets": targets,
            "languages": spoken,
            "forms": forms,
            "reform_stage": stages,
            "capacity_unit": units,
        }

    def read(self, name: str, typed: str) -> Any:
        """As the form takes it; what nobody knows stays as it is, for the form to refuse."""
        if name in LISTS:
            parts = [part.strip() for part in typed.replace("\n", ";").split(";")]
            return list(dict.fromkeys(self._code(name, part) for part in parts if part))
        return self._code(name, typed)

    def _code(self, name: str, typed: str) -> str:
        return self.known.get(name, {}).get(typed.casefold(), typed)


def lines(kind: StatementKind, table: Table) -> list[Line]:
    """Raises SpreadsheetError where the file lacks the column that says what it is."""
    headers = [header.strip().lower() for header in table.headers]
    if kind.telling not in headers:
        words = _("The file has no column “%(name)s”. Fill in the sheet that you took from here.")
        raise SpreadsheetError(words % {"name": kind.telling})
    places = {name: headers.index(name) for name in filled_in(kind) if name in headers}
    url = headers.index("url") if "url" in headers else None
    found = []
    for row in table.rows:
        cells = {name: row.cells[places[name]] if name in places else "" for name in filled_in(kind)}
        problems = {name: row.problems[place] for name, place in places.items() if place in row.problems}
        found.append(Line(row.number, cells, problems, row.cells[url] if url is not None else ""))
    return found


def packed(rows: Iterable[Line]) -> str:
    """The rows as they were read, for the page on which they are confirmed."""
    return json.dumps([[row.number, row.cells, row.problems, row.url] for row in rows], ensure_ascii=False)


def unpacked(kind: StatementKind, text: str) -> list[Line]:
    """Empty for what no page of ours has sent."""
    names = filled_in(kind)
    try:
        found = [
            Line(
                int(number),
                {name: str(cells[name]) for name in names},
                {str(column): str(words) for column, words in problems.items()},
                str(url),
            )
            for number, cells, problems, url in json.loads(text)
        ]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return []
    return found if len(found) <= MOST_ROWS else []
