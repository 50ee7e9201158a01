"""Making a chain: receive the log, copy the base, mark, collect documents, seal.

The log is streamed as it is written, so a mark a minute is all that a recovery loses. Everything up to
the mark is sealed with its sha256 in the manifest, the growing segment of the log included.
"""

import json
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection as Connection

from ops import processes
from ops.backups import documents, manifest, rows, server
from ops.backups.faults import Fault
from ops.backups.manifest import Base, Erasure, Manifest, Mark, Part
from ops.backups.server import Server, ask, one

# A copy that recovers while it can be read must have at least as many of these as the original.
SETTINGS = (
    *("max_connections", "max_worker_processes", "max_wal_senders"),
    *("max_prepared_transactions", "max_locks_per_transaction"),
)
STORE = "files"
RECEIVE_SECONDS = 60
LOCK_TRIES = 40


@dataclass
class Chain:
    """One unbroken stretch of log in a folder, and the server it comes from."""

    folder: Path
    server: Server
    media: Path
    manifest: Manifest
    receiver: "subprocess.Popen[bytes] | None" = None

    @property
    def wal(self) -> Path:
        return self.folder / "wal"

    @property
    def store(self) -> Path:
        return self.folder.parent / STORE

    def receive(self) -> None:
        """Have the log streamed here, if it is not; the server keeps what we have not got yet."""
        if self.receiver is None or self.receiver.poll() is not None:
            self.receiver = processes.spawn(
                [
                    server.program("pg_receivewal"),
                    *("--directory", self.wal, "--slot", self.manifest.slot),
                    *("--synchronous", "--no-loop", "--no-password"),
                ],
                log=self.folder / "pg_receivewal.log",
                env=self.server.environment(),
            )

    def stop(self) -> None:
        if self.receiver is not None:
            processes.stop(self.receiver, by=signal.SIGINT)

    def wait_for(self, session: Connection, lsn: int) -> None:
        """Wait until the log is on our disk up to there."""
        reached = "SELECT restart_lsn - '0/0' FROM pg_replication_slots WHERE slot_name = %s"
        end = time.monotonic() + RECEIVE_SECONDS
        while int(one(session, reached, (self.manifest.slot,)) or 0) < lsn:
            if time.monotonic() > end:
                log = self.folder / "pg_receivewal.log"
                raise Fault(f"The log does not arrive. The end of {log}:\n{processes.last_lines(log)}")
            if self.receiver is None or self.receiver.poll() is not None:
                time.sleep(1)
                self.receive()
            time.sleep(0.05)

    # --- Each minute ---------------------------------------------------------------------------------

    def advance(self) -> None:
        """Let the backup reach the present: mark, collect, seal."""
        with session_of(self.server) as session:
            self.receive()
            mark = set_mark(session)
            documents.collect(self.media, self.store, self.manifest)
            self._seal(session, mark)
        newest = self.manifest.bases[-1]
        if not (self.folder / "bases" / f"{newest.name}.json").exists():
            self._keep_manifest_of(newest)

    def _seal(self, session: Connection, mark: Mark) -> None:
        self.manifest.erasures = erasures(session)
        self.wait_for(session, mark.lsn)
        self._sum_up_log(mark.lsn)
        self.manifest.mark = mark
        self.manifest.write(self.folder)

    def _sum_up_log(self, lsn: int) -> None:
        """Sum each full segment once, and the last one up to the mark."""
        known, last = self.manifest.wal, self.manifest.segment(lsn)
        whole = self.manifest.segment_size
        for file in sorted(self.wal.iterdir()):
            name = file.name.removesuffix(".partial")
            if name.endswith(".history"):
                known[name] = Part(file.stat().st_size, manifest.digest(file))
            elif name < last and (name not in known or known[name].size < whole):
                known[name] = Part(whole, manifest.digest(file, whole))
        size = (lsn - 1) % whole + 1
        known[last] = Part(size, manifest.digest(segment_file(self.wal, last), size))

    # --- Each day --------------------------------------------------------------------------------------

    def add_base(self) -> Base:
        """Copy the base and let the backup reach its mark."""
        self.receive()
        base = self.copy_base()
        documents.collect(self.media, self.store, self.manifest)
        self.take(base)
        with session_of(self.server) as session:
            self._seal(session, base.mark)
        self._keep_manifest_of(base)
        return base

    def take(self, base: Base) -> None:
        """A base that was copied counts from the next seal on."""
        self.manifest.bases.append(base)
        drop_log_before(self.wal, self.manifest.bases[0].first_segment)

    def copy_base(self) -> Base:
        """Copy the database's files and sum up its rows at a moment that can be recovered exactly.

        Touches neither manifest nor log: marks may be set meanwhile.
        """
        name = stamp()
        fresh = self.folder / "bases" / f"{name}.new"
        fresh.mkdir(mode=0o700, parents=True)
        server.run(
            "pg_basebackup",
            *("--pgdata", fresh, "--format=tar", "--compress=client-gzip:1", "--wal-method=none"),
            *("--checkpoint=fast", "--manifest-checksums=SHA256", "--no-password"),
            env=self.server.environment(),
        )
        if {file.name for file in fresh.iterdir()} != {"base.tar.gz", "backup_manifest"}:
            raise Fault("The database uses tablespaces; this backup does not keep them.")
        listed = json.loads((fresh / "backup_manifest").read_text())
        with session_of(self.server) as session, session_of(self.server) as reader:
            mark = settled_mark(session, reader)
            base = Base(
                name=name,
                mark=mark,
                first_segment=self.manifest.segment(_position(listed["WAL-Ranges"][0]["Start-LSN"]) + 1),
                unpacked_size=sum(file["Size"] for file in listed["Files"]),
                parts={file.name: Part(file.stat().st_size, manifest.digest(file)) for file in fresh.iterdir()},
                tables=rows.sums(reader),
                migrations=migrations(reader),
                settings={name: str(one(session, "SELECT current_setting(%s)", (name,))) for name in SETTINGS},
                code=code_version(),
            )
        fresh.rename(fresh.with_name(name))
        return base

    def _keep_manifest_of(self, base: Base) -> None:
        """Should the manifest be spoilt one day, this one brings back what had been saved by now."""
        shutil.copyfile(self.folder / manifest.NAME, self.folder / "bases" / f"{base.name}.json")


def new_chain(folder: Path, source: Server, media: Path, *, purpose: str, secrets: dict[str, str]) -> Chain:
    """Begin a chain: from now on the server keeps its log until we have it."""
    with session_of(source) as session:
        _require_rights(session)
        name = stamp()
        slot = f"portal_{purpose}_{name.lower()}"
        ask(session, "SELECT pg_create_physical_replication_slot(%s, true)", (slot,))
        begun = Manifest(
            system=str(one(session, "SELECT system_identifier FROM pg_control_system()")),
            server=int(one(session, "SELECT current_setting('server_version_num')")) // 10000,
            timeline=timeline(session),
            segment_size=int(one(session, "SELECT setting FROM pg_settings WHERE name = 'wal_segment_size'")),
            slot=slot,
            mark=Mark("", manifest.now(), 0),
            secrets=secrets,
        )
    place = folder / name
    (place / "wal").mkdir(mode=0o700, parents=True)
    return Chain(place, source, media, begun)


def take_once(folder: Path, source: Server, media: Path, secrets: dict[str, str]) -> Chain:
    """One complete backup, now; it is no burden to the server afterwards."""
    with session_of(source) as session:
        drop_slots(session, "portal_once_%")  # of a backup that was killed
    chain = new_chain(folder, source, media, purpose="once", secrets=secrets)
    try:
        chain.add_base()
    except BaseException:
        shutil.rmtree(chain.folder, ignore_errors=True)
        raise
    finally:
        chain.stop()
        with session_of(source) as session:
            drop_slots(session, chain.manifest.slot)
    return chain


# --- Marks ---------------------------------------------------------------------------------------------


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


# --- What the server says ----------------------------------------------------------------------------


@contextmanager
def session_of(source: Server) -> Iterator[Connection]:
    session = source.connect()
    try:
        yield session
    except psycopg2.Error as error:
        raise Fault(f"The database says: {str(error).strip()}") from error
    finally:
        session.close()


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


def _require_rights(session: Connection) -> None:
    if one(session, "SHOW wal_level") == "minimal":
        raise Fault("The database's wal_level is minimal; backups need replica (PostgreSQL's default).")
    if not one(session, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
        raise Fault("A backup copies the whole server: DATABASE_URL must name a superuser of it.")


def drop_log_before(wal: Path, first: str) -> None:
    for file in wal.iterdir():
        if file.name < first and not file.name.endswith(".history"):
            file.unlink()


def segment_file(wal: Path, name: str) -> Path:
    """A segment under its name, or while it still grows."""
    return wal / name if (wal / name).exists() else wal / f"{name}.partial"


def stamp() -> str:
    """A name that sorts by time."""
    return f"{datetime.now(UTC).strftime('%Y%m%dT%H%M%S%f')[:-3]}Z"


def _position(words: str) -> int:
    high, _, low = words.partition("/")
    return (int(high, 16) << 32) + int(low, 16)


def code_version() -> str:
    """The commit that runs, where there is a checkout."""
    try:
        words = ["git", "describe", "--always", "--dirty"]
        done = subprocess.run(words, cwd=Path(__file__).parent, capture_output=True, text=True)
    except FileNotFoundError:
        return "unknown"
    return done.stdout.strip() or "unknown"
