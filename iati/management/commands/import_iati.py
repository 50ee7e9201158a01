"""Read a published IATI file into the register."""

import io
import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from iati import fetching, reading_jobs, reporting
from iati.importing.write import CannotWriteAny, preview, write
from iati.models import PublishedActivity, Reading, Source
from iati.reading.reader import CannotRead, FileReader, read
from partnerships.imports.importer import Importer

UNREADABLE = 2
Outcome = PublishedActivity.Outcome


class Command(BaseCommand):
    help = (
        "Reads an IATI activity file (1.01 to 2.03), from a path or an https address, and writes its activities. "
        "Nothing is asked: whoever runs this has chosen the file. Who asks and who offers is only proposed, and waits "
        "on the portal until somebody confirms it, unless another portal like this one published the file."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a path, or an address that begins with https://")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")
        parser.add_argument("--report", metavar="FILE.json", help="where to write the report")
        parser.add_argument("--only-possible", action="store_true", help="write only what may be a twinning")

    def handle(self, *args: Any, **options: Any) -> None:
        reading = self._reading(options["file"])
        try:
            reader = self._read(reading, options["file"])
        except (CannotRead, fetching.CannotFetch, OSError) as error:
            Reading.objects.filter(pk=reading.pk).update(status=Reading.Status.FAILED, message=str(error))
            self.stderr.write(f"The file could not be read: {error}")
            sys.exit(UNREADABLE)
        rows = reading.activities.select_related("source").order_by("position")
        if options["only_possible"]:
            reading.activities.filter(is_possible=False, outcome=Outcome.PREVIEW).update(outcome=Outcome.SKIPPED)
            rows = rows.possible()
        if options["dry_run"]:
            self._preview(rows)
        else:
            try:
                write(rows, Importer())
            except CannotWriteAny as error:
                raise CommandError(str(error)) from error
            Reading.objects.filter(pk=reading.pk).update(status=Reading.Status.DONE, done_at=timezone.now())
        self._tell(reading, options["report"], reader)

    def _reading(self, file: str) -> Reading:
        url = file if "://" in file else ""
        name = url or Path(file).name
        source = Source.objects.filter(url=url, name=name[:250], institution=None, owner=None).first()
        source = source or Source.objects.create(url=url, name=name[:250])
        return Reading.objects.create(source=source)

    def _read(self, reading: Reading, file: str) -> FileReader:
        if reading.source.url:
            answer = fetching.fetch(file)
            if isinstance(answer, fetching.NotModified):  # nothing was asked for but the file
                raise fetching.CannotFetch("The site says that nothing changed.")
            reading.size, reading.sha256 = len(answer.content), sha256(answer.content).hexdigest()
            return self._stage(reading, io.BytesIO(answer.content))
        with Path(file).open("rb") as stream:
            reading.size = Path(file).stat().st_size
            return self._stage(reading, stream)

    def _stage(self, reading: Reading, stream: BinaryIO) -> FileReader:
        reader = reading_jobs.stage(reading, read(stream, schemas=reading_jobs.schemas()))
        reading_jobs.finish(reading, reader)
        return reader

    def _preview(self, rows: Any) -> None:
        """Keep what was found out for the report: what is new is a preview, what is there already is said so."""
        for planned in preview(rows, Importer()):
            if planned.outcome == Outcome.CREATED:
                planned.outcome = Outcome.PREVIEW.value
            PublishedActivity.objects.filter(pk=planned.row.pk).update(
                outcome=planned.outcome, messages=planned.messages
            )

    def _tell(self, reading: Reading, path: str | None, reader: FileReader) -> None:
        reading.refresh_from_db()
        report = reporting.report_of(reading)
        if path:
            Path(path).write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
        counts: dict[str, int] = {}
        for item in report["items"]:
            counts[item["outcome"]] = counts.get(item["outcome"], 0) + 1
        said = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())) or "nothing"
        self.stdout.write(f"{report['activities']} activities of IATI {report['version'] or '(no version)'}: {said}.")
        for message in report["messages"]:
            self.stdout.write(f"  {message}")
