"""Bring dated exchange rates in: from a file, or those of the European Central Bank that come with the portal."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.spreadsheets import SpreadsheetError
from partnerships.ecb_rates import packaged, read_ecb
from partnerships.exchange_rates import ReadRates, add_rates, read_rates, store_rates
from partnerships.models import ExchangeRate


class Command(BaseCommand):
    help = (
        "Loads dated exchange rates: CSV or XLSX with the columns currency, on, per_usd, source, or eurofxref-hist "
        "of the European Central Bank (CSV or ZIP). --ecb takes the copy that is installed. Safe to repeat."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument(
            "--ecb", action="store_true", help="the installed copy, as far as no rate of the day is kept"
        )
        parser.add_argument("--dry-run", action="store_true", help="read and report, store nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path | None = options["file"]
        if (path is None) is not options["ecb"]:
            raise CommandError("Name a file, or --ecb.")
        rates = self._read(path).rates if path else read_ecb(packaged())
        if options["dry_run"]:
            self.stdout.write(f"{_told(rates)} read, nothing stored")
        elif path:
            new = store_rates(rates)
            self.stdout.write(f"{_told(rates)}: {new} new, {len(rates) - new} put right")
        else:
            self.stdout.write(f"{_told(rates)}: {add_rates(rates)} new")

    def _read(self, path: Path) -> ReadRates:
        try:
            found = read_rates(path)
        except (OSError, SpreadsheetError) as error:
            raise CommandError(f"{path}: {error}") from error
        for bad in found.errors:
            self.stderr.write(f"row {bad.row}, {bad.column}: {bad.value!r}: {bad.message}")
        if found.errors:
            raise CommandError(f"{len(found.errors)} mistakes; nothing was stored.")
        return found


def _told(rates: list[ExchangeRate]) -> str:
    days = [rate.on for rate in rates]
    return f"{len(rates)} rates ({min(days)} to {max(days)})" if days else "0 rates"
