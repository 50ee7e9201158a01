"""Let the outbox send again."""

import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from mail import services


class Command(BaseCommand):
    help = "Send what waits, after pause_mail or a restore."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--by", default=getpass.getuser(), help="who; without it the user of this machine")

    def handle(self, *args: Any, **options: Any) -> None:
        stood_still = services.resume_outbox(by=options["by"])
        self.stdout.write("The outbox sends again." if stood_still else "The outbox was not paused.")
