"""Bring in the real events that ship with the product."""

from typing import Any

from django.core.management.base import BaseCommand

from events.services.shipped import load_events


class Command(BaseCommand):
    help = "Loads the events of events/data, with their final reports; a second run finds them there."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Shipped events: {load_events()} new")
