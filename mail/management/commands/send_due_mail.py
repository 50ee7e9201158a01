"""Send what is due, by hand: what the sweeper does each minute."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from mail.delivery import send_due


class Command(BaseCommand):
    help = "Send the mail that is due. Safe to repeat, also while the worker runs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, help="send at most this many messages")

    def handle(self, *args: Any, **options: Any) -> None:
        sent = send_due(limit=options["limit"])
        self.stdout.write(f"{sent} sent.")
