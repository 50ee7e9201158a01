"""Write the weekly digests, by hand: what beat does by itself."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mail import digest


class Command(BaseCommand):
    help = "Write the digests of a week into the outbox. Safe to repeat: nobody gets two for one week."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--period", help="a week such as 2026-W47; without it the one that ended last")

    def handle(self, *args: Any, **options: Any) -> None:
        period = options["period"] or digest.last_period()
        try:
            count = digest.make_digests(period)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{period}: {count} new digests.")
