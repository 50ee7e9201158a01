"""The columns of the sheet, in English as those of the export: what was filled in can be read by either."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.spreadsheets import SpreadsheetError, Table
from results.figures_export import ACTUAL
from results.models import Period
from results.series import figure

KEY = "indicator_url"
TOLD = ("partnership", "indicator", "unit", "target", "period_start", "period_end")  # of these the period is read back
ANSWERS = {
    "date": "observed_on",
    "value": "value",
    "numerator": "numerator",
    "denominator": "denominator",
    "kind": "kind",
    "words": "narrative",
    "not_applicable": "not_applicable",
    "method": "method",
    "place": "place",
}
PART = ("by", "which")
NUMBERS = ("value", "numerator", "denominator")
FRACTION = re.compile(r"-?\d+\.\d+")
HEADER = (KEY, *TOLD, "date", *PART, *(name for name in ANSWERS if name != "date"))
MISSING = _("The file has no column “%(name)s”. Fill in the sheet that you took from here.")


@dataclass(frozen=True)
class Line:
    """One row as it was typed; `number` is that of the spreadsheet."""

    number: int
    cells: dict[str, str]
    problems: dict[str, str]

    @property
    def is_part(self) -> bool:
        return any(self.cells[name] for name in PART)

    @property
    def is_filled(self) -> bool:
        """A row with nothing but its day, as the sheet has them, was not filled in."""
        names = [*PART, *(name for name in ANSWERS if name != "date")]
        return any(self.cells[name] or name in self.problems for name in names)


def rows(periods: Iterable[Period], base_url: str) -> Iterator[list[Any]]:
    """A row for each period that is owed, with its last day to begin with."""
    for period in periods:
        indicator = period.indicator
        target = figure(indicator, period.target_value) or period.target_text
        known = {
            "partnership": indicator.partnership.title,
            "indicator": indicator.title,
            "unit": "%" if indicator.measure == indicator.Measure.PERCENTAGE else indicator.unit,
            "target": target,
            "period_start": period.starts_on.isoformat(),
            "period_end": period.ends_on.isoformat(),
            "date": period.ends_on.isoformat(),
        }
        yield [base_url + indicator.get_absolute_url(), *(known.get(name, "") for name in HEADER[1:])]


def lines(table: Table, *, is_workbook: bool = False) -> list[Line]:
    """Raises SpreadsheetError where the file lacks the columns by which rows are known.

    A number of a workbook has its point before the fraction, whatever its reader sees: 1.234 is no thousands.
    """
    for name in (KEY, "date"):
        if name not in table.headers:
            raise SpreadsheetError(str(MISSING) % {"name": name})
    kind = table.headers.index("figure") if "figure" in table.headers else None  # an export, with its targets
    places = {name: table.headers.index(name) for name in HEADER if name in table.headers}
    found = []
    for row in table.rows:
        if kind is not None and row.cells[kind] not in ("", ACTUAL):
            continue
        cells = {name: row.cells[places[name]] if name in places else "" for name in HEADER}
        if is_workbook:
            cells |= {name: f"{cells[name]}0" for name in NUMBERS if FRACTION.fullmatch(cells[name])}
        problems = {name: row.problems[place] for name, place in places.items() if place in row.problems}
        found.append(Line(row.number, cells, problems))
    return found
