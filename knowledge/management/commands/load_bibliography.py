"""Bring a bibliography into the library: a file of one's own, or the one that comes with the portal."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledge.importing import plan
from knowledge.services.resources import bring_in
from knowledge.services.shipped_bibliography import load_bibliography


class Command(BaseCommand):
    help = "Brings in CSV, BibTeX, RIS or CSL-JSON; without a file, once, the works that come with the portal."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--fill", action="store_true", help="give those that are here already what they lack")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"]
        if path is None:
            self.stdout.write(f"Shipped bibliography: {load_bibliography()} new")
            return
        try:
            looked = plan(path.read_text(encoding="utf-8-sig"), path.name, None)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{path} cannot be read: {error}") from error
        for row in looked.faulty:
            self.stderr.write(f"{row.place}: {row.fault}")
        brought = bring_in(looked.works, by=None, fill=options["fill"], source=path.name)
        came = f"{len(brought.new)} new, {len(brought.filled)} filled, {len(brought.here)} here already"
        self.stdout.write(f"{path.name}: {came}, {len(looked.faulty)} with a fault")
