"""Write the public register as an IATI 2.03 file."""

import os
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError, CommandParser

from iati import reading_jobs
from iati.publishing.stream import stream
from iati.publishing.verdict import verdict_of
from partnerships.exports import rows
from partnerships.filters import Selection

INVALID = 1


class Command(BaseCommand):
    help = "Writes every public partnership as IATI 2.03, and checks the file by the standard's schema and ruleset."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", metavar="FILE", default="", help="where to; the standard output if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["out"]:
            self._write(sys.stdout.buffer)
            return
        target = Path(options["out"])
        handle, beside = tempfile.mkstemp(dir=target.parent or ".", suffix=".xml")
        with os.fdopen(handle, "wb") as file:
            self._write(file)
        with Path(beside).open("rb") as file:
            found = verdict_of(file, reading_jobs.schemas())
        Path(beside).chmod(0o644)
        Path(beside).replace(target)
        self.stdout.write(f"{found.activities} activities are in {target}. {found.words}")
        for fault in found.faults[:20]:
            self.stderr.write(f"  {fault}")
        if found.faults:
            raise CommandError("The file is there, but not valid.", returncode=INVALID)

    def _write(self, file: IO[bytes]) -> None:
        """What everybody sees, demonstration records left out."""
        for piece in stream(rows(Selection(), AnonymousUser())):
            file.write(piece)
