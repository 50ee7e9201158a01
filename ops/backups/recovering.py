"""A database made from a base and the log, in a folder of its own, on a socket that only its user can enter."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from ops import processes
from ops.accounts import Account
from ops.backups import rows, server
from ops.backups.documents import copy
from ops.backups.faults import Fault
from ops.backups.manifest import Base, Manifest, Table
from ops.backups.server import Server, ask, one
from ops.backups.taking import segment_file
from ops.postgres import binaries
from ops.private import make_private, remove_if_empty, socket_folder

RECOVERY_SECONDS = 3600
PAUSED = "SELECT CASE WHEN pg_is_in_recovery() THEN pg_get_wal_replay_pause_state() = 'paused' END"
OPEN = "SELECT NOT pg_is_in_recovery()"


@dataclass(frozen=True)
class Copy:
    """A data directory that is not in use yet."""

    data: Path
    account: Account
    user: str
    database: str

    @property
    def sockets(self) -> Path:
        return socket_folder("restore", self.data, self.account)

    @property
    def server(self) -> Server:
        return Server(f"postgres://{quote(self.user)}@{quote(str(self.sockets), safe='')}/{quote(self.database)}")

    @property
    def log(self) -> Path:
        return self.data.with_name(f"{self.data.name}.restore.log")

    def unpack(self, base: Path) -> None:
        """The base as it was copied, shown to be so by PostgreSQL's own check."""
        self.data.mkdir(mode=0o700)
        unpacked = subprocess.run(
            ["tar", "--extract", "--gzip", "--no-same-owner", "--file", base / "base.tar.gz", "--directory", self.data],
            capture_output=True,
            text=True,
        )
        if unpacked.returncode:
            raise Fault(f"The base could not be unpacked: {unpacked.stderr.strip()}")
        (self.data / "backup_manifest").write_bytes((base / "backup_manifest").read_bytes())
        server.run("pg_verifybackup", "--no-parse-wal", self.data)

    def lay_log(self, wal: Path, kept: Manifest, first: str, last: str) -> None:
        """The segments that recovery reads, each compared with its sum once more while it is copied."""
        target = self.data / "pg_wal"
        target.mkdir(mode=0o700, exist_ok=True)
        for name, part in kept.wal.items():
            if not (first <= name <= last or name.endswith(".history")):
                continue
            if copy(segment_file(wal, name), target / name, part.size) != (part.size, part.sha256):
                raise Fault(f"{wal / name} changed while it was read.")
            with (target / name).open("ab") as file:
                file.truncate(part.size if name.endswith(".history") else kept.segment_size)

    def hand_over(self) -> None:
        """Everything in it belongs to the user who will serve it."""
        for path in [self.data, *self.data.rglob("*")]:
            self.account.give(path)
            path.chmod(0o700 if path.is_dir() else 0o600)

    def recover(self, base: Base, target: dict[str, str]) -> dict[str, Table]:
        """Replay to the base's mark, sum up its rows, go on to the target; the sums.

        A target that is the base's own mark is where we stand already.
        """
        (self.data / "recovery.signal").touch(mode=0o600)
        self.account.give(self.data / "recovery.signal")
        own = {"recovery_target_name": base.mark.name}
        with self.running(base.settings | own | {"recovery_target_action": "pause"}) as running:
            running.wait_for(PAUSED)
            session = running.server.connect()
            found = rows.sums(session)
            if target == own:
                ask(session, "SELECT pg_wal_replay_resume()")
                running.wait_for(OPEN)
            session.close()
        if target != own:
            with self.running(base.settings | target | {"recovery_target_action": "promote"}) as running:
                running.wait_for(OPEN)
        return found

    @contextmanager
    def running(self, settings: dict[str, str] | None = None) -> Iterator["Running"]:
        """Serve the copy to ourselves."""
        make_private(self.sockets, self.account)
        trusting = self.sockets / "hba.conf"  # only its user can enter the folder of the socket
        trusting.write_text("local all all trust\n")
        trusting.chmod(0o644)
        chosen = (settings or {}) | {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "hba_file": str(trusting),
            "restore_command": "false",  # the log lies in pg_wal already
            "recovery_target_timeline": "current",
            "shared_buffers": "256MB",
            "archive_mode": "off",
            "logging_collector": "off",
        }
        options = [word for name, value in chosen.items() for word in ("-c", f"{name}={value}")]
        process = processes.spawn(
            [binaries(self.account) / "postgres", "-D", self.data, *options],
            log=self.log,
            account=self.account,
            cwd="/",
            on_parent_death=signal.SIGINT,
        )
        try:
            running = Running(self.server, process, self.log)
            running.wait_for("SELECT true")
            yield running
        finally:
            processes.stop(process, by=signal.SIGINT, patience=300)
            trusting.unlink(missing_ok=True)
            remove_if_empty(self.sockets)


@dataclass(frozen=True)
class Running:
    server: Server
    process: "subprocess.Popen[bytes]"
    log: Path

    def wait_for(self, question: str) -> None:
        """Wait until the server answers a question with yes."""

        def settled() -> bool:
            return self.process.poll() is not None or (self.server.answers() and self._says(question))

        if not processes.wait_until(settled, seconds=RECOVERY_SECONDS, pause=0.1) or self.process.poll() is not None:
            raise Fault(f"The copy did not get there; the end of {self.log}:\n{processes.last_lines(self.log)}")

    def _says(self, question: str) -> bool:
        session = self.server.connect()
        try:
            return bool(one(session, question))
        finally:
            session.close()
