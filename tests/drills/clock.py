"""A clock for the programs of a drill, moved by hand; see clock.c."""

import shutil
import struct
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

SOURCE = Path(__file__).with_name("clock.c")


class Clock:
    """How far some programs' wall clock is ahead of ours; they see a change at once."""

    def __init__(self, place: Path, skew: float = 0) -> None:
        self.file = place / f"clock{skew:+g}"
        self.skew = skew
        self._library = _compiled(place)
        self.file.write_bytes(bytes(8))
        self.ahead = 0.0

    @property
    def environment(self) -> dict[str, str]:
        return {"LD_PRELOAD": str(self._library), "DRILL_CLOCK": str(self.file)}

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time() + self.ahead, UTC)

    def set(self, moment: datetime) -> None:
        """What its programs see is `skew` later; `now` says the time without it."""
        self.ahead = moment.timestamp() - time.time()
        with self.file.open("r+b") as file:
            file.write(struct.pack("q", round(self.ahead + self.skew)))


def _compiled(place: Path) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("no C compiler here: the clock of this drill cannot be built (apt-get install gcc libc6-dev)")
    library = place / "clock.so"
    if not library.exists():
        subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", library, SOURCE, "-ldl"], check=True)
    return library


def next_sunday(hour: int) -> datetime:
    """A Sunday to come at this hour, UTC: the weekly digest is made on the Monday after it."""
    now = datetime.now(UTC)
    day = now + timedelta(days=(6 - now.weekday()) % 7 + 7)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)
