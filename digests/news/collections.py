"""Collections that others than the secretariat read now."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from taggit.models import Tag

from digests.audiences import seen_by
from digests.news.item import Item, subject
from knowledge.models import Collection

PREFIX = "collection"


def listed_for(user: Any) -> Any:
    return Collection.objects.listed_for(user)


def new_collections(since: datetime, until: datetime) -> Iterator[Item]:
    """For searches, and for who follows the theme."""
    found = list(Collection.objects.filter(opened_at__gt=since, opened_at__lte=until).defer("search"))
    audiences = seen_by(listed_for, [row.pk for row in found])
    for row in found:
        about = {subject(Collection, row.pk)} | ({subject(Tag, row.theme_id)} if row.theme_id else set())
        at: Any = row.opened_at  # those without are not found
        yield Item(f"{PREFIX}:{row.pk}", PREFIX, row.pk, at, frozenset(about), audiences[row.pk], row)
