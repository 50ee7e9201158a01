"""What the drills saw: one line for each run in a file, and the worst of the last runs as a table."""

import fcntl
import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ops.places import VAR

ROUNDS = int(os.environ.get("DRILL_ROUNDS") or 3)
FOLDER = Path(os.environ.get("DRILL_RESULTS") or VAR / "drills")
RUNS = "runs.jsonl"  # every run that was ever finished here
RESULTS = "results.json"  # the worst of the last runs of each drill


@dataclass(frozen=True)
class Figure:
    """One thing that was counted or timed in one run, and what it may be at most or must be at least."""

    name: str
    seen: float
    most: float | None = None
    least: float | None = None
    unit: str = ""

    @property
    def holds(self) -> bool:
        return (self.most is None or self.seen <= self.most) and (self.least is None or self.seen >= self.least)

    @property
    def limit(self) -> str:
        if self.most == self.least:
            return "–" if self.most is None else f"{self.most:g}"
        return f"≤ {self.most:g}" if self.most is not None else f"≥ {self.least:g}"

    @property
    def excess(self) -> float:
        """How far from what is to be reached, so that the worst of several runs can be told."""
        over = self.seen - self.most if self.most is not None else float("-inf")
        under = self.least - self.seen if self.least is not None else float("-inf")
        return self.seen if self.most is None and self.least is None else max(over, under)


@dataclass
class Figures:
    """The figures of one run of one drill. All are taken down before any of them fails it."""

    fault: str
    drill: str
    taken: list[Figure] = field(default_factory=list)

    def at_most(self, most: float, name: str, seen: float, unit: str = "") -> None:
        self.taken.append(Figure(name, round(seen, 2), most=most, unit=unit))

    def at_least(self, least: float, name: str, seen: float, unit: str = "") -> None:
        self.taken.append(Figure(name, round(seen, 2), least=least, unit=unit))

    def exactly(self, number: float, name: str, seen: float, unit: str = "") -> None:
        self.taken.append(Figure(name, round(seen, 2), most=number, least=number, unit=unit))

    def note(self, name: str, seen: float, unit: str = "") -> None:
        """Worth knowing; nothing is asked of it."""
        self.taken.append(Figure(name, round(seen, 2), unit=unit))

    @property
    def missed(self) -> list[str]:
        return [f"{f.name}: {f.seen:g} {f.unit} ({f.limit})" for f in self.taken if not f.holds]

    def write(self, *, passed: bool, seconds: float) -> None:
        """Append the run; several drills may do so at the same time."""
        run = {
            "fault": self.fault,
            "drill": self.drill,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}",
            "load": round(os.getloadavg()[0], 1),
            "seconds": round(seconds),
            "passed": passed,
            "figures": [asdict(figure) for figure in self.taken],
        }
        FOLDER.mkdir(parents=True, exist_ok=True)
        with (FOLDER / RUNS).open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(json.dumps(run) + "\n")


def summary() -> list[dict[str, Any]]:
    """For each drill its last runs, and of each figure the worst."""
    by_drill: dict[str, list[dict[str, Any]]] = {}
    file = FOLDER / RUNS
    for line in file.read_text().splitlines() if file.exists() else []:
        run = json.loads(line)
        by_drill.setdefault(run["drill"], []).append(run)
    return [_worst(runs[-ROUNDS:]) for _drill, runs in sorted(by_drill.items())]


def _worst(runs: list[dict[str, Any]]) -> dict[str, Any]:
    figures: dict[str, Figure] = {}
    for run in runs:
        for values in run["figures"]:
            figure = Figure(**values)
            worst = figures.get(figure.name)
            figures[figure.name] = max(figure, worst, key=lambda one: one.excess) if worst else figure
    return {
        "fault": runs[-1]["fault"],
        "drill": runs[-1]["drill"],
        "at": runs[-1]["at"],
        "machine": runs[-1]["machine"],
        "runs": len(runs),
        "passed": all(run["passed"] for run in runs),
        "seconds": max(run["seconds"] for run in runs),
        "figures": [asdict(f) | {"limit": f.limit, "holds": f.holds} for f in figures.values()],
    }


def write_results(drills: Iterable[dict[str, Any]]) -> Path:
    file = FOLDER / RESULTS
    file.write_text(json.dumps(list(drills), indent=1, ensure_ascii=False) + "\n")
    return file


def table(drills: Iterable[dict[str, Any]]) -> list[str]:
    """The worst of the last runs, a line for each figure."""
    lines = [f"{'fault':<6} {'figure':<66} {'to reach':>9} {'worst':>9}"]
    for drill in drills:
        verdict = "passed" if drill["passed"] else "FAILED"
        lines.append(f"{drill['fault']:<6} {drill['drill']} ({drill['runs']} runs, {drill['at']}): {verdict}")
        for figure in drill["figures"]:
            name = f"{figure['name']}, {figure['unit']}" if figure["unit"] else figure["name"]
            mark = "" if figure["holds"] else "  MISSED"
            lines.append(f"{'':<6} {name:<66} {figure['limit']:>9} {figure['seen']:>9g}{mark}")
    return lines
