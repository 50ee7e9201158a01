"""Which files the rows of the database name: what a restored folder of documents must hold, and nothing else."""

import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db.models import FileField, Model


class Command(BaseCommand):
    help = "Lists the path, and where the row keeps it the sha256, of every file that a row names; one JSON a line."

    def handle(self, *args: Any, **options: Any) -> None:
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                if isinstance(field, FileField) and not model._meta.proxy:
                    for path, sha256 in named(model, field.attname):
                        self.stdout.write(json.dumps({"path": path, "sha256": sha256}))


def named(model: type[Model], field: str) -> Iterator[tuple[str, str]]:
    has_sum = any(each.attname == "sha256" for each in model._meta.concrete_fields)
    rows = model._default_manager.exclude(**{field: ""}).values_list(field, *(["sha256"] if has_sum else []))
    for row in rows.iterator():
        yield row[0], row[1] if has_sum else ""
