"""What saved searches find among the news, many at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import IntegerField, Value

from core.registry import kept_list
from digests.audiences import reader
from digests.models import SavedSearch
from digests.news import Item, News

TOGETHER = 40  # queries that one statement joins

Asked = tuple[str, str, str]  # list, query, audience: who asks the same as another gets the same answer
Row = tuple[str, int]  # the kind of news, and the key


@dataclass(frozen=True)
class Found:
    """The news that a saved search finds."""

    search: SavedSearch
    items: list[Item]


def find(searches: Iterable[tuple[SavedSearch, str]], news: News) -> dict[int, list[Found]]:
    """By reader, what is new for each of these searches, which come with the audience of whose they are."""
    searches = list(searches)
    rows = _rows(dict.fromkeys((s.listing, s.query, audience) for s, audience in searches), news)
    found: dict[int, list[Found]] = defaultdict(list)
    for search, audience in searches:
        hits = rows.get((search.listing, search.query, audience), ())
        items = [item for about, row in hits for item in news.of_row(about, row)]
        if items:
            found[search.user_id].append(Found(search, sorted(items, key=lambda item: item.at, reverse=True)))
    return found


def _rows(asked: Iterable[Asked], news: News) -> dict[Asked, list[Row]]:
    """The lists' own searches, narrowed to what is new, put into as few statements as will do."""
    found: dict[Asked, list[Row]] = defaultdict(list)
    todo = _queries(asked, news)
    while part := list(islice(todo, TOGETHER)):
        queries = [
            rows.annotate(asked_at=Value(place, IntegerField())).values_list("asked_at", "pk")
            for place, (_search, _about, rows) in enumerate(part)
        ]
        first, *others = queries
        for place, row in first.union(*others, all=True) if others else first:
            search, about, _rows = part[place]
            found[search].append((about, row))
    return found


def _queries(asked: Iterable[Asked], news: News) -> Iterator[tuple[Asked, str, Any]]:
    """A search of several kinds asks once for each of which there is news."""
    for search in asked:
        listing, query, audience = search
        kept = kept_list(listing)
        for about, rows in kept.find(SavedSearch(query=query).pairs, reader(audience)) if kept else ():
            if new := news.rows(about):
                yield search, about, rows.filter(pk__in=new).order_by()
