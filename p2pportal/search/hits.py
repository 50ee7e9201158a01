"""What the search over everything finds: one union over the kinds, each narrowed to what its reader may see.

Every kind comes from its own `listed_for` queryset. Ranking reads each hit's text, so of each kind only the
newest hits are ranked, and counts stop there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchRank
from django.db.models import (
    BooleanField,
    CharField,
    Count,
    DateField,
    F,
    FloatField,
    IntegerField,
    QuerySet,
    TextField,
    Value,
    Window,
)
from django.db.models.functions import Cast, Left

from core.registry import Searchable, searchables
from core.searching import RANKED, STEMMED, query_for
from p2pportal.search.selection import Selection

PAGE_SIZE = 20
PRINTED = 400  # characters of a text
BY_LENGTH = 1  # long texts do not win by their length: a rank is divided by 1 + log(length)


@dataclass(frozen=True)
class Hit:
    kind: str
    title: str
    key: str
    text: str
    note: str
    languages: list[str]
    countries: list[str]
    dated: date | None
    is_demo: bool
    rank: float

    @property
    def order(self) -> tuple[float, bool, str, str]:
        return (-self.rank, self.is_demo, self.kind, self.key)


@dataclass(frozen=True)
class Found:
    """The hits of one page, best first, and how many of each kind there are; no more than are ranked."""

    hits: list[Hit]
    counts: dict[str, int]
    total: int  # of the kinds that are shown
    has_more: bool = False

    @property
    def is_bounded(self) -> bool:
        return any(is_bounded(count) for count in self.counts.values())


def is_bounded(count: int) -> bool:
    return count >= RANKED


def find(selection: Selection, user: Any) -> Found:
    """In one query; a kind whose rows are not shown is only counted."""
    wanted = selection.page * PAGE_SIZE + 1
    parts = [
        _rows(kind, found, selection)[: wanted if selection.wants(kind.name) else 1]
        for kind, found in matching(selection, user)
    ]
    if not parts:
        return Found([], {}, 0)
    counts: dict[str, int] = {}
    hits: list[Hit] = []
    for *row, count in _together(parts):
        hit = Hit(*row)
        counts[hit.kind] = count
        if selection.wants(hit.kind):
            hits.append(hit)
    hits.sort(key=lambda hit: hit.order)
    start = wanted - 1 - PAGE_SIZE
    total = sum(count for kind, count in counts.items() if selection.wants(kind))
    return Found(hits[start : wanted - 1], counts, total, has_more=len(hits) >= wanted)


def matching(selection: Selection, user: Any) -> Iterable[tuple[Searchable, QuerySet[Any]]]:
    """Each kind with those of it that hold the words and meet the filters, as far as this reader may see them."""
    for kind in searchables():
        condition = selection.condition(kind)
        if condition is not None:
            yield kind, kind.listed(user).filter(condition, search=query_for(selection.q, *STEMMED)).order_by()


def leading(offers: list[str], user: Any) -> list[str]:
    """Those of these searches that find something for this reader, in one query."""
    parts = [
        found.annotate(offer_place=Value(place, IntegerField())).values_list("offer_place")[:1]
        for place, offer in enumerate(offers)
        for _kind, found in matching(Selection(offer), user)
    ]
    places = {place for (place,) in _together(parts)} if parts else set()
    return [offer for place, offer in enumerate(offers) if place in places]


def _rows(kind: Searchable, found: QuerySet[Any], selection: Selection) -> QuerySet[Any]:
    """The newest of a kind, the best first, each as a `Hit` and the number of all; the casts make them of one type."""
    newest = found.order_by(*kind.newest).values("pk")[:RANKED]
    rank = SearchRank(F("search"), query_for(selection.q, *STEMMED), normalization=Value(BY_LENGTH))
    codes = ArrayField(CharField())
    columns = {
        "hit_kind": Value(kind.name, TextField()),
        "hit_title": Cast(kind.told["title"], TextField()),
        "hit_key": Cast(kind.told["key"], TextField()),
        "hit_text": Left(Cast(kind.told["text"], TextField()), PRINTED),
        "hit_note": Cast(kind.told["note"], TextField()),
        "hit_languages": Cast(kind.told["languages"], codes),
        "hit_countries": Cast(kind.told["countries"], codes),
        "hit_dated": Cast(kind.told["dated"], DateField()),
        "hit_is_demo": Cast(kind.told["is_demo"], BooleanField()),
        "hit_rank": Cast(rank, FloatField()),
        "hit_count": Window(Count("*")),
    }
    rows = found.model._default_manager.filter(pk__in=newest).annotate(**columns)
    return rows.order_by("-hit_rank", *kind.newest).values_list(*columns)


def _together(parts: list[QuerySet[Any]]) -> Iterable[tuple[Any, ...]]:
    first, *others = parts
    return first.union(*others, all=True) if others else first
