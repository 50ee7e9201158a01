"""What stands in which calendar, and whether it changed since a program last asked."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, Sum
from django.utils import timezone
from django.utils.translation import get_language

from community.models import User
from events.filters import Selection
from events.ics import Entry
from events.joining import has_way_in, join_url
from events.models import LearningEvent, Registration
from events.models.choices import SEATED, RegistrationStatus
from events.models.event import LearningEventQuerySet

MOST = 1000
# A calendar program forgets what its source no longer names; so the last year stays in.
KEPT = timedelta(days=366)
FORMAT = 1  # another one makes programs read again what has not changed
IN_CALENDAR = (*SEATED, RegistrationStatus.WAITLISTED)  # of one's own; who is invited decides first


@dataclass(frozen=True)
class Stamp:
    """What changes when a calendar does, read without reading the calendar."""

    etag: str
    changed_at: datetime | None


def stamp_of(events: LearningEventQuerySet, *also: object) -> Stamp:
    """One query, whatever the number of events; `also` is what else the text depends on."""
    sums = events.order_by().aggregate(count=Count("pk"), changed_at=Max("updated_at"), keys=Sum("pk"))
    return Stamp(etag(sums["count"], sums["changed_at"], sums["keys"], *also), sums["changed_at"])


def etag(*parts: object) -> str:
    """A mark of these values and of the language, as HTTP writes it."""
    marked = "|".join(str(part) for part in (FORMAT, get_language(), *parts))
    return f'"{hashlib.sha256(marked.encode()).hexdigest()[:32]}"'


def recent(events: LearningEventQuerySet) -> LearningEventQuerySet:
    """Upcoming ones, and those of the last year."""
    return events.filter(ends_on__gte=timezone.now().date() - KEPT)


def for_calendar(events: LearningEventQuerySet) -> LearningEventQuerySet:
    """What an entry prints, and no more."""
    printed = ("uid", "updated_at", "sequence", "title", "summary", "slug", "status", "format", "venue", "is_demo")
    times = ("starts_on", "ends_on", "starts_at", "ends_at", "time_zone")
    return events.only(*printed, *times, "cancellation_reason", "joining_url").order_by("-starts_on", "-pk")[:MOST]


def entries(events: Iterable[LearningEvent]) -> list[Entry]:
    """As everyone reads them."""
    return [Entry(event) for event in events]


def entry_of(registration: Registration, event: LearningEvent) -> Entry:
    """As this person reads it: with the way in for who has a place, tentative for who waits."""
    has_place = registration.status in SEATED
    way_in = join_url(registration, get_language() or "") if has_place and has_way_in(event) else ""
    return Entry(event, way_in, is_tentative=not has_place)


@dataclass(frozen=True)
class OwnCalendar:
    """The events that somebody comes to, waits for, or runs, as far as they may see them now."""

    user: User
    registrations: dict[int, Registration]
    events: LearningEventQuerySet

    @classmethod
    def of(cls, user: User) -> "OwnCalendar":
        found = Registration.objects.of(user).filter(status__in=IN_CALENDAR).only("event_id", "status", "language")
        registrations = {each.event_id: each for each in found}
        runs = LearningEvent.objects.run_by(user).values("pk")
        mine = LearningEvent.objects.filter(Q(pk__in=list(registrations)) | Q(pk__in=runs))
        return cls(user, registrations, recent(mine & LearningEvent.objects.visible_to(user)))

    def stamp(self, *also: object) -> Stamp:
        places = sorted((each.pk, each.status) for each in self.registrations.values())
        stamp = stamp_of(self.events, places, *also)
        # Losing a place changes the calendar, and no event; so no date of change can be told.
        return Stamp(stamp.etag, None)

    def entries(self) -> list[Entry]:
        return [self._entry(event) for event in for_calendar(self.events)]

    def _entry(self, event: LearningEvent) -> Entry:
        registration = self.registrations.get(event.pk)
        return entry_of(registration, event) if registration else Entry(event)


def selected(events: LearningEventQuerySet, selection: Selection) -> LearningEventQuerySet:
    """What the list shows under the same filters; without the archive, the last year stays in."""
    found = selection.apply(events)
    return found.past() if selection.is_past else recent(found)
