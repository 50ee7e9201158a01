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

TOGETHER = 40  # searches that one statement asks for

Asked = tuple[str, str, str]  # list, query, audience: who asks the same as another gets the same answer


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
        kept = kept_list(search.listing)
        hits = rows.get((search.listing, search.query, audience), ())
        items = [item for row in hits for item in news.of_row(kept.about, row)] if kept else []
        if items:
            found[search.user_id].append(Found(search, sorted(items, key=lambda item: item.at, reverse=True)))
    return found


def _rows(asked: Iterable[Asked], news: News) -> dict[Asked, list[int]]:
    """The lists' own searches, narrowed to what is new, put into as few statements as will do."""
    found: dict[Asked, list[int]] = defaultdict(list)
    todo = iter(list(asked))
    while part := list(islice(todo, TOGETHER)):
        queries = list(_queries(part, news))
        if queries:
            first, *others = queries
            for place, row in first.union(*others, all=True) if others else first:
                found[part[place]].append(row)
    return found


def _queries(part: list[Asked], news: News) -> Iterator[Any]:
    for place, (listing, query, audience) in enumerate(part):
        kept = kept_list(listing)
        new = news.rows(kept.about) if kept else []
        if kept and new:
            pairs = SavedSearch(query=query).pairs
            rows = kept.find(pairs, reader(audience)).filter(pk__in=new).order_by()
            yield rows.annotate(place=Value(place, IntegerField())).values_list("place", "pk")
