"""Let the outbox stand still: after a restore, or when something is wrong."""

import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from mail import services


class Command(BaseCommand):
    help = "Send nothing until resume_mail. Mail goes on to be written, and waits."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reason", required=True, help="why; shown in the administration and in /healthz/")
        parser.add_argument("--by", default=getpass.getuser(), help="who; without it the user of this machine")

    def handle(self, *args: Any, **options: Any) -> None:
        is_new = services.pause_outbox(reason=options["reason"], by=options["by"])
        self.stdout.write("The outbox stands still." if is_new else "The outbox stood still already.")
