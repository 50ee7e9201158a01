"""Fetch the schemas of the IATI standard, by which files are judged."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from iati import schemas
from iati.fetching import CannotFetch


class Command(BaseCommand):
    help = "Fetches the schemas of the IATI standard (all versions) into the folder that IATI_SCHEMAS names."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", default="", help="where to put them; IATI_SCHEMAS, or var/iati-schemas")
        parser.add_argument("--published-at", default=schemas.PUBLISHED_AT, help="an https address to fetch them from")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["folder"] or settings.IATI_SCHEMAS or settings.BASE_DIR / "var" / "iati-schemas")
        try:
            count = schemas.install(folder, options["published_at"].rstrip("/"))
        except CannotFetch as error:
            raise CommandError(f"The schemas could not be fetched: {error}") from error
        self.stdout.write(f"{count} files for {len(schemas.VERSIONS)} versions are in {folder}.")
