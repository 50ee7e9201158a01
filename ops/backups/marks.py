"""Named moments in the log, up to which a backup is complete."""

import time

import psycopg2
from psycopg2.extensions import connection as Connection

from ops.backups import rows
from ops.backups.faults import Fault
from ops.backups.manifest import Mark
from ops.backups.server import ask, one

LOCK_TRIES = 40


def set_mark(session: Connection) -> Mark:
    name, at = _name_moment(session)
    return Mark(name, at, _flushed(session))


def settled_mark(session: Connection, reader: Connection) -> Mark:
    """A mark at which nobody writes, and a reader that goes on seeing just that.

    Writers wait for a few milliseconds. We give up our place before PostgreSQL would look for a
    deadlock (a second), so that never a visitor is the one who is sent away.
    """
    tables = ", ".join(rows.names(session))
    ask(session, "SET lock_timeout = '800ms'")
    for _ in range(LOCK_TRIES):
        ask(session, "BEGIN ISOLATION LEVEL REPEATABLE READ")
        try:
            if tables:
                ask(session, f"LOCK TABLE {tables} IN SHARE MODE")
        except psycopg2.errors.LockNotAvailable:
            ask(session, "ROLLBACK")
            time.sleep(0.5)
            continue
        ask(reader, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        ask(reader, "SET TRANSACTION SNAPSHOT %s", (one(session, "SELECT pg_export_snapshot()"),))
        name, at = _name_moment(session)
        ask(session, "COMMIT")
        return Mark(name, at, _flushed(session))
    raise Fault("Somebody writes without a pause (a long import?). Try again later.")


def _name_moment(session: Connection) -> tuple[str, str]:
    """Name this moment in the log. Asking for a transaction's number sends its commit to the disk."""
    at = one(session, "SELECT clock_timestamp()").isoformat(timespec="microseconds")
    ask(session, "SELECT pg_create_restore_point(%s), pg_current_xact_id()", (f"portal-{at}",))
    return f"portal-{at}", at


def _flushed(session: Connection) -> int:
    return int(one(session, "SELECT pg_current_wal_flush_lsn() - '0/0'"))
