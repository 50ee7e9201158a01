"""Bring dated exchange rates in from a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.spreadsheets import SpreadsheetError
from partnerships.exchange_rates import read_rates, store_rates


class Command(BaseCommand):
    help = "Loads dated exchange rates: CSV or XLSX with the columns currency, on, per_usd, source. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="read and report, store nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            found = read_rates(path)
        except (OSError, SpreadsheetError) as error:
            raise CommandError(f"{path}: {error}") from error
        for bad in found.errors:
            self.stderr.write(f"row {bad.row}, {bad.column}: {bad.value!r}: {bad.message}")
        if found.errors:
            raise CommandError(f"{len(found.errors)} mistakes; nothing was stored.")
        if options["dry_run"]:
            self.stdout.write(f"{len(found.rates)} rates read, nothing stored")
            return
        new = store_rates(found.rates)
        self.stdout.write(f"{len(found.rates)} rates: {new} new, {len(found.rates) - new} put right")
