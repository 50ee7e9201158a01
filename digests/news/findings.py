"""New findings: entered now, or met now because their source was published."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import Greatest

from digests.audiences import seen_by
from digests.news.item import Item
from knowledge.models import Finding
from knowledge.models.choices import State

PREFIX = "finding"


def listed_for(user: Any) -> Any:
    return Finding.objects.listed_for(user)


def new_findings(since: datetime, until: datetime) -> Iterator[Item]:
    """For searches alone: followers hear of the source, which tells its findings."""
    published = Finding.objects.filter(source__state=State.PUBLISHED, source__first_published_at__lte=until)
    rows = published.annotate(met_at=Greatest(F("created_at"), F("source__first_published_at")))
    found = list(rows.filter(met_at__gt=since, met_at__lte=until).select_related("source", "condition", "outcome"))
    audiences = seen_by(listed_for, [row.pk for row in found])
    for row in found:
        yield Item(f"{PREFIX}:{row.pk}", PREFIX, row.pk, row.met_at, frozenset(), audiences[row.pk], row)
