"""A web server under measurement: its requests, its processor time, its memory."""

import contextlib
import http.client
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg2

from ops import processes
from ops.places import LOGS, ROOT, VENV_BIN
from ops.run import free_port

ONE_WORKER = {"WEB_WORKERS": "1", "WEB_THREADS": "4"}  # so that time and memory are those of a worker
CONFIG = ROOT / "deploy" / "gunicorn.conf.py"


@dataclass(frozen=True)
class Server:
    """One web worker, and the database sessions that work for it."""

    name: str
    port: int
    worker: psutil.Process
    database: "psycopg2.extensions.connection"

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def processor_times(self) -> dict[int, float]:
        """What the worker and, where it is on this machine, the database's sessions for it have used until now."""
        return {process.pid: seconds(process) for process in (self.worker, *self._sessions())}

    def _sessions(self) -> Iterator[psutil.Process]:
        with self.database.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE application_name = %s", [self.name])
            for (pid,) in cursor.fetchall():
                if session := session_of(pid):
                    yield session

    def memory(self) -> float:
        """Megabytes that the worker holds now."""
        return self.worker.memory_info().rss / 2**20

    def peak_memory(self) -> float:
        """Megabytes that the worker held at most; what it holds now where the system does not say."""
        status = Path(f"/proc/{self.worker.pid}/status")
        if not status.exists():
            return self.memory()
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024


@contextlib.contextmanager
def serving(name: str, settings: str, database: "psycopg2.extensions.connection") -> Iterator[Server]:
    """Start gunicorn as the portal does, with these settings; it ends with the block."""
    port = free_port()
    # The sessions of the database bear the server's name, by which they are told apart.
    env = {**os.environ, **ONE_WORKER, "DJANGO_SETTINGS_MODULE": settings, "PGAPPNAME": name}
    master = processes.spawn(
        [VENV_BIN / "gunicorn", "p2pportal.wsgi:application", "--config", CONFIG, "--bind", f"127.0.0.1:{port}"],
        log=LOGS / f"{name}.log",
        env=env,
        cwd=ROOT,
    )
    try:
        if not processes.wait_until(lambda: answers(port) or master.poll() is not None, seconds=60) or master.poll():
            raise SystemExit(f"The server {name} does not answer:\n{processes.last_lines(LOGS / f'{name}.log')}")
        worker = psutil.Process(master.pid).children()[0]
        yield Server(name, port, worker, database)
    finally:
        processes.stop(master)


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/")
        return bool(connection.getresponse().status)
    return False


def used(before: dict[int, float], after: dict[int, float]) -> float:
    """Processor seconds between two readings; a session that ended between them takes its own with it."""
    return sum(max(0.0, seconds - before.get(pid, 0.0)) for pid, seconds in after.items())


def session_of(pid: int) -> psutil.Process | None:
    """The session of the database that bears this number, where the database is on this machine."""
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        if "postgres" in process.name():
            return process
    return None


def seconds(process: psutil.Process | None) -> float:
    """The processor time that it has used until now; none where it is not on this machine."""
    with contextlib.suppress(psutil.NoSuchProcess):
        if process is None:
            return 0.0
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0
