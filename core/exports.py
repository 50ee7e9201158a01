"""Rows as files: CSV and JSON in a stream, XLSX in constant memory; no cell is ever a formula."""

import csv
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

import xlsxwriter
from django.core.serializers.json import DjangoJSONEncoder

# What Excel, LibreOffice or Google Sheets may take for the beginning of a formula, full-width forms included.
FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
LONGEST_CELL = 32_767  # of Excel
ROWS_PER_PIECE = 100


def safe_cell(value: Any) -> Any:
    """A cell that no spreadsheet runs: text that looks like a formula gets an apostrophe in front.

    Text that starts with apostrophes before such a character gets one too, so that `bare_cell`
    gives back exactly what went in.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and FORMULA.match(value):
        return f"'{value}"
    return "" if value is None else value


def bare_cell(text: str) -> str:
    """The text that `safe_cell` was given."""
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text


class _Echo:
    """A file that hands back what is written, as `csv` wants one."""

    def write(self, text: str) -> str:
        return text


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    lines = [writer.writerow(header)]
    for row in rows:
        lines.append(writer.writerow([safe_cell(cell) for cell in row]))
        if len(lines) >= ROWS_PER_PIECE:
            yield "".join(lines)
            lines = []
    yield "".join(lines)


def json_list(objects: Iterable[Any]) -> Iterator[str]:
    """`{"results": […], "count": n}`; the count comes last, since it is then the number of what was written."""
    count, pieces = 0, ['{"results": [']
    for each in objects:
        pieces.append((",\n" if count else "\n") + json.dumps(each, cls=DjangoJSONEncoder, ensure_ascii=False))
        count += 1
        if len(pieces) >= ROWS_PER_PIECE:
            yield "".join(pieces)
            pieces = []
    pieces.append(f'\n], "count": {count}}}\n')
    yield "".join(pieces)


def xlsx_file(header: Sequence[str], rows: Iterable[Sequence[Any]], *, sheet: str) -> IO[bytes]:
    """A workbook of one sheet in a temporary file, which vanishes when it is closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it when it is sent
    workbook = xlsxwriter.Workbook(
        file,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    worksheet = workbook.add_worksheet(sheet)
    bold = workbook.add_format({"bold": True})
    worksheet.freeze_panes(1, 0)
    for column, name in enumerate(header):
        worksheet.write_string(0, column, name, bold)
    for line, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            _write_cell(worksheet, line, column, safe_cell(cell))
    workbook.close()
    file.seek(0)
    return file


def _write_cell(worksheet: Any, line: int, column: int, cell: Any) -> None:
    if isinstance(cell, int | float):
        worksheet.write_number(line, column, cell)
    elif cell != "":
        worksheet.write_string(line, column, str(cell)[:LONGEST_CELL])
