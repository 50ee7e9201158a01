"""Run on a restored copy before anybody may use it; `make restore` does."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand

from community.models import Erasure
from community.services.erasing_again import erase_again


class Command(BaseCommand):
    help = "Erases again whoever is named in a list of erasures (JSON, on standard input); safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        erased, refused = erase_again(Erasure(**row) for row in json.load(sys.stdin))
        self.stdout.write(f"Erased again: {erased} accounts.")
        for account in refused:
            self.stdout.write(f"Account {account} must be erased by hand: name another administrator first.")
