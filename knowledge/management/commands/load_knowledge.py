"""Bring in what is known on the first day."""

from typing import Any

from django.core.management.base import BaseCommand

from knowledge.services.shipped import load_knowledge


class Command(BaseCommand):
    help = "Loads the terms of the evidence map, an annotated review and the open questions; a second run finds them there."

    def handle(self, *args: Any, **options: Any) -> None:
        came = load_knowledge()
        told = ", ".join(f"{count} {name}" for name, count in came.items())
        self.stdout.write(f"Shipped knowledge: {told} new")
