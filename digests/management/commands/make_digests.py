"""Write the digests of a period, by hand: what beat does by itself."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from digests import making


class Command(BaseCommand):
    help = (
        "Write the digests into the outbox: the edition of a week or month, and notices that waited."
        " Safe to repeat: nobody gets two for one period, and nothing is told twice."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--period", help="a week such as 2026-W47 or a month such as 2026-11; without it those that ended last"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        period = options["period"]
        try:
            made = making.make_for(period) if period else making.make_due()
        except ValueError as error:
            raise CommandError(str(error)) from error
        name = period or "What ended last"
        self.stdout.write(f"{name}: {made.editions + made.notices} new digests.")
