"""CSV: one work a line, names with semicolons between them. Headings as this portal writes them, or as people do."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from core.exports import bare_cell, csv_lines
from knowledge.bibliography.works import COLUMNS, LISTS, Entry, Work

EXTENSION, MEDIA_TYPE, LABEL = "csv", "text/csv", "CSV"
BETWEEN = ";"
HEADER = {"resource_type": "type", "url": "address", "published_on": "published on"}
HEADINGS = {
    "author": "authors",
    "creator": "authors",
    "publisher": "publishers",
    "institution": "publishers",
    "date": "published_on",
    "publication year": "year",
    "kind": "resource_type",
    "item type": "resource_type",
    "type": "resource_type",
    "address": "url",
    "link": "url",
    "journal": "container",
    "series": "container",
    "publication title": "container",
    "number": "issue",
    "abstract": "summary",
    "abstract note": "summary",
    "published on": "published_on",
}


def read(text: str) -> Iterator[Entry]:
    text = text.lstrip("\ufeff")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        names = [_name(heading) for heading in next(lines, [])]
        if "title" not in names:
            fault = _("The first line names no column “title”. It has to say what each column holds.")
            yield Entry(_("line 1"), fault=fault)
            return
        for cells in lines:
            if any(cell.strip() for cell in cells):
                yield _entry(_("line %(number)d") % {"number": lines.line_num}, names, cells)
    except csv.Error as error:
        yield Entry(_("line %(number)d") % {"number": lines.line_num}, fault=_("The table breaks off: %s") % error)


def write(works: Iterable[Work]) -> Iterator[str]:
    """Spreadsheets open it as it is, and run nothing in it."""
    return csv_lines([HEADER.get(name, name) for name in COLUMNS], (_cells(work) for work in works))


def _name(heading: str) -> str:
    folded = " ".join(heading.strip().lower().replace("_", " ").split())
    return HEADINGS.get(folded, folded.replace(" ", "_"))


def _entry(place: str, names: list[str], cells: list[str]) -> Entry:
    if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
        told = {"cells": len(cells), "columns": len(names)}
        return Entry(place, fault=_("It has %(cells)d cells, and there are %(columns)d columns.") % told)
    raw: dict[str, Any] = {}
    for name, cell in zip(names, cells, strict=False):
        if name in COLUMNS and cell.strip():
            raw[name] = bare_cell(cell)
    return Entry(place, raw | {name: raw[name].split(BETWEEN) for name in LISTS if name in raw})


def _cells(work: Work) -> list[Any]:
    return [f"{BETWEEN} ".join(value) if name in LISTS else value for name, value in work.facts.items()]
