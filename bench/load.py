"""Requests in slices: now the yardstick, now the page, so that whatever else the machine does hits both."""

import itertools
import random
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from bench.server import Server, used

SLICE_SECONDS = 0.5
SLICES = 4  # of each in a round
LEAST = 5  # requests of a slice, however slow
WARM_UP = 30


class WrongAnswer(Exception):
    """The server did not answer with the page."""


@dataclass
class Sample:
    """What one kind of request cost in one round."""

    seconds: list[float] = field(default_factory=list)
    processor: float = 0.0

    @property
    def p50(self) -> float:
        return statistics.median(self.seconds)


@dataclass(frozen=True)
class Visits:
    """Requests for some addresses of a server, in turn."""

    server: Server
    paths: list[str]
    cookies: dict[str, str] = field(default_factory=dict)
    unchanged: bool = False

    @property
    def answer(self) -> int:
        """The status that a right answer has."""
        return 304 if self.unchanged else 200

    def headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        told = {"Cookie": cookies} if cookies else {}
        return told | {"If-None-Match": self._etag(told)} if self.unchanged else told

    def _etag(self, headers: dict[str, str]) -> str:
        """What the server says of the first of these addresses; they are all one and the same."""
        connection = self.server.connection()
        connection.request("GET", self.paths[0], headers=headers)
        with connection.getresponse() as response:
            response.read()
            etag = response.headers.get("ETag")
        connection.close()
        if not etag:
            raise WrongAnswer(f"{self.server.name} gave {self.paths[0]} no ETag")
        return etag


def rounds(baseline: Visits, page: Visits, count: int) -> Iterator[tuple[Sample, Sample]]:
    """So many rounds, each of interleaved slices of both."""
    for visits in (baseline, page):
        visit(visits, itertools.cycle(visits.paths), least=WARM_UP, seconds=0)
    turns = {id(visits): itertools.cycle(visits.paths) for visits in (baseline, page)}
    for _round in range(count):
        samples = (Sample(), Sample())
        for _slice in range(SLICES):
            for visits, sample in zip((baseline, page), samples, strict=True):
                before = visits.server.processor_times()
                sample.seconds += visit(visits, turns[id(visits)], least=LEAST, seconds=SLICE_SECONDS)
                sample.processor += used(before, visits.server.processor_times())
        yield samples


def visit(visits: Visits, turn: Iterator[str], *, least: int, seconds: float) -> list[float]:
    """One request after the other over one connection; how long each took."""
    connection, headers = visits.server.connection(), visits.headers()
    taken: list[float] = []
    end = time.perf_counter() + seconds
    while len(taken) < least or time.perf_counter() < end:
        path = next(turn)
        began = time.perf_counter()
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.read()
        taken.append(time.perf_counter() - began)
        if response.status != visits.answer:
            raise WrongAnswer(f"{visits.server.name} answered {path} with {response.status}")
    connection.close()
    return taken


def crowd(visits: list[Visits], shares: list[int], requests: int, people: int = 4) -> None:
    """So many requests by several people at once, of each kind its share; always the same ones."""

    def one(number: int) -> None:
        rng = random.Random(number)  # noqa: S311 - chooses pages, guards nothing
        for each in rng.choices(visits, shares, k=requests // people):
            visit(each, iter([rng.choice(each.paths)]), least=1, seconds=0)

    with ThreadPoolExecutor(people) as pool:
        list(pool.map(one, range(people)))
