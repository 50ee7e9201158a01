"""The way into the call: an address of one's own in place of the link itself, open to who has a place.

The raw link stands in no page, mail, feed or file. What people get is signed for their registration, leads on
from an hour before the start until the end, and is dead at once when they lose their place.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum, auto
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from core import signed_links
from events.local_times import UnknownZoneError, zone_called
from events.models import LearningEvent, Registration
from events.models.choices import EventStatus, Format
from events.registration_links import NOBODY

SALT = "event-join"
OPENS_BEFORE = timedelta(minutes=60)


class Door(StrEnum):
    """How the call's door stands for one person."""

    OPEN = auto()
    EARLY = auto()
    OVER = auto()
    CANCELLED = auto()
    NO_PLACE = auto()
    WAITING = auto()
    NO_CALL = auto()


@dataclass(frozen=True)
class Opening:
    """From when until when one may join."""

    opens_at: datetime
    closes_at: datetime


def opening_of(event: LearningEvent) -> Opening:
    """An event without hours is open on its days, as they are in its own zone."""
    if event.starts_at and event.ends_at:
        return Opening(event.starts_at - OPENS_BEFORE, event.ends_at)
    zone = ZoneInfo(event.time_zone)
    first = datetime.combine(event.starts_on, time(), tzinfo=zone)
    last = datetime.combine(event.ends_on + timedelta(days=1), time(), tzinfo=zone)
    return Opening(first, last)


def door_of(registration: Registration, now: datetime | None = None) -> Door:
    """Whether this person may go in now, and if not, why."""
    now = now or timezone.now()
    event = registration.event
    opening = opening_of(event)
    if not registration.is_active or (registration.user and not registration.user.is_active):
        return Door.NO_PLACE
    if event.status == EventStatus.CANCELLED:
        return Door.CANCELLED
    if now >= opening.closes_at or event.status == EventStatus.REPORTED:
        return Door.OVER
    if not registration.is_seated:
        return Door.WAITING
    if not event.joining_url:
        return Door.NO_CALL
    return Door.OPEN if now >= opening.opens_at else Door.EARLY


def has_way_in(event: LearningEvent) -> bool:
    """Whether people get a way in: also where the hosts add the link only later, since the way stays the same."""
    return bool(event.joining_url) or event.format != Format.IN_PERSON


def token_for(registration: Registration) -> str:
    return signed_links.sign(SALT, registration.pk)


def registration_of(token: str) -> Registration:
    """Raises BadLink for what we did not sign, DoesNotExist where the registration or its person is gone."""
    pk = signed_links.read(SALT, token)
    people = Registration.objects.exclude(email__endswith=f"@{NOBODY}")
    return people.select_related("event", "user").get(pk=pk)


def zone_of(registration: Registration) -> ZoneInfo:
    """The zone in which this person reads clocks; UTC where theirs is none."""
    try:
        return zone_called(registration.time_zone)
    except UnknownZoneError:
        return ZoneInfo("UTC")


def join_url(registration: Registration, language: str = "") -> str:
    """The whole address by which this person joins; in their own language unless told another."""
    with translation.override(language or registration.language):
        return settings.BASE_URL + reverse("events:join", args=[token_for(registration)])


def personal_ics_url(registration: Registration, language: str = "") -> str:
    """The whole address of the event's calendar file that bears this person's way in."""
    with translation.override(language or registration.language):
        return settings.BASE_URL + reverse("events:personal_ics", args=[token_for(registration)])
