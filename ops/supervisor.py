"""Keeps the parts of the portal running, and ends all of them together."""

import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import NoReturn

from ops import processes

RESTARTS = 3
WITHIN_SECONDS = 60
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked for the end."""


class PartFailed(Exception):
    """A part cannot be kept running; the message names it."""


@dataclass
class Part:
    """A program that must run: how it is started, and how it is asked to end."""

    name: str
    spawn: Callable[[], "subprocess.Popen[bytes]"]
    log: Path
    ends_by: signal.Signals = signal.SIGTERM
    serves_others: bool = False
    tidy: Callable[[], None] = lambda: None
    process: "subprocess.Popen[bytes] | None" = None
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=RESTARTS + 1))

    def is_down(self) -> bool:
        return self.process is not None and self.process.poll() is not None


class Supervisor:
    """Starts parts in order, restarts what dies, stops everything in the reverse order."""

    def __init__(self) -> None:
        self.parts: list[Part] = []

    def __enter__(self) -> "Supervisor":
        for number in ENDINGS:
            # Under nohup the end of the terminal is not the end of the portal.
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._asked_to_stop)
        return self

    def __exit__(self, *_: object) -> None:
        for number in ENDINGS:
            signal.signal(number, signal.SIG_IGN)
        self.stop_all()

    def _asked_to_stop(self, number: int, _frame: FrameType | None) -> NoReturn:
        raise Stopped(signal.Signals(number).name)

    def start(self, part: Part, *, first: Callable[[], "subprocess.Popen[bytes]"] | None = None) -> None:
        """Start a part; its first start may do more than the later ones, such as wait until it answers."""
        part.process = (first or part.spawn)()
        self.parts.append(part)

    def watch(self) -> NoReturn:
        """Until somebody asks for the end, or a part cannot be kept running."""
        while True:
            for part in self.parts:
                if part.is_down():
                    self.restart(part)
            time.sleep(0.25)

    def restart(self, part: Part) -> None:
        """Bring a dead part back, later each time; give up when it keeps dying."""
        assert part.process is not None  # noqa: S101 only a part that was started can be down
        processes.kill_group(part.process)
        now = time.monotonic()
        part.deaths.append(now)
        if len(part.deaths) > RESTARTS and now - part.deaths[0] < WITHIN_SECONDS:
            raise PartFailed(
                f"The {part.name} stopped {len(part.deaths)} times within a minute "
                f"(last exit status {part.process.returncode}). The end of {part.log}:\n"
                f"{processes.last_lines(part.log)}"
            )
        recent = sum(now - death < WITHIN_SECONDS for death in part.deaths)
        wait = 2.0 ** (recent - 1)
        print(
            f"The {part.name} stopped (exit status {part.process.returncode}); restarting in {wait:.0f} s.", flush=True
        )
        time.sleep(wait)
        part.process = part.spawn()

    def stop_all(self) -> None:
        """First those that use the others, all at once; then those that serve them."""
        for group in (
            [part for part in self.parts if not part.serves_others],
            [part for part in reversed(self.parts) if part.serves_others],
        ):
            running = [part for part in group if part.process is not None]
            for part in running:
                if part.process is not None and part.process.poll() is None and not part.serves_others:
                    part.process.send_signal(part.ends_by)
            for part in running:
                if part.process is not None:
                    processes.stop(part.process, by=part.ends_by)
                    part.tidy()
        self.parts.clear()
