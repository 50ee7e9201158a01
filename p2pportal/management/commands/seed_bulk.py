"""Invented rows for measurements; safe to repeat, since it tops up to the numbers asked for."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from community.models import Country
from p2pportal.bulk.events import bulk_events
from p2pportal.bulk.institutions import bulk_institutions
from p2pportal.bulk.knowledge import bulk_findings, bulk_knowledge
from p2pportal.bulk.matching import NobodyToOffer, bulk_offers
from p2pportal.bulk.observations import bulk_observations
from p2pportal.bulk.partnerships import NobodyToPartner, bulk_partnerships
from p2pportal.bulk.people import bulk_people
from p2pportal.bulk.results import bulk_outcomes

COUNTED = (
    "partnerships",
    "institutions",
    "people",
    "events",
    "knowledge",
    "findings",
    "outcomes",
    "observations",
    "offers",
)


class Command(BaseCommand):
    help = (
        "Adds invented partnerships, institutions, people, events, knowledge, results and offers for benchmarks."
        " Their slugs begin with `bulk-`."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--partnerships", type=int, default=0, metavar="N", help="top up to N partnerships")
        parser.add_argument("--institutions", type=int, default=0, metavar="N", help="top up to N institutions")
        parser.add_argument("--people", type=int, default=0, metavar="N", help="top up to N people")
        parser.add_argument("--events", type=int, default=0, metavar="N", help="top up to N learning events")
        parser.add_argument("--knowledge", type=int, default=0, metavar="N", help="top up to N stories and resources")
        parser.add_argument("--findings", type=int, default=0, metavar="N", help="top up to N findings in resources")
        parser.add_argument("--outcomes", type=int, default=0, metavar="N", help="N outcomes, if there are none")
        parser.add_argument(
            "--observations", type=int, default=0, metavar="N", help="N observations, if there are none"
        )
        parser.add_argument("--offers", type=int, default=0, metavar="N", help="top up to N offers of experience")
        parser.add_argument("--seed", type=int, default=1, help="another number makes other rows (default: 1)")

    def handle(self, *args: Any, **options: Any) -> None:
        if min(options[what] for what in COUNTED) < 0:
            raise CommandError("Ask for 0 or more of each.")
        if not Country.objects.exclude(side="").exists():
            raise CommandError("There are no countries yet: run `manage.py load_reference` first.")
        began, seed = time.monotonic(), options["seed"]
        self._say("institutions", bulk_institutions(options["institutions"], seed), began)
        self._say("people", bulk_people(options["people"], seed), began)
        self._say("events", bulk_events(options["events"], seed), began)
        self._say("stories and resources", bulk_knowledge(options["knowledge"], seed), began)
        self._say("findings", bulk_findings(options["findings"], seed), began)
        try:
            added = bulk_partnerships(options["partnerships"], seed, self._progress)
        except NobodyToPartner as error:
            raise CommandError("Partnerships need members: ask for --institutions too, 50 or more.") from error
        self._say("partnerships", added, began)
        self._say("outcomes", bulk_outcomes(options["outcomes"], seed), began)
        self._say("observations", bulk_observations(options["observations"], seed), began)
        try:
            self._say("offers", bulk_offers(options["offers"], seed), began)
        except NobodyToOffer as error:
            raise CommandError("Offers need institutions: ask for --institutions too.") from error

    def _say(self, what: str, added: int, began: float) -> None:
        self.stdout.write(f"{added:>9,} {what} added ({time.monotonic() - began:.0f} s)")

    def _progress(self, written: int) -> None:
        if written % 20_000 == 0:
            self.stdout.write(f"{written:>9,} partnerships …")
            self.stdout.flush()
