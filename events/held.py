"""Events that are over: they count as held by themselves."""

from collections.abc import Iterable

from django.db.models import F
from django.utils import timezone

from events.models import LearningEvent
from events.models.choices import EventStatus


def mark_all_over() -> int:
    """Mark every published event that has ended; how many. The sweep may run as often as it likes."""
    over = LearningEvent.objects.filter(status=EventStatus.PUBLISHED).past().order_by()
    return mark(over.values_list("pk", flat=True))


def mark(ids: Iterable[int]) -> int:
    """Mark these as held where they are published; nobody is told, nothing else changes."""
    published = LearningEvent.objects.filter(pk__in=ids, status=EventStatus.PUBLISHED)
    return published.update(status=EventStatus.HELD, version=F("version") + 1, updated_at=timezone.now())
