from typing import Any

from django.core.management.base import BaseCommand

from community.reference import load_reference


class Command(BaseCommand):
    help = "Bring countries, sectors and Sustainable Development Goals in step with community/data; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        for counts in load_reference():
            self.stdout.write(f"{counts.table}: {counts.rows} ({counts.added} added, {counts.changed} changed)")
