"""What was put into a collection since it is read."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import F

from digests.audiences import seen_by
from digests.news import collections
from digests.news.item import Item, subject
from knowledge.models import Collection, CollectionItem

PREFIX = "collected"


def listed_for(user: Any) -> Any:
    return CollectionItem.objects.visible_to(user).filter(collection__in=Collection.objects.listed_for(user).order_by())


def new_entries(since: datetime, until: datetime) -> Iterator[Item]:
    """For who follows the collection. What stood in it when it was opened is told with it."""
    rows = CollectionItem.objects.with_subjects().select_related("collection")
    later = rows.filter(created_at__gt=F("collection__opened_at"))
    found = list(later.filter(created_at__gt=since, created_at__lte=until))
    audiences = seen_by(listed_for, [row.pk for row in found])
    for row in found:
        about = frozenset({subject(Collection, row.collection_id)})
        key = f"{PREFIX}:{row.pk}"
        yield Item(key, collections.PREFIX, row.collection_id, row.created_at, about, audiences[row.pk], row)
