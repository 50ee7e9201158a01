"""What the secretariat may choose for an edition: what every verified member may read, newest first."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst

from digests.audiences import MEMBERS, reader
from digests.models import Edition
from digests.news import events, pieces

NEWEST_PIECES, NEXT_EVENTS = 30, 10


@dataclass(frozen=True)
class Candidate:
    """`place` is where it stands in the edition; None while it is not in it."""

    kind: str
    pk: int
    title: str
    label: str
    url: str
    place: int | None = None

    @property
    def field(self) -> str:
        return f"{self.kind}_{self.pk}"


def candidates_for(edition: Edition) -> list[Candidate]:
    """What is in it first, in its order; three queries."""
    items = list(edition.chosen())
    chosen = [
        _candidate("piece" if item.piece_id else "event", item.subject, place) for place, item in enumerate(items, 1)
    ]
    known = {each.field for each in chosen}
    newest = pieces.listed_for(reader(MEMBERS)).defer("body_text", "search")[:NEWEST_PIECES]
    coming = events.listed_for(reader(MEMBERS)).upcoming(timezone.now())[:NEXT_EVENTS]
    offered = [_candidate("piece", piece) for piece in newest] + [_candidate("event", event) for event in coming]
    return chosen + [each for each in offered if each.field not in known]


def _candidate(kind: str, record: Any, place: int | None = None) -> Candidate:
    label = str(record.get_kind_display()) if kind == "piece" else capfirst(record._meta.verbose_name)
    return Candidate(kind, record.pk, str(record), label, record.get_absolute_url(), place)
