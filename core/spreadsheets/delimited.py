"""Text with commas, semicolons or tabs, as Excel and other programs write it."""

import codecs
import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.spreadsheets.tables import Row, SpreadsheetError, plain

DELIMITERS = (",", ";", "\t")


def rows(content: bytes, notes: list[str]) -> Iterator[Row]:
    """The rows of a CSV file, its encoding and separator found out."""
    text = _decoded(content, notes)
    text, delimiter = _separated(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise SpreadsheetError(_explained(error, number)) from error
        cells = [plain(value) for value in values]
        problems = {
            place: _("This starts like a formula. Write the value itself, or put an apostrophe before it.")
            for place, value in enumerate(values)
            if value.lstrip().startswith(("=", "\uff1d"))
        }
        yield Row(number, cells, problems)


def _decoded(content: bytes, notes: list[str]) -> str:
    for bom, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(bom):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as error:
                raise SpreadsheetError(
                    _("The file says that it is %(encoding)s, but is not.") % {"encoding": encoding}
                ) from error
    if b"\x00" in content:
        raise SpreadsheetError(
            _("This is no text, or UTF-16 that does not say so. Save the file as “CSV UTF-8” and try again.")
        )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise SpreadsheetError(
            _("The letters of this file cannot be told. Save it as “CSV UTF-8” and try again.")
        ) from error
    notes.append(_("The file is not UTF-8 and was read as Windows-1252: look whether accents are right."))
    return text


def _separated(text: str) -> tuple[str, str]:
    """The text, and the separator that its first line uses most, outside quotation marks."""
    first = text.lstrip("\r\n")
    if first[:4].lower() == "sep=" and first[4:5] in DELIMITERS:
        return first[5:], first[4]
    head = io.StringIO(first[:20_000], newline="").readline()
    outside = "".join(head.split('"')[::2])
    return text, max(DELIMITERS, key=outside.count)


def _explained(error: csv.Error, number: int) -> str:
    reason = str(error)
    if "unexpected end of data" in reason or "field larger" in reason:
        return _("A quotation mark opened in row %(row)d is never closed, or a cell there is too long.") % {
            "row": number
        }
    if "expected after" in reason:
        return _(
            "In row %(row)d something follows a closing quotation mark. Write quotation marks within a cell twice."
        ) % {"row": number}
    return _("Row %(row)d cannot be read.") % {"row": number}
