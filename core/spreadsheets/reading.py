"""From the bytes of a file to a table, whatever kind of spreadsheet it is."""

from collections.abc import Iterable
from pathlib import PurePath
from types import ModuleType

from django.utils.translation import gettext as _

from core.spreadsheets import delimited
from core.spreadsheets.tables import LONGEST_CELL, MOST_COLUMNS, Limits, Row, SpreadsheetError, Table

TEXT_SUFFIXES = {".csv", ".tsv", ".tab", ".txt"}
# What other kinds of files begin with, and what people call them.
OTHER_BEGINNINGS = {b"%PDF": "PDF", b"{\\rtf": "RTF", b"\x1f\x8b": "gzip", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG"}


def read_table(content: bytes, name: str, limits: Limits) -> Table:
    """The rows of a CSV file, or of the first visible sheet of an Excel workbook."""
    if not content:
        raise SpreadsheetError(_("The file is empty."))
    if len(content) > limits.size:
        raise SpreadsheetError(
            _("The file is larger than %(most)s MB. Split it, or leave out what is not needed.")
            % {"most": f"{limits.size / 1_000_000:g}"}
        )
    notes: list[str] = []
    is_workbook = _is_workbook(content, name)
    rows = _workbooks().rows(content, limits, notes) if is_workbook else delimited.rows(content, notes)
    return _table(rows, limits, notes)


def _workbooks() -> ModuleType:
    from core.spreadsheets import workbooks  # noqa: PLC0415 takes 20 MB, which most web processes never need

    return workbooks


def _is_workbook(content: bytes, name: str) -> bool:
    """Whether to read it as a workbook; a file that is not what its name says is refused."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in TEXT_SUFFIXES | {".xlsx"}:
        raise SpreadsheetError(
            _(
                "“%(name)s” is no kind of file that can be read here. Choose a CSV file (.csv) or an Excel workbook (.xlsx)."
            )
            % {"name": name[-80:]}
        )
    _workbooks().refuse_ole(content)
    for beginning, kind in OTHER_BEGINNINGS.items():
        if content.startswith(beginning):
            raise SpreadsheetError(
                _("The file is called %(suffix)s but is a %(kind)s file.") % {"suffix": suffix, "kind": kind}
            )
    is_zip = content.startswith(b"PK")
    if is_zip and suffix != ".xlsx":
        raise SpreadsheetError(
            _(
                "The file is called %(suffix)s but is a workbook or another packed file. Name it .xlsx if it is one from Excel."
            )
            % {"suffix": suffix}
        )
    if not is_zip and suffix == ".xlsx":
        raise SpreadsheetError(
            _("The file is called .xlsx but is no Excel workbook. If it is text with commas, name it .csv.")
        )
    return is_zip


def _table(rows: Iterable[Row], limits: Limits, notes: list[str]) -> Table:
    headers: list[str] = []
    kept: list[Row] = []
    for row in rows:
        if row.is_empty:
            continue
        if len(row.cells) > MOST_COLUMNS:
            raise SpreadsheetError(
                _("Row %(row)d has more than %(most)d columns.") % {"row": row.number, "most": MOST_COLUMNS}
            )
        if not headers:
            headers = _headers(row)
            continue
        kept.append(_fitted(row, len(headers)))
        if len(kept) > limits.rows:
            raise SpreadsheetError(
                _("The file has more than %(most)d rows. Split it into several files.") % {"most": limits.rows}
            )
    if not headers:
        raise SpreadsheetError(_("There is nothing in the file."))
    return Table(headers, kept, notes)


def _headers(row: Row) -> list[str]:
    if row.problems:
        raise SpreadsheetError(
            _("The row of column names (row %(row)d) cannot be read: %(problem)s")
            % {"row": row.number, "problem": next(iter(row.problems.values()))}
        )
    headers = [" ".join(cell.split())[:200] for cell in row.cells]
    while headers and not headers[-1]:
        headers.pop()
    return headers


def _fitted(row: Row, width: int) -> Row:
    """As many cells as there are headers; what stands beyond them, or is too long, is a problem of the row."""
    problems = dict(row.problems)
    for place, cell in enumerate(row.cells):
        if place >= width and cell:
            problems.setdefault(place, _("There is a value beyond the last named column."))
        elif len(cell) > LONGEST_CELL:
            problems.setdefault(place, _("The text is longer than %(most)d characters.") % {"most": LONGEST_CELL})
    cells = [cell[:LONGEST_CELL] for cell in row.cells[:width]]
    return Row(row.number, cells + [""] * (width - len(cells)), problems)
