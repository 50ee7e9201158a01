"""The parts of a portal that a drill may break: its own database, broker, mail server, workers, beat and web server."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import psutil
from redis import Redis

from ops import processes
from ops.broker import Broker
from ops.places import PYTHON, ROOT, VAR, VENV_BIN
from ops.private import make_private
from ops.run import free_port
from tests.drills import database
from tests.drills.clock import Clock


class Program:
    """One program that can be killed and started again."""

    def __init__(self, name: str, command: list[str | Path], env: Mapping[str, str], log: Path) -> None:
        self.name, self.command, self.env, self.log = name, command, env, log
        self.starts: list[subprocess.Popen[bytes]] = []

    def start(self) -> Self:
        self.starts.append(processes.spawn(self.command, log=self.log, env=self.env, cwd=ROOT))
        return self

    @property
    def process(self) -> "subprocess.Popen[bytes]":
        return self.starts[-1]

    @property
    def is_up(self) -> bool:
        return bool(self.starts) and self.process.poll() is None

    def children(self) -> list[psutil.Process]:
        with contextlib.suppress(psutil.NoSuchProcess):
            return psutil.Process(self.process.pid).children(recursive=True)
        return []

    def send(self, number: signal.Signals, *, to_group: bool = False) -> None:
        with contextlib.suppress(ProcessLookupError):
            (os.killpg if to_group else os.kill)(self.process.pid, number)

    def stop(self, by: signal.Signals = signal.SIGTERM, *, to_group: bool = False, patience: float = 60) -> float:
        """For how many seconds it took to end; killed after that patience."""
        began = time.monotonic()
        self.send(by, to_group=to_group)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(patience)
        self.end()
        return time.monotonic() - began

    def end(self) -> None:
        """Nothing of it is left, however it was started and whatever it left behind."""
        for process in self.starts:
            processes.kill_group(process)
            process.wait()


class Stack:
    """Everything lies under var/drills/<name>, which is kept for reading until the next run of that drill."""

    def __init__(self, name: str, template: str) -> None:
        self.place = VAR / "drills" / name
        self.media = self.place / "media"
        self.name, self.template = name, template
        self.server = os.environ["DATABASE_URL"]
        self.url = database.address(self.server, f"drill_{name}"[:60])
        self.broker = Broker(self.place / "broker")
        self.web_port = free_port()
        # Bound for as long as the stack lives: while its mail server is down, nobody else may listen there.
        self._mail_place = socket.socket()
        self._mail_place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._mail_place.bind(("127.0.0.1", 0))
        self.mail_port = int(self._mail_place.getsockname()[1])
        self.programs: list[Program] = []
        self.settings: dict[str, str] = {}
        self.clock: Clock | None = None
        self.smtp_up_since = datetime.now(UTC)

    def __enter__(self) -> Self:
        shutil.rmtree(self.place, ignore_errors=True)
        self.media.mkdir(parents=True)
        self.orders_file.write_text("{}")
        database.create(self.server, self.database, self.template)
        return self

    def __exit__(self, *_: object) -> None:
        for program in self.programs:
            program.end()
        self._mail_place.close()
        self.broker.socket.unlink(missing_ok=True)  # a killed broker leaves it
        self.broker.tidy()
        database.drop(self.server, self.database)

    @property
    def database(self) -> str:
        return self.url.rpartition("/")[2]

    @property
    def now(self) -> datetime:
        return self.clock.now if self.clock else datetime.now(UTC)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.web_port}"

    @property
    def env(self) -> dict[str, str]:
        """What its programs are told; `settings` comes last."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "DJANGO"))}
        return {
            **inherited,
            "DJANGO_SETTINGS_MODULE": "p2pportal.settings",
            "DATABASE_URL": self.url,
            "REDIS_URL": self.broker.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "BASE_URL": self.base_url,
            "ALLOWED_HOSTS": "127.0.0.1",
            "MEDIA_ROOT": str(self.media),
            "DEBUG": "0",
            "DEMO_MODE": "0",
            "PYTHONUNBUFFERED": "1",
            **self.settings,
        }

    # --- Its parts ---------------------------------------------------------------------------------

    def _program(self, name: str, command: list[str | Path], clock: Clock | None = None) -> Program:
        faked = clock.environment if clock else {}
        program = Program(name, command, self.env | faked, self.place / "log" / f"{name}.log")
        self.programs.append(program)
        return program

    def start_broker(self) -> Program:
        make_private(self.broker.folder, self.broker.account)
        program = self._program("broker", [str(word) for word in self.broker.command()])
        return self.run_broker(program)

    def run_broker(self, program: Program) -> Program:
        program.start()
        assert processes.wait_until(self.broker.answers, seconds=15), processes.last_lines(program.log)
        return program

    def broker_command(self, *words: str) -> str:
        """What the broker answers to a command of its protocol."""
        with contextlib.closing(Redis(unix_socket_path=str(self.broker.socket))) as client:
            return str(client.execute_command(*words))

    def start_sink(self, *certificate: Path) -> Program:
        words = [str(self.mail_port), self.sink_log, self.orders_file, *certificate]
        program = self._program("sink", [PYTHON, "-m", "tests.drills.sink", *words])
        self.run_sink(program)
        return program

    def run_sink(self, program: Program) -> None:
        program.start()
        assert processes.wait_until(lambda: _listens(self.mail_port), seconds=20), processes.last_lines(program.log)
        self.smtp_up_since = self.now

    def start_worker(self, name: str = "worker", *, clock: Clock | None = None, kept: bool = False) -> Program:
        """As in docker-compose.yml; started again whenever it ends, as Docker does, if it is to be `kept`."""
        command: list[str | Path] = [
            *(VENV_BIN / "celery", "-A", "p2pportal", "worker", "--concurrency", "2", "--loglevel", "INFO"),
            *("--hostname", f"{name}@%h"),
        ]
        if kept:
            command = ["sh", "-c", 'while :; do "$@"; echo "ended with $?"; sleep 1; done', "sh", *command]
        return self._program(name, command, clock or self.clock).start()

    def start_beat(self, name: str = "beat", *, clock: Clock | None = None) -> Program:
        command: list[str | Path] = [
            *(VENV_BIN / "celery", "-A", "p2pportal", "beat", "--schedule", self.place / f"{name}-schedule"),
            *("--pidfile", "", "--loglevel", "INFO"),
        ]
        if clock or self.clock:
            command += ["--scheduler", "tests.drills.quick_beat.QuickScheduler"]
        return self._program(name, command, clock or self.clock).start()

    def start_web(self, application: str = "p2pportal.wsgi:application") -> Program:
        config = ROOT / "deploy" / "gunicorn.conf.py"
        bind = f"127.0.0.1:{self.web_port}"
        command = [VENV_BIN / "gunicorn", application, "--config", config, "--bind", bind]
        program = self._program("web", command).start()
        assert processes.wait_until(lambda: _listens(self.web_port), seconds=60), processes.last_lines(program.log)
        return program

    def ask_portal(self, *words: str) -> None:
        """Have the portal write mail or people; see portal.py."""
        self._ask("tests.drills.portal", *words)

    def ask_events(self, *words: str) -> None:
        """Have the portal write events; see event_portal.py."""
        self._ask("tests.drills.event_portal", *words)

    def ask_knowledge(self, *words: str) -> None:
        """Have the portal write stories; see knowledge_portal.py."""
        self._ask("tests.drills.knowledge_portal", *words)

    def _ask(self, module: str, *words: str) -> None:
        env = self.env | (self.clock.environment if self.clock else {})
        done = subprocess.run(
            [PYTHON, "-m", module, *words],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert done.returncode == 0, done.stdout.decode()[-3_000:]

    # --- What is seen of it --------------------------------------------------------------------------

    @property
    def sink_log(self) -> Path:
        return self.place / "sink.jsonl"

    @property
    def orders_file(self) -> Path:
        return self.place / "orders.json"

    def order(self, **orders: Any) -> None:
        """How the mail server behaves from now on; see sink.py."""
        fresh = self.orders_file.with_suffix(".new")
        fresh.write_text(json.dumps(orders))
        fresh.replace(self.orders_file)

    def events(self, event: str = "stored") -> Iterator[dict[str, Any]]:
        for line in self.sink_log.read_text().splitlines() if self.sink_log.exists() else []:
            entry = json.loads(line)
            if entry["event"] == event:
                yield entry

    @property
    def stored(self) -> int:
        """How many raw copies the mail server has taken; quick, since drills ask all the time."""
        return self.sink_log.read_bytes().count(b'"event": "stored"') if self.sink_log.exists() else 0

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        return database.rows(self.url, statement, *values)

    def count(self, statement: str, *values: Any) -> int:
        return int(self.rows(statement, *values)[0][0])


def _listens(port: int) -> bool:
    return any(line.laddr.port == port and line.status == "LISTEN" for line in psutil.net_connections(kind="tcp4"))
