"""Demonstration accounts and records; safe to repeat."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from p2pportal.demo.both_sides import demo_both_sides
from p2pportal.demo.depth import demo_depth
from p2pportal.demo.events import demo_events
from p2pportal.demo.knowledge import demo_knowledge
from p2pportal.demo.matching import demo_matching
from p2pportal.demo.people import demo_institutions, demo_people
from p2pportal.demo.records import demo_records
from p2pportal.demo.results import demo_results
from p2pportal.demo.voices import demo_voices


class Command(BaseCommand):
    help = "Adds the demonstration accounts and records (demo mode only)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_MODE:
            raise CommandError("Demonstration accounts have a known password: set DEMO_MODE=1 to allow them.")
        with transaction.atomic():
            institutions = demo_institutions()
            people = demo_people(institutions)
            written = demo_records(institutions, people) + demo_voices(institutions, people)
            demo_depth(institutions, people)
            held = demo_events(institutions, people)
            known = demo_knowledge(institutions, people)
            changed = demo_results(institutions, people) + demo_both_sides(institutions, people)
            stated = demo_matching(institutions, people)
        self.stdout.write(
            f"{written} demonstration records, {held} demonstration events, {known} demonstration texts, "
            f"{changed} demonstration outcomes and {stated} demonstration needs and offers written"
        )
