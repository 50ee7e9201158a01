"""Sums over the rows of every table: what shows that a restored database is the same, row by row."""

import hashlib

from psycopg2.extensions import connection as Connection

from ops.backups.manifest import Table
from ops.backups.server import ask

# Unlogged tables hold what a crash may take, such as counts of requests: no copy has them, and none misses them.
TABLES = """
    SELECT format('%I.%I', n.nspname, c.relname),
           coalesce((SELECT string_agg(format('%I', a.attname), ', ' ORDER BY k.place)
                     FROM pg_index i, unnest(i.indkey::int[]) WITH ORDINALITY AS k(number, place), pg_attribute a
                     WHERE i.indrelid = c.oid AND i.indisprimary
                       AND a.attrelid = c.oid AND a.attnum = k.number), 't::text')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    ORDER BY 1
"""


class _Sum:
    """Takes what COPY writes, one row a line (a line break inside a row is written as \\n)."""

    def __init__(self) -> None:
        self.md5 = hashlib.md5(usedforsecurity=False)
        self.rows = 0

    def write(self, data: bytes) -> int:
        self.md5.update(data)
        self.rows += data.count(b"\n")
        return len(data)


def names(session: Connection) -> list[str]:
    return [name for name, _order in ask(session, TABLES)]


def sums(session: Connection) -> dict[str, Table]:
    """Row count and md5 of the ordered rows of every table that the session sees."""
    return {name: _sum(session, name, order) for name, order in ask(session, TABLES)}


def _sum(session: Connection, table: str, order: str) -> Table:
    found = _Sum()
    with session.cursor() as cursor:
        # Names and order come quoted from the catalogue.
        cursor.copy_expert(f"COPY (SELECT t.* FROM {table} t ORDER BY {order}) TO STDOUT", found, size=1 << 20)  # noqa: S608
    return Table(found.rows, found.md5.hexdigest())


def differences(before: dict[str, Table], after: dict[str, Table]) -> list[str]:
    """The tables whose rows are not the same, each in words."""
    return [
        f"{name}: {_words(before.get(name))} in the backup, {_words(after.get(name))} in the copy"
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    ]


def _words(table: Table | None) -> str:
    return f"{table.rows} rows (md5 {table.md5})" if table else "no such table"
