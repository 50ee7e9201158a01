"""Making a chain: receive the log, copy the base, mark, collect documents, seal.

The log is streamed as it is written, so a mark a minute is all that a recovery loses. Everything up to
the mark is sealed with its sha256 in the manifest, the growing segment of the log included.
"""

import json
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from psycopg2.extensions import connection as Connection

from ops import processes
from ops.backups import asking, documents, manifest, marks, rows, server
from ops.backups.faults import Fault
from ops.backups.manifest import Base, Manifest, Mark, Part
from ops.backups.server import Server, ask, one

# A copy that recovers while it can be read must have at least as many of these as the original.
SETTINGS = (
    *("max_connections", "max_worker_processes", "max_wal_senders"),
    *("max_prepared_transactions", "max_locks_per_transaction"),
)
STORE = "files"
RECEIVE_SECONDS = 60


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
        with self.server.session() as session:
            self.receive()
            mark = marks.set_mark(session)
            documents.collect(self.media, self.store, self.manifest)
            self._seal(session, mark)
        newest = self.manifest.bases[-1]
        if not (self.folder / "bases" / f"{newest.name}.json").exists():
            self._keep_manifest_of(newest)

    def _seal(self, session: Connection, mark: Mark) -> None:
        self.manifest.erasures = asking.erasures(session)
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
        with self.server.session() as session:
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
        with self.server.session() as session, self.server.session() as reader:
            mark = marks.settled_mark(session, reader)
            base = Base(
                name=name,
                mark=mark,
                first_segment=self.manifest.segment(_position(listed["WAL-Ranges"][0]["Start-LSN"]) + 1),
                unpacked_size=sum(file["Size"] for file in listed["Files"]),
                parts={file.name: Part(file.stat().st_size, manifest.digest(file)) for file in fresh.iterdir()},
                tables=rows.sums(reader),
                migrations=asking.migrations(reader),
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
    with source.session() as session:
        asking.require_rights(session)
        name = stamp()
        slot = f"portal_{purpose}_{name.lower()}"
        ask(session, "SELECT pg_create_physical_replication_slot(%s, true)", (slot,))
        begun = Manifest(
            system=str(one(session, "SELECT system_identifier FROM pg_control_system()")),
            server=int(one(session, "SELECT current_setting('server_version_num')")) // 10000,
            timeline=asking.timeline(session),
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
    with source.session() as session:
        asking.drop_slots(session, "portal_once_%")  # of a backup that was killed
    chain = new_chain(folder, source, media, purpose="once", secrets=secrets)
    try:
        chain.add_base()
    except BaseException:
        shutil.rmtree(chain.folder, ignore_errors=True)
        raise
    finally:
        chain.stop()
        with source.session() as session:
            asking.drop_slots(session, chain.manifest.slot)
    return chain


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
