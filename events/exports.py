"""The secretariat's table of events, for its programme and its report: a row an event, counts and no names."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q

from events.models import LearningEvent
from events.models.choices import SEATED, RegistrationStatus

HEADER = (
    *(
        "title",
        "slug",
        "url",
        "status",
        "series",
        "format",
        "starts_on",
        "ends_on",
        "starts_at",
        "ends_at",
        "time_zone",
    ),
    *("visibility", "registration", "capacity", "seats_taken", "waiting", "attended"),
    *(
        "stated_participants",
        "stated_organisations",
        "stated_source",
        "hosts",
        "languages",
        "report_final_on",
        "is_demo",
    ),
)


def rows(user: Any, base_url: str) -> Iterator[list[Any]]:
    """Everything that this person sees, latest first; two queries."""
    attended = Q(registrations__status=RegistrationStatus.ATTENDED)
    events = (
        LearningEvent.objects.visible_to(user)
        .select_related("series", "report")
        .prefetch_related("hosts__institution")
        .annotate(
            seated=Count("registrations", filter=Q(registrations__status__in=SEATED)),
            waiting=Count("registrations", filter=Q(registrations__status=RegistrationStatus.WAITLISTED)),
            attended=Count("registrations", filter=attended),
        )
    )
    for event in events.order_by("-starts_on", "-pk"):
        report = getattr(event, "report", None)
        yield [
            *(event.title, event.slug, base_url + event.get_absolute_url(), event.status, event.series or ""),
            *(event.format, event.starts_on, event.ends_on, event.starts_at, event.ends_at, event.time_zone),
            *(event.visibility, event.entry, event.capacity, event.seated, event.waiting, event.attended),
            *(event.stated_participants, event.stated_organisations, event.stated_source),
            "; ".join(f"{host.institution} ({host.role})" for host in event.hosts.all()),
            "; ".join(event.languages),
            report.finalised_on if report else None,
            event.is_demo,
        ]
