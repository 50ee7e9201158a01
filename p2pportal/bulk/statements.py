"""Rows that the database invents itself, by statements."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from partnerships.listing import unhurried

# A number between 0 and 1 that is the same for the same row and seed.
CHANCE = "(('x' || substr(md5({key} || %(seed)s::text), 1, 8))::bit(32)::bigint / 4294967296.0)"


def run(statements: Iterable[str], values: Mapping[str, Any], *, without_triggers_of: Iterable[str] = ()) -> list[int]:
    """Run them in one transaction, the triggers of these tables asleep; how many rows each wrote."""
    with unhurried() as cursor:
        connection.check_constraints()  # a table with checks still due cannot be altered
        for table in without_triggers_of:
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} DISABLE TRIGGER USER")
        written = []
        for sql in statements:
            cursor.execute(sql, values)
            written.append(cursor.rowcount)
        connection.check_constraints()
        for table in without_triggers_of:
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} ENABLE TRIGGER USER")
    return written
