"""A sheet of observations that comes back: each row is looked at by the same form as on the pages."""

import json
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.spreadsheets import Limits, SpreadsheetError, read_table
from results import permissions
from results.forms.observations import ObservationForm
from results.forms.period_choice import holds
from results.forms.rows import PartForm
from results.models import Indicator, Observation, Period
from results.services.observations import PartFigure
from results.sheets.columns import ANSWERS, HEADER, KEY, Line, lines

LIMITS = Limits(size=2_000_000, unpacked=40_000_000, rows=500, seconds=20)
ADDRESS = re.compile(r"partnerships/([-\w]{1,200})/indicators/(\d{1,9})(?:/|$)")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
PARTS = {"dimension": "by", "category": "which", "value": "value", "words": "words"}
COLUMNS = {name: column for column, name in ANSWERS.items()}


class SheetForm(forms.Form):
    """The file; after cleaning, `cleaned_data["file"]` are its lines."""

    file = forms.FileField(
        label=gettext_lazy("The sheet that you filled in"),
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        help_text=gettext_lazy("Excel (.xlsx) or CSV. Nothing is stored before you have looked it over."),
    )

    def clean_file(self) -> list[Line]:
        file = self.cleaned_data["file"]
        if file.size > LIMITS.size:
            raise ValidationError(_("The file is larger than 2 MB. Keep only the sheet that you took from here."))
        try:
            table = read_table(file.read(), file.name, LIMITS)
            return lines(table, is_workbook=file.name.lower().endswith(".xlsx"))
        except SpreadsheetError as error:
            raise ValidationError(str(error)) from error


@dataclass
class CheckedRow:
    """A row that was filled in: ready to be recorded, there already, or with what is wrong by its column."""

    line: Line
    indicator: Indicator | None = None
    observation: Observation | None = None
    parts: list[PartFigure] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)
    is_there: bool = False

    @property
    def is_ready(self) -> bool:
        return self.observation is not None and not self.errors and not self.is_there

    @property
    def faults(self) -> list[dict[str, str]]:
        return [
            {"column": column, "typed": self.line.cells.get(column, ""), "message": told}
            for column, told in self.errors
        ]


def check(typed: Iterable[Line], user: Any) -> list[CheckedRow]:
    """Look at each row that was filled in; parts of a whole go to the row of the same indicator and day."""
    filled = [line for line in typed if line.is_filled]
    indicators = _indicators(filled, user)
    wholes = [CheckedRow(line, indicators.get(_key(line))) for line in filled if not line.is_part]
    by_day: dict[tuple[Any, str], CheckedRow] = {}
    for row in wholes:
        _check_whole(row, user)
        first = by_day.setdefault((_key(row.line), row.line.cells["date"]), row)
        if first is not row:
            words = _("Row %(number)d tells of the same indicator and day already.")
            row.errors.append(("date", words % {"number": first.line.number}))
    lost = []
    for line in (line for line in filled if line.is_part):
        whole = by_day.get((_key(line), line.cells["date"]))
        if whole is None:
            missing = _("There is no row for the whole of this indicator on this day, without “by” and “which”.")
            lost.append(CheckedRow(line, indicators.get(_key(line)), errors=[("by", missing)]))
        else:
            lost += _check_part(line, whole)
    _look_for_known(wholes)
    return sorted([*wholes, *lost], key=lambda row: row.line.number)


def packed(typed: Iterable[Line]) -> str:
    """The rows as they were read, for the page on which they are confirmed."""
    told = [[line.number, [line.cells[name] for name in HEADER], line.problems] for line in typed if line.is_filled]
    return json.dumps(told, ensure_ascii=False)


def unpacked(text: str) -> list[Line]:
    """Empty for what no page of ours has sent."""
    try:
        rows = json.loads(text)
        json.dumps(rows, ensure_ascii=False).encode()  # half a character, which JSON can spell, is no text
        found = [
            Line(
                int(number), dict(zip(HEADER, map(str, cells), strict=True)), {str(k): str(v) for k, v in wrong.items()}
            )
            for number, cells, wrong in rows
        ]
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return []
    return found if len(found) <= LIMITS.rows else []


def _key(line: Line) -> tuple[str, int] | None:
    found = ADDRESS.search(line.cells[KEY])
    return (found[1], int(found[2])) if found else None


def _indicators(filled: list[Line], user: Any) -> dict[Any, Indicator]:
    """By slug and number, those that this person may see; four queries."""
    keys = {key for line in filled if (key := _key(line))}
    slugs, numbers = {slug for slug, _number in keys}, {number for _slug, number in keys}
    visible = Indicator.objects.visible_to(user).filter(partnership__slug__in=slugs, number__in=numbers)
    related = visible.select_related("partnership").prefetch_related("partnership__members", "rubric", "periods")
    return {(indicator.partnership.slug, indicator.number): indicator for indicator in related}


def _check_whole(row: CheckedRow, user: Any) -> None:
    line = row.line
    row.errors += line.problems.items()
    if row.indicator is None:
        row.errors.append((KEY, _("There is no such indicator that you may see. Keep the address as it was.")))
        return
    if not permissions.can_record(user, row.indicator.partnership):
        row.errors.append((KEY, _("Only who belongs to a party of this partnership records figures.")))
        return
    if not ISO_DAY.fullmatch(line.cells["date"]):
        row.errors.append(("date", _("Write the day as year, month and day: 2026-06-30.")))
        return
    form = ObservationForm(
        {name: line.cells[column] for column, name in ANSWERS.items()},
        instance=Observation(indicator=row.indicator),
        is_submitted=True,
    )
    for column, name in ANSWERS.items():
        if line.cells[column] and name not in form.fields:
            row.errors.append((column, _("This indicator does not ask for it. Leave it empty, or say it in words.")))
    if form.is_valid():
        row.observation = form.save()
        row.observation.period = _period_of(row.indicator, line, row.observation.observed_on)
        row.observation.creation_key = uuid.uuid5(uuid.NAMESPACE_URL, f"{user.pk}:{packed([line])}")
    for name, messages in form.errors.items():
        column = COLUMNS.get(name, KEY)
        row.errors += [(column, str(message)) for message in messages if column not in line.problems]


def _period_of(indicator: Indicator, line: Line, day: date) -> Period | None:
    """The period of the row, where it holds the day that was written; else the service takes that of the day."""
    same = (line.cells["period_start"], line.cells["period_end"])
    for period in indicator.periods.all():
        if (period.starts_on.isoformat(), period.ends_on.isoformat()) == same and holds(period, day):
            return period
    return None


def _check_part(line: Line, whole: CheckedRow) -> list[CheckedRow]:
    """Put the part to its whole, or give the row with what is wrong; the whole then waits for it."""
    row = CheckedRow(line, whole.indicator, errors=list(line.problems.items()))
    if whole.indicator is not None and not row.errors:
        is_percentage = whole.indicator.measure == Indicator.Measure.PERCENTAGE
        data = {name: line.cells[column] for name, column in PARTS.items()}
        form = PartForm(data, is_numeric=whole.indicator.is_numeric, is_percentage=is_percentage)
        if form.is_valid():
            told = form.cleaned_data
            part = PartFigure(told["dimension"], told["category"], told.get("value"), told["words"])
            if any(_same_part(part, other) for other in whole.parts):
                row.errors.append(("which", _("This part is there already.")))
            whole.parts.append(part)
        for name, messages in form.errors.items():
            row.errors += [(PARTS.get(name, "by"), str(message)) for message in messages]
    if row.errors:
        words = _("Row %(number)d is a part of it, and is not right yet.") % {"number": line.number}
        whole.errors.append(("by", words))
        return [row]
    return []


def _same_part(one: PartFigure, other: PartFigure) -> bool:
    return (one.dimension.casefold(), one.category.casefold()) == (
        other.dimension.casefold(),
        other.category.casefold(),
    )


def _look_for_known(rows: list[CheckedRow]) -> None:
    """What was recorded of the same day before is not recorded again; another figure of that day is told."""
    waiting = [(row, row.observation) for row in rows if row.observation]
    stored: dict[tuple[int, date], list[Observation]] = {}
    indicators = {observation.indicator_id for _row, observation in waiting}
    days = {observation.observed_on for _row, observation in waiting}
    for each in Observation.objects.current().filter(indicator__in=indicators, observed_on__in=days):
        stored.setdefault((each.indicator_id, each.observed_on), []).append(each)
    for row, observation in waiting:
        known = stored.get((observation.indicator_id, observation.observed_on), [])
        names = [name for column, name in ANSWERS.items() if row.line.cells[column]]
        row.is_there = any(all(getattr(each, n) == getattr(observation, n) for n in names) for each in known)
        if known and not row.is_there:
            words = _("Another figure of this day is there already. Change that one on its page, or correct it.")
            row.errors.append(("date", words))
