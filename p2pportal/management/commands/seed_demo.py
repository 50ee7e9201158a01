"""Demonstration accounts and records; safe to repeat."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from p2pportal.demo.people import demo_institutions, demo_people
from p2pportal.demo.records import demo_records


class Command(BaseCommand):
    help = "Adds the demonstration accounts and records (demo mode only)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_MODE:
            raise CommandError("Demonstration accounts have a known password: set DEMO_MODE=1 to allow them.")
        with transaction.atomic():
            institutions = demo_institutions()
            written = demo_records(institutions, demo_people(institutions))
        self.stdout.write(f"{written} demonstration records written")
