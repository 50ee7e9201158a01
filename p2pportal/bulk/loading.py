"""Putting many rows into the database at once."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

Item = TypeVar("Item")


def parts(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    while part := list(islice(iterator, size)):
        yield part


def missing(existing: Iterable[str], prefix: str, count: int) -> list[int]:
    """Which of the numbers from 1 to `count` no row bears yet; names are `prefix`, number, whatever follows."""
    found = (re.match(rf"{prefix}(\d+)", name) for name in existing)
    present = {int(match[1]) for match in found if match}
    return [number for number in range(1, count + 1) if number not in present]


def reserve(model: type[Model], count: int) -> list[int]:
    """Keys for rows that others will point to before they are written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def insert(rows: Sequence[Any], size: int = 2_000) -> None:
    """Write rows of one model as they are; each statement holds as many as it can carry well."""
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=size)


def analyse(*models: type[Model]) -> None:
    """Tell the planner what is there now; it would learn of so many rows only after a while."""
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


@contextmanager
def sorted_into(index: str, pending_kilobytes: int = 128 * 1024) -> Iterator[None]:
    """Within a transaction, let a GIN index collect new entries and take them in many at once, sorted.

    Row by row, the index of the register's words costs more than all the rest of a row. Needs the
    table's owner, who migrates too; what the migration says of the index holds again at the end.
    """
    name = connection.ops.quote_name(index)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER INDEX {name} SET (fastupdate = on, gin_pending_list_limit = {pending_kilobytes:d})")
        yield
        cursor.execute(f"ALTER INDEX {name} SET (fastupdate = off)")
        cursor.execute(f"ALTER INDEX {name} RESET (gin_pending_list_limit)")
        cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])
