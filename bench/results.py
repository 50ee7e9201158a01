"""What came out: a table to read and `bench/results.json` for programs."""

import json
import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.load import Sample
from bench.operations import Operation

FILE = Path(__file__).parent / "results.json"
MEMORY_TARGET = 120


@dataclass(frozen=True)
class Result:
    """The rounds of one operation beside those of the yardstick."""

    operation: Operation
    size: int
    rounds: list[tuple[Sample, Sample]]
    queries: int
    sql_ms: float | None

    @property
    def wall(self) -> float:
        """How many times the yardstick's time: the median of the rounds."""
        return statistics.median(page.p50 / baseline.p50 for baseline, page in self.rounds)

    @property
    def processor(self) -> float:
        """The same for processor time, over all rounds, since the clock that counts it is coarse."""
        baseline, page = ([sample for pair in self.rounds for sample in pair[which::2]] for which in (0, 1))
        return _processor_each(page) / _processor_each(baseline)

    @property
    def ratio(self) -> float:
        """Cost is both, so the worse of them counts."""
        return max(self.wall, self.processor)

    def percentile(self, percent: int) -> float:
        """Of all requests, in milliseconds."""
        seconds = [taken for _baseline, page in self.rounds for taken in page.seconds]
        return 1000 * statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1]

    @property
    def baseline_rps(self) -> float:
        return 1 / statistics.median(taken for baseline, _page in self.rounds for taken in baseline.seconds)

    def as_row(self) -> dict[str, Any]:
        return {
            "row": self.operation.row,
            "size": self.size,
            "ratio": round(self.ratio, 1),
            "p50_ms": round(self.percentile(50), 1),
            "p95_ms": round(self.percentile(95), 1),
            "queries": self.queries,
            "baseline_rps": round(self.baseline_rps),
            "p99_ms": round(self.percentile(99), 1),
            "ratio_wall": round(self.wall, 1),
            "ratio_processor": round(self.processor, 1),
            "sql_ms": None if self.sql_ms is None else round(self.sql_ms, 1),
        }

    @property
    def verdict(self) -> str:
        misses = []
        if self.ratio > self.operation.target:
            misses.append(f"over {self.operation.target:g}x")
        if self.queries > self.operation.queries:
            misses.append(f"over {self.operation.queries} queries")
        if self.percentile(99) > 3 * self.percentile(50):
            misses.append("p99 over 3 x p50")
        return ", ".join(misses) or "holds"


@dataclass(frozen=True)
class Memory:
    """A web worker's memory in megabytes: early, at the end, and at most."""

    size: int
    requests: int
    early: float
    late: float
    peak: float

    def as_row(self) -> dict[str, Any]:
        return {
            "row": "R15",
            "size": self.size,
            "ratio": None,
            "p50_ms": None,
            "p95_ms": None,
            "queries": None,
            "baseline_rps": None,
            "peak_mb": round(self.peak, 1),
            "early_mb": round(self.early, 1),
            "late_mb": round(self.late, 1),
        }

    @property
    def verdict(self) -> str:
        return "holds" if self.peak <= MEMORY_TARGET else f"over {MEMORY_TARGET} MB"


def _processor_each(samples: list[Sample]) -> float:
    return sum(sample.processor for sample in samples) / sum(len(sample.seconds) for sample in samples)


HEAD = f"{'row':<4} {'operation':<46} {'size':>8} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} {'SQL ms':>7} {'queries':>7} {'ratio':>6} {'wall':>6} {'cpu':>6}  target"


def line(result: Result) -> str:
    row = result.as_row()
    sql = "" if row["sql_ms"] is None else f"{row['sql_ms']:.1f}"
    return (
        f"{row['row']:<4} {result.operation.name:<46} {row['size']:>8,} {row['p50_ms']:>8.1f} {row['p95_ms']:>8.1f} "
        f"{row['p99_ms']:>8.1f} {sql:>7} {row['queries']:>7} {row['ratio']:>6.1f} {row['ratio_wall']:>6.1f} "
        f"{row['ratio_processor']:>6.1f}  {result.operation.target:g}x: {result.verdict}"
    )


def memory_line(memory: Memory) -> str:
    return (
        f"R15  memory of a web worker: {memory.peak:.0f} MB at most in {memory.requests:,} requests "
        f"({memory.early:.0f} MB after a fifth of them, {memory.late:.0f} MB at the end)  "
        f"{MEMORY_TARGET} MB: {memory.verdict}"
    )


def write(rows: list[dict[str, Any]]) -> None:
    FILE.write_text(json.dumps(rows, indent=1) + "\n")
