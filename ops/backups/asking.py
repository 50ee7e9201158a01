"""What a backup asks of the server that it copies."""

import time

from psycopg2.extensions import connection as Connection

from ops.backups.faults import Fault
from ops.backups.manifest import Erasure
from ops.backups.server import ask, one


def drop_slots(session: Connection, pattern: str) -> None:
    """Free the server of keeping log for those who no longer fetch it."""
    idle = "FROM pg_replication_slots WHERE slot_name LIKE %s AND NOT active"
    end = time.monotonic() + 10
    ask(session, f"SELECT pg_drop_replication_slot(slot_name) {idle}", (pattern,))
    while "%" not in pattern and ask(session, "SELECT 1 FROM pg_replication_slots WHERE slot_name = %s", (pattern,)):
        if time.monotonic() > end:
            raise Fault(f"The replication slot {pattern} is still in use; drop it by hand.")
        time.sleep(0.1)
        ask(session, f"SELECT pg_drop_replication_slot(slot_name) {idle}", (pattern,))


def timeline(session: Connection) -> int:
    """How often this database was recovered: the first part of the names of its log's files."""
    return int(one(session, "SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8)"), 16)


def erasures(session: Connection) -> list[Erasure]:
    if one(session, "SELECT to_regclass('community_erasure')") is None:
        return []
    found = ask(session, "SELECT account, address_hash, erased_at FROM community_erasure ORDER BY id")
    return [Erasure(account, address_hash, at.isoformat()) for account, address_hash, at in found]


def migrations(session: Connection) -> list[str]:
    if one(session, "SELECT to_regclass('django_migrations')") is None:
        return []
    return [f"{app}.{name}" for app, name in ask(session, "SELECT app, name FROM django_migrations ORDER BY id")]


def require_rights(session: Connection) -> None:
    if one(session, "SHOW wal_level") == "minimal":
        raise Fault("The database's wal_level is minimal; backups need replica (PostgreSQL's default).")
    if not one(session, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
        raise Fault("A backup copies the whole server: DATABASE_URL must name a superuser of it.")
