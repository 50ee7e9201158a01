"""R16: the best peers of one question among many offers, beside the bare statement that finds and scores them.

What the portal does around it (which clues a question has, who the peers are) may cost as much again. The best
twenty are compared with those of a scan that leaves nobody out.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.models import Institution
from matching.models import MatchWeights, PeerProfile
from matching.scoring.asked import Asked, Asker
from matching.scoring.peers import best_peers, profiles_of
from p2pportal.bulk.institutions import PREFIX
from p2pportal.bulk.words import TOPICS

QUESTIONS, MOST, MOST_RATIO, MOST_QUERIES = 20, 20, 2.0, 3
SECTORS = ("15111", "15125", "16062", "15130", "12110")


@dataclass(frozen=True)
class PeersResult:
    offers: int
    ours_ms: list[float]
    bare_ms: list[float]
    queries: int
    same: int

    @property
    def ratio(self) -> float:
        return statistics.median(self.ours_ms) / statistics.median(self.bare_ms)

    @property
    def verdict(self) -> str:
        if self.ratio > MOST_RATIO:
            return f"over {MOST_RATIO:.0f}×"
        if self.queries > MOST_QUERIES:
            return f"over {MOST_QUERIES} queries"
        return "holds" if self.same == QUESTIONS else "finds others than the whole scan"

    def as_row(self) -> dict[str, Any]:
        return {
            "row": "R16",
            "size": self.offers,
            "ratio": round(self.ratio, 2),
            "p50_ms": round(statistics.median(self.ours_ms), 1),
            "p95_ms": round(_p95(self.ours_ms), 1),
            "bare_p50_ms": round(statistics.median(self.bare_ms), 1),
            "queries": self.queries,
            "same_as_scan": self.same,
        }

    def line(self) -> str:
        return (
            f"R16  best {MOST} peers among {self.offers:,} offers: p50 {statistics.median(self.ours_ms):.0f} ms, "
            f"p95 {_p95(self.ours_ms):.0f} ms, {self.ratio:.2f}× the bare statement's "
            f"{statistics.median(self.bare_ms):.0f} ms, {self.queries} queries, {self.same} of {QUESTIONS} as the whole scan  "
            f"{self.verdict}"
        )


def measure_peers() -> PeersResult:
    weights = MatchWeights.objects.latest("number")
    questions = _questions()
    nobody = AnonymousUser()

    def ours(asked: Asked) -> Any:
        found = best_peers(asked, nobody, weights, most=MOST, most_others=0)
        profiles_of(found, nobody)
        return found

    for asked in questions:
        ours(asked)  # the first time warms what both use
    ours_ms, bare_ms, queries, same = [], [], 0, 0
    for asked in questions:
        with CaptureQueriesContext(connection) as captured:
            found = ours(asked)
        queries = max(queries, len(captured))
        statement = max(captured.captured_queries, key=lambda each: len(each["sql"]))["sql"]
        bare_ms.append(_ms(lambda statement=statement: _run(statement)))
        ours_ms.append(_ms(lambda asked=asked: ours(asked)))
        same += _scores(found) == _scores(_whole_scan(asked, weights))
    offers = PeerProfile.objects.offered().count()
    return PeersResult(offers, ours_ms, bare_ms, queries, same)


def _questions() -> list[Asked]:
    institutions = Institution.objects.filter(slug__startswith=PREFIX).select_related("country").order_by("pk")
    return [
        Asked(
            text=f"Our {TOPICS[number % len(TOPICS)]} office wants to renew how {TOPICS[-1 - number]} is planned.",
            who=Asker.at(institution),
            sectors=(SECTORS[number % len(SECTORS)],),
        )
        for number, institution in enumerate(institutions[:QUESTIONS])
    ]


def _whole_scan(asked: Asked, weights: MatchWeights) -> Any:
    everybody = PeerProfile.objects.offered().values_list("pk", flat=True)
    return best_peers(asked, AnonymousUser(), weights, most=MOST, most_others=0, only=list(everybody))


def _scores(found: Any) -> list[float]:
    return sorted((round(peer.score, 9) for peer in found if peer.is_offer), reverse=True)[:MOST]


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.fetchall()


def _ms(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95) - 1]
