"""R12: what it costs to build the digests of many readers, each with follows and some with a saved search.

The readers are the invented people of the database, and the news its newest invented stories and resources. All is
rolled back at the end, so that the next run finds the database as it was. The memory is the most that the process
of the benchmark ever held, so it counts what else that has loaded.
"""

import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psutil
from django.db import connection, transaction
from django.db.models import Max
from django.test.utils import CaptureQueriesContext

from bench.server import seconds, session_of
from community.following import content_type_of
from community.models import Country, Follow, Sector, User
from core.registry import followable
from digests.building import BATCH, Builder
from digests.models import DigestChoice, Edition, SavedSearch
from digests.models.choices import EditionState
from knowledge.models import Piece
from p2pportal.bulk.chance import Ranked, chance
from p2pportal.bulk.institutions import PREFIX
from p2pportal.bulk.loading import analyse, insert

MOST_MS, MOST_MB = 5.0, 400
NEWS = timedelta(days=7)
FOLLOWED = 3  # of countries and of sectors each


@dataclass(frozen=True)
class DigestResult:
    readers: int
    letters: int
    python_ms: float
    database_ms: float
    queries_a_batch: list[int]
    peak_mb: float

    @property
    def cpu_ms(self) -> float:
        """Of a reader: what this process used, and the session of the database for it."""
        return self.python_ms + self.database_ms

    @property
    def verdict(self) -> str:
        if self.cpu_ms > MOST_MS:
            return f"over {MOST_MS:.0f} ms a reader"
        return "holds" if self.peak_mb <= MOST_MB else f"over {MOST_MB} MB"

    def as_row(self) -> dict[str, Any]:
        return {
            "row": "R12",
            "size": self.readers,
            "cpu_ms_a_reader": round(self.cpu_ms, 2),
            "database_ms_a_reader": round(self.database_ms, 2),
            "queries": max(self.queries_a_batch, default=0),
            "letters": self.letters,
            "peak_mb": round(self.peak_mb),
        }

    def line(self) -> str:
        return (
            f"R12  digests of {self.readers:,} readers: {self.cpu_ms:.2f} ms of CPU a reader "
            f"({self.database_ms:.2f} of them the database's), {self.letters:,} letters, "
            f"{max(self.queries_a_batch, default=0)} queries a batch of {BATCH}, peak {self.peak_mb:.0f} MB  {self.verdict}"
        )


class Undo(Exception):
    """Takes back what the measurement wrote."""


def measure_digests(count: int) -> DigestResult:
    found = []
    try:
        with transaction.atomic():
            found.append(_measure(count))
            raise Undo
    except Undo:
        return found[0]


def _measure(count: int) -> DigestResult:
    newest = Piece.objects.published().aggregate(at=Max("first_published_at"))["at"]
    people = list(User.objects.filter(email__startswith=PREFIX).order_by("pk").values_list("pk", flat=True)[:count])
    insert([DigestChoice(user_id=pk, told_until=newest - NEWS) for pk in people])
    insert(list(_follows(people)))
    insert([_search(pk, number) for number, pk in enumerate(people[::10])])
    analyse(DigestChoice, Follow, SavedSearch)
    edition = Edition.objects.create(
        rhythm="weekly", period="2099-W01", ends_at=newest, state=EditionState.APPROVED, approved_at=newest
    )
    session = _session()
    began, asked = time.process_time(), seconds(session)
    builder = Builder(edition)
    letters, queries, after = 0, [], 0
    while after is not None:
        if after == 0:  # counting costs time, so only the first batch is counted
            with CaptureQueriesContext(connection) as captured:
                new, after = builder.build_batch(after)
            queries.append(len(captured))
        else:
            new, after = builder.build_batch(after)
        letters += new
    spent, answered = time.process_time() - began, seconds(session) - asked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    each = 1000 / max(len(people), 1)
    return DigestResult(len(people), letters, spent * each, answered * each, queries, peak)


def _session() -> psutil.Process | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return session_of(cursor.fetchone()[0])


def _follows(people: list[int]) -> Iterator[Follow]:
    countries = Ranked(list(Country.objects.order_by("pk").values_list("pk", flat=True)), 0.5)
    sectors = Ranked(list(Sector.objects.purposes().order_by("pk").values_list("pk", flat=True)), 0.5)
    for name, keys in (("country", countries), ("sector", sectors)):
        what = followable(name)
        kind = content_type_of(what) if what else None
        for pk in people:
            for key in keys.several(chance(1, f"follow {name}", pk), FOLLOWED):
                yield Follow(user_id=pk, content_type=kind, object_id=key)


def _search(pk: int, number: int) -> SavedSearch:
    """Each another one, so that none is answered by the answer to another."""
    words = ["audit", "budget", "statistics", "training", "health", "water", "courts", "taxes"]
    query = f"q={words[number % len(words)]}+{number}" if number % 2 else f"q={words[number % len(words)]}"
    return SavedSearch(user_id=pk, name=f"Search {number}", listing="story", query=query)
