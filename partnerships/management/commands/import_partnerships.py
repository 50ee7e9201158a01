"""Bring partnerships in from a spreadsheet: all rows or none."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from partnerships.imports.findings import Finding, Report
from partnerships.imports.importer import Importer
from partnerships.imports.running import import_file


class Command(BaseCommand):
    help = "Import partnerships from a CSV file or an Excel workbook, all rows or none; safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="CSV file or Excel workbook with the columns of the template")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done and store nothing")
        parser.add_argument("--report", type=Path, metavar="FILE.json", help="write the report as JSON")

    def handle(self, *args, file, dry_run, report, **options):
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        outcome = import_file(content, file.name, Importer(), dry_run=dry_run)
        if report:
            report.write_text(json.dumps(outcome.as_object(), ensure_ascii=False, indent=1), encoding="utf-8")
        self._print(outcome, dry_run=dry_run, in_full=report is None or options["verbosity"] > 1)
        if outcome.errors:
            raise CommandError(f"{len(outcome.errors)} errors: nothing was stored")

    def _print(self, outcome: Report, *, dry_run: bool, in_full: bool) -> None:
        for finding in outcome.warnings if in_full else ():
            self.stdout.write(f"warning  {_line(finding)}")
        for finding in outcome.errors:
            self.stderr.write(f"error    {_line(finding)}")
        done = "would be" if dry_run else "were"
        self.stdout.write(
            f"{outcome.rows} rows: {outcome.created} {done} created, {outcome.updated} updated, "
            f"{outcome.unchanged} unchanged, {outcome.skipped} skipped; "
            f"{len(outcome.warnings)} warnings, {len(outcome.errors)} errors"
        )


def _line(finding: Finding) -> str:
    place = f"row {finding.row}" if finding.row else "file"
    what = f"{finding.column} “{finding.value}”" if finding.value else finding.column
    return " ".join(filter(None, [place, what])) + f": {finding.message}"
