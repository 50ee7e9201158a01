"""Dated exchange rates from a file: read row by row, so that one bad row is named and the others can be mended with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.spreadsheets import Limits, SpreadsheetError, read_table
from partnerships.amounts import read_amount
from partnerships.currencies import check_currency
from partnerships.ecb_rates import is_ecb, read_ecb
from partnerships.models import ExchangeRate

COLUMNS = ("currency", "on", "per_usd", "source")
LIMITS = Limits(size=20_000_000, unpacked=200_000_000, rows=200_000)


@dataclass(frozen=True)
class BadRow:
    row: int
    column: str
    value: str
    message: str


@dataclass(frozen=True)
class ReadRates:
    rates: list[ExchangeRate]
    errors: list[BadRow]


def read_rates(path: Path) -> ReadRates:
    """The rates of a CSV or XLSX file with the columns currency, on (ISO date), per_usd and source, or of the ECB's.

    Raises SpreadsheetError for what is no table of rates.
    """
    content = path.read_bytes()
    if is_ecb(content):
        return ReadRates(read_ecb(content), [])
    table = read_table(content, path.name, LIMITS)
    missing = [name for name in COLUMNS if name not in table.headers]
    if missing:
        raise SpreadsheetError(_("The file has no column %(names)s.") % {"names": ", ".join(missing)})
    rates, errors = [], []
    for row in table.rows:
        cells = dict(zip(table.headers, row.cells, strict=False))
        found = list(_faults(row.number, cells))
        errors += found
        if not found:
            rates.append(_rate(cells))
    return ReadRates(rates, errors)


def add_rates(rates: list[ExchangeRate]) -> int:
    """Keep those of which the currency has none on that day yet; what stands stays. How many are new."""
    before = ExchangeRate.objects.count()
    ExchangeRate.objects.bulk_create(rates, ignore_conflicts=True, batch_size=1000)
    return ExchangeRate.objects.count() - before


@transaction.atomic
def store_rates(rates: list[ExchangeRate]) -> int:
    """Keep them; a rate of the same currency and day takes the place of the one before. How many are new."""
    before = ExchangeRate.objects.count()
    ExchangeRate.objects.bulk_create(
        rates,
        update_conflicts=True,
        unique_fields=["currency", "on"],
        update_fields=["per_usd", "source"],
        batch_size=1000,
    )
    return ExchangeRate.objects.count() - before


def _faults(number: int, cells: dict[str, str]) -> Iterator[BadRow]:
    for column, check in (("currency", _currency), ("on", _day), ("per_usd", _per_usd), ("source", _source)):
        try:
            check(cells[column])
        except (ValidationError, ValueError) as error:
            message = error.messages[0] if isinstance(error, ValidationError) else str(error)
            yield BadRow(number, column, cells[column], message)


def _rate(cells: dict[str, str]) -> ExchangeRate:
    return ExchangeRate(
        currency=_currency(cells["currency"]),
        on=_day(cells["on"]),
        per_usd=_per_usd(cells["per_usd"]),
        source=_source(cells["source"]),
    )


def _currency(text: str) -> str:
    if not text:
        raise ValidationError(_("Say which currency."))
    return check_currency(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValidationError(_("Write the day as 2025-06-30.")) from None


def _per_usd(text: str) -> Decimal:
    amount = read_amount(text, figures=10, places=6)
    if not amount:
        raise ValidationError(_("A rate is more than nothing: units of the currency for one US dollar."))
    return amount


def _source(text: str) -> str:
    if not text:
        raise ValidationError(_("Say where the rate comes from."))
    return text[:250]
