"""Institutions that are new in the directory."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from community.models import Institution
from digests.audiences import seen_by
from digests.news.item import Item

PREFIX = "institution"


def listed_for(user: Any) -> Any:
    return Institution.objects.visible_to(user)


def new_institutions(since: datetime, until: datetime) -> Iterator[Item]:
    """For searches alone: nobody follows what is not there yet."""
    rows = Institution.objects.select_related("country").filter(created_at__gt=since, created_at__lte=until)
    found = list(rows.defer("search"))
    audiences = seen_by(listed_for, [row.pk for row in found])
    for row in found:
        yield Item(f"{PREFIX}:{row.pk}", PREFIX, row.pk, row.created_at, frozenset(), audiences[row.pk], row)
