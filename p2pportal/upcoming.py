"""The learning events of the front page: what comes next, and what the last one left behind."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from events.listing import rows
from events.models import LearningEvent
from events.models.choices import EventStatus, ReportStatus

NEXT = 3


@dataclass(frozen=True)
class HomeEvents:
    """`last` is the latest past event that has a final report."""

    coming: list[LearningEvent]
    last: LearningEvent | None


def home_events() -> HomeEvents:
    """As everybody sees them, in one query; invented ones, badged, only to fill what real ones leave empty."""
    public = LearningEvent.objects.visible_to(AnonymousUser())
    coming = public.filter(status=EventStatus.PUBLISHED).upcoming().order_by("is_demo", "starts_on", "starts_at", "pk")
    reported = public.real().past().filter(report__status=ReportStatus.FINAL)
    chosen = Q(pk__in=coming.values("pk")[:NEXT]) | Q(pk__in=reported.values("pk")[:1])
    found = list(rows(LearningEvent.objects.filter(chosen)).order_by("is_demo", "starts_on", "starts_at", "pk"))
    return HomeEvents(
        [event for event in found if not event.is_over], next((event for event in found if event.is_over), None)
    )
