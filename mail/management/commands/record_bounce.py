"""Read one mail that came back, as a mail server's pipe hands it over."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError

from mail import bounces

TRY_LATER = 75  # EX_TEMPFAIL: the mail server keeps the bounce and calls again


class Command(BaseCommand):
    help = "Read one bounce on standard input and note whom it could not reach. Any other mail is passed over."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            new = bounces.record(sys.stdin.buffer.read(bounces.LONGEST))
        except (DatabaseError, InterfaceError) as error:
            raise CommandError(f"The database does not answer: {error}", returncode=TRY_LATER) from error
        self.stdout.write(f"{len(new)} noted.")
