"""Learning events that were announced and are still to come."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q

from community.models import Institution
from digests.audiences import seen_by
from digests.news.item import Item, sectors_of, subject
from events.models import EventSeries, LearningEvent
from events.models.choices import EventStatus
from partnerships.models import CriticalJuncture

PREFIX = "event"


def listed_for(user: Any) -> Any:
    return LearningEvent.objects.visible_to(user).filter(status=EventStatus.PUBLISHED)


def new_events(since: datetime, until: datetime, chosen: Iterable[int] = ()) -> Iterator[Item]:
    """Those published in this time, and the chosen ones; who has registered is counted beside."""
    fresh = Q(published_at__gt=since, published_at__lte=until)
    found = LearningEvent.objects.filter(status=EventStatus.PUBLISHED).upcoming()
    rows = found.filter(fresh | Q(pk__in=list(chosen))).select_related("series")
    events = list(rows.prefetch_related("hosts", "sectors", "junctures"))
    audiences = seen_by(listed_for, [event.pk for event in events])
    for event in events:
        about = {subject(Institution, host.institution_id) for host in event.hosts.all()}
        about |= {subject(CriticalJuncture, juncture.pk) for juncture in event.junctures.all()}
        about |= sectors_of(event.sectors.all())
        if event.series_id:
            about.add(subject(EventSeries, event.series_id))
        at = event.published_at or event.created_at
        yield Item(f"{PREFIX}:{event.pk}", PREFIX, event.pk, at, frozenset(about), audiences[event.pk], event)
