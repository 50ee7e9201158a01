"""The spreadsheet that people fill in: the columns of the register, each explained."""

import io
from collections.abc import Iterator

import xlsxwriter
from django.utils.translation import gettext as _

from core.exports import csv_lines
from partnerships.imports.columns import BASIC, FURTHER, READ


def as_csv() -> Iterator[str]:
    return csv_lines([column.name for column in BASIC], [])


def as_workbook() -> io.BytesIO:
    """Two sheets: one to fill in, one that says what goes into each column."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    form = book.add_worksheet(_("Partnerships")[:31])
    form.freeze_panes(1, 0)
    form.set_column(0, len(BASIC) - 1, 22)
    form.write_row(0, 0, [column.name for column in BASIC], bold)
    help_sheet = book.add_worksheet(_("Columns")[:31])
    help_sheet.freeze_panes(1, 0)
    help_sheet.set_column(0, 1, 26, wrapped)
    help_sheet.set_column(2, 2, 14, wrapped)
    help_sheet.set_column(3, 3, 80, wrapped)
    help_sheet.write_row(0, 0, [_("Column"), _("What it is"), _("In the template"), _("What goes into it")], bold)
    for line, column in enumerate(READ, start=1):
        there = _("no, may be added") if column in FURTHER else _("yes")
        help_sheet.write_row(line, 0, [column.name, str(column.label), there, str(column.help)])
    book.close()
    file.seek(0)
    return file
