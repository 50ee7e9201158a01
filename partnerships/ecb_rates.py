"""The reference rates of the European Central Bank: a table of days and currencies, in units for one euro.

The file is `eurofxref-hist.csv`, or the archive that holds it, as the bank gives them out; a dated copy comes with the
package that `requirements.txt` pins. What is kept is the last rate of each month, in units for one US dollar.
"""

import codecs
import csv
import io
from datetime import date
from decimal import Decimal
from importlib import resources
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

from core.spreadsheets import SpreadsheetError
from partnerships.currencies import CURRENCIES
from partnerships.models import ExchangeRate

SOURCE = "European Central Bank, euro foreign exchange reference rates"
LARGEST = 20_000_000  # bytes, unpacked; the whole history since 1999 is two
PLACES = Decimal("0.000001")
LARGEST_RATE = 10**10
NO_RATE = ("", "N/A")


def packaged() -> bytes:
    """The copy that is installed with the portal."""
    return resources.files("currency_converter").joinpath("eurofxref-hist.zip").read_bytes()


def is_ecb(content: bytes) -> bool:
    """Whether it is a file of the bank: its table, or an archive."""
    if content.startswith(b"PK\x03\x04"):
        return b"[Content_Types].xml" not in content  # else an Excel file, which is an archive as well
    return content.removeprefix(codecs.BOM_UTF8).startswith(b"Date,")


def read_ecb(content: bytes) -> list[ExchangeRate]:
    """The last rate of each month for each currency that the portal knows. Raises SpreadsheetError."""
    lines = csv.reader(io.StringIO(_text(content), newline=""))
    codes = [name.strip() for name in next(lines, [])]
    if codes[:1] != ["Date"] or "USD" not in codes:
        raise SpreadsheetError(_("This is not the table of the European Central Bank: its columns are Date, USD, …"))
    latest: dict[tuple[str, int, int], ExchangeRate] = {}
    for number, cells in enumerate(lines, start=2):
        for rate in _of_day(number, codes, cells):
            month = (rate.currency, rate.on.year, rate.on.month)
            if month not in latest or latest[month].on < rate.on:
                latest[month] = rate
    return sorted(latest.values(), key=lambda rate: (rate.on, rate.currency))


def _of_day(number: int, codes: list[str], cells: list[str]) -> list[ExchangeRate]:
    """Every rate of a day, through the euro; nothing for a day without a rate of the dollar."""
    try:
        told = dict(zip(codes, map(str.strip, cells), strict=True))
        on = date.fromisoformat(told.pop("Date"))
        of_euro = {code: Decimal(rate) for code, rate in told.items() if code in CURRENCIES and rate not in NO_RATE}
        dollar = of_euro.pop("USD", None)
        if dollar is None:
            return []
        of_dollar = {code: (rate / dollar).quantize(PLACES) for code, rate in (of_euro | {"EUR": Decimal(1)}).items()}
        can_be = all(0 < rate < LARGEST_RATE for rate in of_dollar.values())
    except (ValueError, ArithmeticError) as error:
        raise SpreadsheetError(_("Row %(row)d cannot be read.") % {"row": number}) from error
    if not can_be:
        raise SpreadsheetError(_("Row %(row)d has a rate that cannot be.") % {"row": number})
    return [ExchangeRate(currency=code, on=on, per_usd=rate, source=SOURCE) for code, rate in of_dollar.items()]


def _text(content: bytes) -> str:
    try:
        if content.startswith(b"PK"):
            content = _unpacked(content)
        return content.decode("utf-8-sig")
    except (BadZipFile, NotImplementedError, RuntimeError, UnicodeDecodeError) as error:
        raise SpreadsheetError(_("The file cannot be read.")) from error


def _unpacked(content: bytes) -> bytes:
    with ZipFile(io.BytesIO(content)) as archive:
        names = [each for each in archive.infolist() if each.filename.endswith(".csv")]
        if len(names) != 1 or names[0].file_size > LARGEST:
            raise SpreadsheetError(_("An archive of rates holds one table, as CSV."))
        with archive.open(names[0]) as table:
            return table.read(LARGEST)
