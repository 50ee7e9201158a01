"""What a reminder says to one participant, and whether it is still true just before it is sent."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from events.joining import has_way_in, join_url, personal_ics_url, zone_of
from events.local_times import When, zone_called
from events.models import LearningEvent, Registration, Reminder
from events.models.choices import SEATED, EventStatus, ReminderKind
from events.registration_links import registration_url, token_for
from events.reminding import instants, useful_until
from mail.models import Message
from mail.services import Recipient, queue

PURPOSES = {kind.value: f"event-reminder-{kind.value}" for kind in ReminderKind}
PURPOSES[ReminderKind.THANKS.value] = "event-thanks"
A_MOMENT = timedelta(minutes=15)


def readers(reminder: Reminder) -> "QuerySet[Registration]":
    """Who has a place, with what their letter says of their group."""
    seated = Registration.objects.filter(event=reminder.event_id).seated().verified().reachable().order_by("pk")
    return seated.select_related("user", "breakout_place__group__question")


def write(reminder: Reminder, registrations: Iterable[Registration]) -> int:
    """A letter each, since the links in it are one's own; how many are new."""
    event = reminder.event
    agenda = [] if reminder.kind == ReminderKind.THANKS else list(event.agenda_items.exclude(starts_at=None))
    return sum(_write(reminder, each, agenda) for each in registrations)


def _write(reminder: Reminder, registration: Registration, agenda: list[Any]) -> int:
    event, language = reminder.event, registration.language
    is_thanks = reminder.kind == ReminderKind.THANKS
    place = getattr(registration, "breakout_place", None)
    return queue(
        purpose=PURPOSES[reminder.kind],
        period=f"event-{event.pk}-{reminder.sequence}-{reminder.kind}",
        to=[Recipient(registration.email, language, registration.time_zone)],
        template="events/emails/thanks" if is_thanks else "events/emails/reminder",
        context={
            "event": event,
            "when": When.of(event),
            "near": nearness(event, registration, timezone.now()),
            "agenda": agenda,
            "group": place.group if place else None,
            "join_url": join_url(registration) if has_way_in(event) else "",
            "ics_url": personal_ics_url(registration),
            "own_url": registration_url(registration),
            "feedback_url": feedback_url(registration) if is_thanks else "",
        },
        not_after=useful_until(event, reminder.kind),
    )


def nearness(event: LearningEvent, registration: Registration, now: datetime) -> str | int:
    """`hour`, `soon`, or in how many days, as the reader's calendar counts them: a late letter says what is true."""
    if event.starts_at is None:
        return (event.starts_on - now.astimezone(zone_called(event.time_zone)).date()).days
    left = event.starts_at - now
    if left <= timedelta(hours=1) + A_MOMENT:
        return "hour" if left >= timedelta(hours=1) - A_MOMENT else "soon"
    zone = zone_of(registration)
    return (event.starts_at.astimezone(zone).date() - now.astimezone(zone).date()).days


def feedback_url(registration: Registration) -> str:
    with translation.override(registration.language):
        return settings.BASE_URL + reverse("events:feedback_by_link", args=[token_for(registration)])


def still_wanted(ids: Iterable[int]) -> set[int]:
    """The letters of reminders at whose event nothing changed, to who still has a place."""
    messages = list(Message.objects.filter(pk__in=list(ids)).only("pk", "period", "recipient"))
    keys = {message.pk: _key(message.period) for message in messages}
    rows = Reminder.objects.filter(event__in={event for event, _sequence, _kind in keys.values()})
    standing = {
        (row.event_id, row.sequence, row.kind) for row in rows.select_related("event") if _stands(row, row.event)
    }
    places = Registration.objects.filter(event__in={event for event, *_rest in standing}, status__in=SEATED)
    readers_of = places.reachable().values_list("event", "email")
    seated = {(event, email.casefold()) for event, email in readers_of}
    return {
        message.pk
        for message in messages
        if keys[message.pk] in standing and (keys[message.pk][0], message.recipient.casefold()) in seated
    }


def _stands(reminder: Reminder, event: LearningEvent) -> bool:
    open_ones = (EventStatus.PUBLISHED, EventStatus.HELD, EventStatus.REPORTED)
    return event.status in open_ones and instants(event).get(reminder.kind) == reminder.due_at


def _key(period: str) -> tuple[int, int, str]:
    _event, pk, sequence, kind = period.split("-")
    return int(pk), int(sequence), kind
