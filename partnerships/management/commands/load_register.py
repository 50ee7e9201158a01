"""Bring in the institutions and partnerships that ship with the product."""

from django.core.management.base import BaseCommand

from partnerships.imports.register import load_register


class Command(BaseCommand):
    help = "Load the starting register from partnerships/data; a second run finds it done."

    def handle(self, *args, **options):
        report = load_register()
        if report is None:
            self.stdout.write("The starting register is in.")
            return
        self.stdout.write(
            f"Starting register: {report.rows} partnerships, {report.created} created, {report.updated} updated, "
            f"{report.unchanged} unchanged, {report.skipped} skipped"
        )
