"""What a new portal needs before anyone opens it: places, sectors, exchange rates, the register, real events, what is known, the demonstration."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from matching import profiles


class Command(BaseCommand):
    help = "Loads reference data, exchange rates, the starting register, real events, what is known and, in demo mode, the demonstration; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("load_reference", stdout=self.stdout)
        call_command("load_exchange_rates", ecb=True, stdout=self.stdout)
        call_command("load_register", stdout=self.stdout)
        call_command("load_events", stdout=self.stdout)
        call_command("load_bibliography", stdout=self.stdout)
        call_command("load_knowledge", stdout=self.stdout)
        if settings.DEMO_MODE:
            call_command("seed_demo", stdout=self.stdout)
        profiles.refresh(None)  # so that peers are found at once, and not after the first night
