"""Series of events: begun once under the key of their form, renamed without losing their address."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from community.models import User
from core.slugs import unique_slug
from events.models import EventSeries, EventSeriesFormerSlug

ATTEMPTS = 3


def create_series(*, values: Mapping[str, Any], by: User) -> EventSeries:
    """A series of this title; the one this person began already, if it is the same."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                return _create_once(values, by)
        except IntegrityError:  # another request took the address
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("unreachable")


def _create_once(values: Mapping[str, Any], by: User) -> EventSeries:
    User.objects.select_for_update().get(pk=by.pk)  # a double click is one series
    same = EventSeries.objects.filter(created_by=by, **values).first()
    if same:
        return same
    slug = unique_slug(EventSeries, values["title"], EventSeriesFormerSlug, fallback="series")
    return EventSeries.objects.create(slug=slug, created_by=by, **values)
