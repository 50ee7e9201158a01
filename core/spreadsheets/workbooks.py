"""Excel workbooks. They are packed XML, so what they unpack to is bounded before anything is opened."""

import io
import re
import time
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from datetime import time as clock
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils import range_boundaries

from core.spreadsheets.tables import MOST_COLUMNS, Limits, Row, SpreadsheetError, plain

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_ENTRIES = 1_000
MOST_EMPTY_ROWS = 1_000
MOST_MERGED = 1_000
MOST_CELLS_IN_ROW = 16_384  # as in Excel
MOST_STRINGS = 400_000
MOST_BESIDE = 5_000_000
CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
STRING = re.compile(rb"<(?:\w+:)?si[\s/>]")
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
# What the readers of damaged files raise; errors of XML are SyntaxError or ValueError.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    OverflowError,
    NotImplementedError,
    SyntaxError,
    OSError,
)


def refuse_ole(content: bytes) -> None:
    """Workbooks with a password, and those of Excel before 2007, are not packed XML."""
    if not content.startswith(OLE):
        return
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise SpreadsheetError(_("The workbook is protected with a password. Save it without one and try again."))
    raise SpreadsheetError(_("This is a file of an old Excel. Save it as “Excel workbook (.xlsx)” and try again."))


def rows(content: bytes, limits: Limits, notes: list[str]) -> Iterator[Row]:
    """The rows of the first visible sheet; formulas, errors and merged cells are problems of their row."""
    until = time.monotonic() + limits.seconds
    try:
        _check_package(content, limits)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            try:
                yield from _sheet_rows(book, content, until, notes)
            finally:
                book.close()
    except DAMAGE as error:
        raise SpreadsheetError(_("The workbook is damaged and cannot be read.")) from error


def _check_package(content: bytes, limits: Limits) -> None:
    """Refuse what is too large, encrypted, or no workbook: by the archive's own list, then by what it unpacks to."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entries = package.infolist()
        _check_list(entries, limits)
        for entry in entries:
            _check_part(package, entry)


def _check_list(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > limits.unpacked:
        raise SpreadsheetError(
            _("The workbook unpacks to more than %(most)s MB. Save only the sheet that is needed, without formats.")
            % {"most": f"{limits.unpacked / 1_000_000:g}"}
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise SpreadsheetError(_("The workbook is protected with a password. Save it without one and try again."))
    names = {entry.filename for entry in entries}
    if len(names) < len(entries):
        raise SpreadsheetError(_("The workbook is damaged and cannot be read."))
    if "xl/vbaProject.bin" in names:
        raise SpreadsheetError(_("The workbook holds macros. Save it as “Excel workbook (.xlsx)” without them."))
    if "xl/workbook.xml" not in names:
        raise SpreadsheetError(
            _("The file is called .xlsx but is no Excel workbook. Save it as “Excel workbook (.xlsx)” or as CSV.")
        )


def _check_part(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Refuse a part that would keep the reader of workbooks busy: endless strings, an endless row, endless formats."""
    name = entry.filename.lower()
    if "sharedstrings" in name:
        if sum(len(STRING.findall(piece)) for piece in _pieces(package, entry.filename)) > MOST_STRINGS:
            raise SpreadsheetError(_("The workbook holds too many texts. Save only the sheet that is needed."))
    elif "worksheets/" in name and name.endswith(".xml"):
        if _longest_row(_pieces(package, entry.filename)) > MOST_CELLS_IN_ROW:
            raise SpreadsheetError(_("A row of the workbook has too many cells."))
    elif name.endswith((".xml", ".rels")) and entry.file_size > MOST_BESIDE:
        raise SpreadsheetError(_("The workbook holds too many formats. Save only the sheet that is needed, as values."))


def _longest_row(pieces: Iterable[bytes]) -> int:
    """The most cells between two ends of rows. What is too short to hold too many is not even counted."""
    longest, since_last = 0, b""
    for piece in pieces:
        *rows, since_last = (since_last + piece).split(b"row>")
        for row in (row for row in (*rows, since_last) if len(row) > MOST_CELLS_IN_ROW * len(b"<c/>")):
            longest = max(longest, len(CELL.findall(row)))
        if longest > MOST_CELLS_IN_ROW or len(since_last) > MOST_BESIDE:
            return MOST_CELLS_IN_ROW + 1
    return longest


def _pieces(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with package.open(name) as part:
        while piece := part.read(1_000_000):
            yield piece


def _sheet_rows(book: Any, content: bytes, until: float, notes: list[str]) -> Iterator[Row]:
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise SpreadsheetError(_("The workbook has no visible sheet."))
    sheet = sheets[0]
    if sheet is not book.worksheets[0]:
        notes.append(_("The first sheet is hidden; “%(name)s” was read instead.") % {"name": sheet.title})
    merged = _merged_cells(content, sheet._worksheet_path)
    sheet.reset_dimensions()  # the stated size may be a lie, and rows would be padded to it
    empty = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        if time.monotonic() > until:
            raise SpreadsheetError(_("Reading the workbook takes too long. Save only the sheet that is needed."))
        row = _row(number, cells, merged.get(number, set()))
        empty = empty + 1 if row.is_empty else 0
        if empty >= MOST_EMPTY_ROWS:
            notes.append(
                _("Reading stopped at row %(row)d, after %(count)d empty rows.") % {"row": number, "count": empty}
            )
            return
        yield row


def _row(number: int, cells: Any, merged: set[int]) -> Row:
    values, problems = [], {}
    for place, cell in enumerate(cells):
        kind = getattr(cell, "data_type", "n")
        if kind == "f":
            values.append("")
            problems[place] = _("Here stands a formula. Copy the column and paste it as values.")
        elif kind == "e":
            values.append(str(cell.value))
            problems[place] = _("Here stands an error of the spreadsheet.")
        else:
            values.append(plain(_text(cell.value)))
        if place in merged:
            problems[place] = _("Cells are merged here. Take the merging back and fill each cell.")
    while values and not values[-1] and len(values) - 1 not in problems:
        values.pop()
    return Row(number, values, problems)


def _text(value: Any) -> str:
    """A cell as one would read it: whole numbers without a point, dates in ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == clock() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _merged_cells(content: bytes, path: str) -> dict[int, set[int]]:
    """Places of cells, by row, that are merged with others.

    openpyxl does not tell them when it only reads, so the sheet is looked through for them, in pieces.
    """
    found: dict[int, set[int]] = {}
    count, tail = 0, b""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for piece in _pieces(package, path.lstrip("/")):
            text = tail + piece
            last = 0
            for match in MERGED.finditer(text) if b"mergeCell" in text else ():
                last = match.end()
                count += 1
                if count > MOST_MERGED:
                    raise SpreadsheetError(_("The sheet has too many merged cells. Take the merging back."))
                left, top, right, bottom = range_boundaries(match.group(1).decode())
                for row in range(top, min(bottom, top + MOST_MERGED) + 1):
                    found.setdefault(row, set()).update(range(left - 1, min(right, MOST_COLUMNS)))
            tail = text[max(last, len(text) - 200) :]
    return found
