"""The figure of a story: rows as people type or paste them, as they are kept, and as they are drawn."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from core.charts import Bar, BarChart, Chart, LineChart, Series
from core.validators import clean_text
from knowledge.models.choices import FigureKind
from partnerships.amounts import read_amount

MOST_ROWS, MOST_TOLD, LONGEST_LABEL = 30, 8, 80
FIGURES, PLACES = 15, 6
NOT_KNOWN = {"", "-", "–", "—", "?"}
_MINUS = re.compile(r"^[-−–]\s*(?=\d)")
_TWO_WAYS = re.compile(r"[1-9]\d{0,2}\.\d{3}")


@dataclass(frozen=True)
class FigureRow:
    """A label, its number, and the number it is compared with; None is not known."""

    label: str
    value: Decimal | None
    compared: Decimal | None = None


def read_rows(text: str) -> list[FigureRow]:
    """A row a line: `label; value` or `label; value; compared`, or pasted from a sheet, with tabs between.

    Raises ValidationError with a message for each row that cannot be read, in its own words.
    """
    lines = [(n, line) for n, line in enumerate(map(clean_text, text.splitlines()), 1) if line]
    if len(lines) > MOST_ROWS:
        raise ValidationError(_("A figure has at most %(most)d rows.") % {"most": MOST_ROWS})
    rows, wrong = [], []
    for number, line in lines:
        try:
            rows.append(read_row(line))
        except ValidationError as error:
            what = {"number": number, "line": line[:60], "why": " ".join(error.messages)}
            wrong.append(_("Row %(number)d, “%(line)s”: %(why)s") % what)
    if wrong:
        raise ValidationError(wrong[:MOST_TOLD])
    if rows and all(row.value is None for row in rows):
        raise ValidationError(_("None of the rows has a number."))
    return rows


def read_row(line: str) -> FigureRow:
    label, *numbers = parts_of(line)
    if not numbers:
        raise ValidationError(_("Put a semicolon between the name and its number, as in: 2024; 13."))
    if len(numbers) > 2:
        raise ValidationError(_("There are more than two numbers. Write the name, its number, and one to compare."))
    if not label:
        raise ValidationError(_("Write what the number is of before it, as in: 2024; 13."))
    if len(label) > LONGEST_LABEL:
        raise ValidationError(_("The name has more than %(most)d characters.") % {"most": LONGEST_LABEL})
    return FigureRow(label, *map(read_number, numbers))


def parts_of(line: str) -> list[str]:
    """What stands between semicolons or tabs; one comma parts too where there is nothing else."""
    if ";" in line or "\t" in line:
        parts = re.split("[;\t]", line)
    else:
        parts = line.split(",") if line.count(",") == 1 else [line]
    return [part.strip().strip('"').strip() for part in parts]


def read_number(typed: str) -> Decimal | None:
    if typed in NOT_KNOWN:
        return None
    bare = typed.removesuffix("%").strip()
    minus = _MINUS.match(bare)
    try:
        amount = read_amount(_MINUS.sub("", bare), FIGURES, PLACES)
    except ValidationError as error:
        raise ValidationError(_told(error.code or "", typed)) from None
    return -amount if minus and amount is not None else amount


def _told(code: str, typed: str) -> str:
    words = {"number": typed[:30], "figures": FIGURES, "places": PLACES}
    if code == "two_ways":
        bare = typed.replace(",", ".")
        return _("“%(number)s” can be read in two ways: write %(whole)s or %(fraction)s0.") % {
            **words,
            "whole": bare.replace(".", ""),
            "fraction": bare,
        }
    if code == "large":
        return _("“%(number)s” has more than %(figures)d figures. Take a larger unit, such as millions.") % words
    if code == "fine":
        return _("“%(number)s” has more than %(places)d figures after the point.") % words
    return _("“%(number)s” is not a number. Write it in figures alone, or a dash where it is not known.") % words


def as_lines(rows: Sequence[FigureRow]) -> str:
    """As they are kept, and stand in the box again: what reads the same way once more."""
    return "\n".join("; ".join(_cells(row)) for row in rows)


def _cells(row: FigureRow) -> list[str]:
    cells = [row.label, _written(row.value)]
    return cells if row.compared is None else [*cells, _written(row.compared)]


def _written(value: Decimal | None) -> str:
    if value is None:
        return "–"
    text = f"{value.normalize():f}"
    return f"{text}0" if _TWO_WAYS.fullmatch(text.lstrip("-")) else text


def tidy_rows(text: str) -> str:
    """As it would be kept; what cannot be read stays as it is."""
    try:
        return as_lines(read_rows(text)) if ";" in text else text.strip()
    except ValidationError:
        return text.strip()


def figure_of(content: Mapping[str, Any]) -> Chart | None:
    """The chart of a wording (`Revision.content`), or None."""
    rows = read_rows(str(content.get("figure_rows") or ""))
    if not rows:
        return None
    unit, compared = str(content["figure_unit"]), str(content["figure_compared"])
    words: dict[str, Any] = {
        "title": str(content["figure_title"]),
        "subtitle": "" if unit == "%" else unit,
        "source": str(content["figure_source"]),
        "unit": unit,
        "key": "figure",
    }
    if content["figure_kind"] == FigureKind.BARS:
        bars = [Bar(row.label, row.value, row.compared) for row in rows]
        return BarChart(bars=bars, label_head=_("Name"), compared_label=compared, **words)
    series = [Series(_("Value"), [row.value for row in rows])]
    if any(row.compared is not None for row in rows):
        series.append(Series(compared, [row.compared for row in rows]))
    return LineChart(periods=[row.label for row in rows], series=series, **words)


def figure_markup(content: Mapping[str, Any]) -> str:
    """The figure in words and numbers, for whoever is asked whether the wording is right."""
    figure = figure_of(content)
    if figure is None:
        return ""
    table = figure.table()
    head = format_html_join("", "<th>{}</th>", ((cell,) for cell in table.head))
    rows = format_html_join(
        "", "<tr>{}</tr>", ((format_html_join("", "<td>{}</td>", ((cell,) for cell in row)),) for row in table.rows)
    )
    return format_html(
        "<p><strong>{}</strong></p><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table><p>{}</p>",
        figure.title,
        head,
        rows,
        _("Source: %(source)s") % {"source": figure.source},
    )
