"""What people are told of an event's way: that it comes, that it moves, that it is off. Once each.

The period of a message is the event's number and, where times or words matter, its calendar sequence: so a second
call writes nothing, and a notice that a later one has overtaken is not sent.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from community.models import User
from core.models import Visibility
from events.joining import personal_ics_url
from events.local_times import When
from events.models import EventOrganiser, LearningEvent, Registration
from events.models.choices import EventStatus, RegistrationStatus
from events.registration_links import NOBODY, registration_url
from mail.models import Message
from mail.services import Recipient, queue

PUBLISHED, MOVED, CANCELLED, ORGANISER = "event-published", "event-moved", "event-cancelled", "event-organiser"


def tell_published(event: LearningEvent) -> int:
    """Tell those who came to the event before; how many. Who is invited hears of it by the invitation."""
    return queue(
        purpose=PUBLISHED,
        period=str(event.pk),
        to=[_recipient(each) for each in told_of_publishing(event)],
        template="events/emails/published",
        context={"event": event, "when": When.of(event), "before": event_before(event)},
    )


def told_of_publishing(event: LearningEvent) -> list[Registration]:
    """Who would hear of it: those at the event before who may see this one; of a private one, nobody."""
    before = event_before(event)
    if before is None or event.is_over:
        return []
    people = before.registrations.seated().verified().reachable().exclude(email__endswith=f"@{NOBODY}")
    return [each for each in people.select_related("user") if _may_read(each.user, event)]


def event_before(event: LearningEvent) -> LearningEvent | None:
    """The one it follows, or else the last of its series that took place."""
    if event.follows:
        return event.follows
    if event.series_id is None:
        return None
    held = LearningEvent.objects.filter(series=event.series_id, status__in=[EventStatus.HELD, EventStatus.REPORTED])
    return held.exclude(pk=event.pk).filter(starts_on__lte=event.starts_on).order_by("-starts_on", "-pk").first()


def tell_moved(event: LearningEvent, *, before: When, old_place: dict[str, str]) -> int:
    """Tell everybody who is registered, waits or is invited: the old and the new time, in their zone and in UTC."""
    now = When.of(event)
    context = {
        "old": before,
        "when": now,
        "time_changed": before != now,
        "old_place": old_place,
        "place": place_of(event),
        "place_changed": old_place != place_of(event),
    }
    return _tell_registered(event, MOVED, "events/emails/moved", context)


def tell_cancelled(event: LearningEvent) -> int:
    """Tell everybody who is registered, waits or is invited that it is off, and why."""
    return _tell_registered(event, CANCELLED, "events/emails/cancelled", {"when": When.of(event)})


def tell_organiser(row: EventOrganiser, *, by: User) -> int:
    profile = getattr(row.user, "profile", None)
    to = Recipient(row.user.email, profile.locale, profile.time_zone) if profile else Recipient(row.user.email)
    return queue(
        purpose=ORGANISER,
        period=str(row.pk),
        to=[to],
        template="events/emails/organiser",
        context={"event": row.event, "by": by, "when": When.of(row.event)},
        sender=by.email,
    )


def place_of(event: LearningEvent) -> dict[str, str]:
    """Where it is, in a form that can be compared; the joining link itself is in no mail."""
    return {"format": event.format, "venue": event.venue, "is_online": "yes" if event.joining_url else ""}


def registered(event: LearningEvent) -> "QuerySet[Registration]":
    """Who hears what becomes of an event: shown addresses, and whom a host has invited."""
    shown = Q(address_confirmed_at__isnull=False) | Q(status=RegistrationStatus.INVITED)
    there = event.registrations.active().reachable().filter(shown).exclude(email__endswith=f"@{NOBODY}")
    return there.select_related("user").order_by("pk")


def _tell_registered(event: LearningEvent, purpose: str, template: str, context: dict[str, Any]) -> int:
    """A letter each, since the links in it are one's own."""
    return sum(
        queue(
            purpose=purpose,
            period=f"{event.pk}-{event.sequence}",
            to=[to],
            template=template,
            context={
                **context,
                "event": event,
                # Words of the hosts' own go to nobody who has not shown that the address is theirs.
                "knows_hosts": bool(each.address_confirmed_at or each.user_id),
                "own_url": registration_url(each, to.language),
                "ics_url": personal_ics_url(each),
            },
        )
        for each in registered(event)
        for to in [_recipient(each)]
    )


def _recipient(registration: Registration) -> Recipient:
    return Recipient(registration.email, registration.language, registration.time_zone)


def _may_read(reader: User | None, event: LearningEvent) -> bool:
    """An event for the community is told to its verified members only, and a private one to nobody."""
    if event.visibility == Visibility.COMMUNITY:
        return bool(reader and reader.is_verified_member)
    return bool(event.visibility == Visibility.PUBLIC)


# --- Asked just before sending: is it still true, and still theirs to know? --------------------------


def still_news(ids: Iterable[int]) -> set[int]:
    """Of new events, those that are still to come and that the reader may still see."""
    messages = _messages(ids)
    events = LearningEvent.objects.filter(pk__in={int(each.period) for each in messages}).in_bulk()
    people = {user.email: user for user in User.objects.filter(email__in={m.recipient for m in messages})}
    wanted = set()
    for message in messages:
        event = events.get(int(message.period))
        if event is None or event.status != EventStatus.PUBLISHED or event.is_over:
            continue
        reader = people.get(message.recipient)
        if (reader is None or reader.is_active) and _may_read(reader, event):
            wanted.add(message.pk)
    return wanted


def still_at_this_time(ids: Iterable[int]) -> set[int]:
    """Of moves, those that no later move or cancellation has overtaken, to who is still registered."""
    messages = _messages(ids)
    events = LearningEvent.objects.filter(pk__in={_event_of(each) for each in messages}).in_bulk()
    later: dict[tuple[int, str], int] = {}
    moves = Message.objects.filter(purpose=MOVED, recipient__in={each.recipient for each in messages})
    for period, recipient in moves.values_list("period", "recipient"):
        pk, sequence = (int(part) for part in period.split("-"))
        later[pk, recipient] = max(sequence, later.get((pk, recipient), 0))
    live = {
        each.pk
        for each in messages
        if (event := events.get(_event_of(each)))
        and event.status == EventStatus.PUBLISHED
        and int(each.period.split("-")[1]) == later[event.pk, each.recipient]
    }
    return live & _to_registered(messages)


def still_registered(ids: Iterable[int]) -> set[int]:
    """Of cancellations, those to who had not cancelled on their own."""
    return _to_registered(_messages(ids))


def still_organises(ids: Iterable[int]) -> set[int]:
    messages = {each.pk: int(each.period) for each in _messages(ids)}
    rows = EventOrganiser.objects.filter(pk__in=messages.values(), user__is_active=True)
    there = set(rows.values_list("pk", flat=True))
    return {pk for pk, row in messages.items() if row in there}


def _to_registered(messages: list[Message]) -> set[int]:
    rows = Registration.objects.active().reachable().filter(event__in={_event_of(each) for each in messages})
    registered_ones = {(event, email.casefold()) for event, email in rows.values_list("event", "email")}
    return {each.pk for each in messages if (_event_of(each), each.recipient.casefold()) in registered_ones}


def _event_of(message: Message) -> int:
    return int(message.period.partition("-")[0])


def _messages(ids: Iterable[int]) -> list[Message]:
    return list(Message.objects.filter(pk__in=list(ids)))
