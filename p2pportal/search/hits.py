"""What the search over everything finds: one union over the kinds, each narrowed to what its reader may see.

Every kind comes from its own queryset of what is listed for the reader. Ranking reads each hit's text, so of
each kind only the newest hits are ranked, and counts stop there. What a line prints is then read for the hits
of one page alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BooleanField, CharField, DateField, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Left

from core.registry import Searchable, searchables
from core.searching import RANKED, STEMMED, Dear, Holds, parsed, query_for
from p2pportal.search.selection import KIND, Selection

PAGE_SIZE = 20
RANKED_OF_EACH = 200  # where all kinds are looked through; of one alone, as many as elsewhere
PRINTED = 400  # characters of a text

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Hit:
    kind: str
    pk: int
    title: str
    key: str
    text: str | None
    note: str | None
    languages: list[str]
    countries: list[str]
    dated: date | None
    is_demo: bool


@dataclass(frozen=True)
class Found:
    """The hits of one page, best first, and how many of each kind there are; no more than are ranked."""

    hits: list[Hit]
    counts: dict[str, int]
    bound: int = RANKED  # a count that reaches it may be larger
    total: int = 0  # of the kinds that are shown
    has_more: bool = False
    asked: str = ""  # the words, as Postgres reads them

    def is_bounded(self, kind: str) -> bool:
        return self.counts.get(kind, 0) >= self.bound


def find(selection: Selection, user: Any) -> Found:
    """In three queries; a kind whose rows are not shown is only counted."""
    bound = RANKED if len(selection.values.get(KIND, ())) == 1 else RANKED_OF_EACH
    wanted = selection.page * PAGE_SIZE + 1
    asked = parsed(selection.q, *STEMMED)
    parts = [
        _ranked(kind, found, asked, bound, wanted if selection.wants(kind.name) else 1)
        for kind, found in matching(selection, user, Q(Holds(asked)))
    ]
    ranked = together(parts)
    counts = {kind: count for kind, _pk, _rank, count in ranked}
    best = sorted((row for row in ranked if selection.wants(row[0])), key=lambda row: -row[2])
    total = sum(count for kind, count in counts.items() if selection.wants(kind))
    shown = best[wanted - 1 - PAGE_SIZE : wanted - 1]
    return Found(printed(shown), counts, bound, total, len(best) >= wanted, asked)


def matching(selection: Selection, user: Any, holds: Q) -> Iterable[tuple[Searchable, QuerySet[Any]]]:
    """Each kind with those of it that hold the words and meet the filters, as far as this reader may see them."""
    for kind in searchables():
        condition = selection.condition(kind)
        if condition is not None:
            yield kind, kind.listed(user).filter(condition, holds).order_by()


def leading(offers: list[str], user: Any) -> list[str]:
    """Those of these searches that find something for this reader, in one query."""
    parts = [
        found.annotate(offer_place=Value(place, IntegerField())).values("offer_place")[:1].query.sql_with_params()
        for place, offer in enumerate(offers)
        for _kind, found in matching(Selection(offer), user, Q(search=query_for(offer, *STEMMED)))
    ]
    places = {place for (place,) in together(parts)}
    return [offer for place, offer in enumerate(offers) if place in places]


def _ranked(kind: Searchable, found: QuerySet[Any], asked: str, bound: int, limit: int) -> tuple[str, Row]:
    """The best of the newest of a kind: its name, the key, the rank, and how many there are."""
    newest, params = found.filter(Dear()).order_by(*kind.newest).values("pk")[:bound].query.sql_with_params()
    table = connection.ops.quote_name(found.model._meta.db_table)
    sql = (
        f"SELECT %s::text, id, ts_rank(search, %s::tsquery)::float8 * %s AS rank, count(*) OVER () "  # noqa: S608 - no input
        f"FROM {table} WHERE id IN ({newest}) ORDER BY rank DESC, id DESC LIMIT %s"
    )
    return sql, (kind.name, asked, kind.weight, *params, limit)


def printed(rows: list[Row]) -> list[Hit]:
    """Rows that begin with kind and key, with what a line of the list prints, in their order."""
    keys: dict[str, list[int]] = {}
    for kind, pk, *_rest in rows:
        keys.setdefault(kind, []).append(pk)
    parts = []
    for kind in searchables():
        if kind.name in keys:
            sql, params = _lines(kind)
            parts.append((sql, tuple(keys[kind.name] if param == [] else param for param in params)))
    hits = {(hit.kind, hit.pk): hit for hit in (Hit(*row) for row in together(parts))}
    return [hits[row[0], row[1]] for row in rows if (row[0], row[1]) in hits]


@lru_cache(maxsize=32)
def _lines(kind: Searchable) -> tuple[str, Row]:
    """The statement that reads the lines of a kind, made once; the empty list among its parameters is for the keys.

    The casts make all kinds of one type.
    """
    codes = ArrayField(CharField())
    columns = {
        "hit_kind": Value(kind.name, TextField()),
        "hit_pk": Cast("pk", IntegerField()),
        "hit_title": Cast(kind.told["title"], TextField()),
        "hit_key": Cast(kind.told["key"], TextField()),
        "hit_text": Left(Cast(kind.told["text"], TextField()), PRINTED),
        "hit_note": Cast(kind.told["note"], TextField()),
        "hit_languages": Cast(kind.told["languages"], codes),
        "hit_countries": Cast(kind.told["countries"], codes),
        "hit_dated": Cast(kind.told["dated"], DateField()),
        "hit_is_demo": Cast(kind.told["is_demo"], BooleanField()),
    }
    wanted = RawSQL("SELECT unnest(%s::bigint[])", [[]])
    lines = kind.model._default_manager.order_by().filter(pk__in=wanted).annotate(**columns).values_list(*columns)
    sql, params = lines.query.sql_with_params()
    return sql, tuple(params)


def together(parts: list[tuple[str, Row]]) -> list[Row]:
    """The rows of several statements, read at once."""
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"({sql})" for sql, _params in parts), [p for _s, ps in parts for p in ps])
        return list(cursor.fetchall())
