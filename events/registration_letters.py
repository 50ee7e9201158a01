"""What people are told about their place, each thing once: in their language and zone, with their own links.

Nothing that a stranger typed stands in a mail to an address that is not confirmed.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.emails.recipients import recipient, sender_word
from community.models import User
from events.joining import join_url, personal_ics_url
from events.models import EventOrganiser, Registration
from events.models.choices import SEATED, EventStatus, RegistrationStatus
from events.permissions import can_edit_registrations
from events.registration_links import registration_url
from mail import services as mail
from mail.letters import as_recipient
from mail.limits import within_limits
from mail.models import Message

PLACE, NEWS, ADDRESS = "event-place", "event-registration", "event-address"
INVITATION, REQUEST = "event-invitation", "event-request"
# How somebody came to a place.
REGISTERED, APPROVED, PROMOTED = "registered", "approved", "promoted"
# What else is said of a registration, and the status in which it is still true.
WAITING, PENDING, DECLINED, CANCELLED, REMOVED = "waiting", "pending", "declined", "cancelled", "removed"
TRUE_WHILE = {
    WAITING: RegistrationStatus.WAITLISTED,
    PENDING: RegistrationStatus.PENDING,
    DECLINED: RegistrationStatus.CANCELLED,
    CANCELLED: RegistrationStatus.CANCELLED,
    REMOVED: RegistrationStatus.CANCELLED,
}
SAME_CLICK = timedelta(minutes=10)
LONGEST_NAME = 80


def tell_place(registration: Registration, how: str) -> int:
    """The one mail that confirms a place, however somebody came to it, with the way into the call."""
    own = {"join_url": join_url(registration), "ics_url": personal_ics_url(registration)}
    return _send(registration, PLACE, str(registration.pk), "place", {"how": how} | own)


def tell(registration: Registration, what: str, *, place: int | None = None) -> int:
    """Waiting, awaiting an answer, or out; `place` is that on the waiting list."""
    return _send(registration, NEWS, f"{registration.pk}:{what}", "news", {"what": what, "place": place})


def ask_to_confirm(registration: Registration) -> int:
    """A link to the address's owner; the same for who is registered already, with other words.

    A second click within minutes sends no second mail, and three a day are the most for one address.
    """
    if not within_limits(purpose=ADDRESS, to=[registration.email]):
        return 0
    sent = Message.objects.filter(purpose=ADDRESS, period__startswith=f"{registration.pk}:")
    if sent.filter(created_at__gt=timezone.now() - SAME_CLICK).exists():
        return 0
    period = f"{registration.pk}:{sent.count()}"
    return _send(registration, ADDRESS, period, "address", {"is_new": registration.address_confirmed_at is None})


def may_be_invited(addresses: Iterable[str], by: User) -> list[str]:
    """Those that may get one more invitation today, from this person and at all."""
    return within_limits(purpose=INVITATION, to=addresses, sender=sender_word(by))


def send_invitation(registration: Registration, by: User) -> int:
    context = {"sender": by.display_name[:LONGEST_NAME]}
    return _send(registration, INVITATION, str(registration.pk), "invited", context, sender=sender_word(by))


def tell_hosts(registration: Registration) -> int:
    """That somebody asks for a place; who it is stands on the page, not in the mail."""
    event = registration.event
    people = User.objects.active().filter(organised_events__event=event).select_related("profile")
    return sum(
        mail.queue(
            purpose=REQUEST,
            period=str(registration.pk),
            to=[to],
            template="events/emails/request",
            context={"event": event, "zone": ZoneInfo(to.time_zone)},
        )
        for to in map(as_recipient, map(recipient, people))
    )


def still_seated(ids: Iterable[int]) -> set[int]:
    """A place is confirmed to who has it, for an event that takes place."""
    return _still_true(ids, lambda registration, _what: registration.status in SEATED)


def still_so(ids: Iterable[int]) -> set[int]:
    """Who moved up before the mail went out is not told any more that they wait."""
    return _still_true(ids, lambda registration, what: registration.status == TRUE_WHILE.get(what))


def still_to_confirm(ids: Iterable[int]) -> set[int]:
    return _still_true(ids, lambda registration, _what: registration.is_active)


def still_invited(ids: Iterable[int]) -> set[int]:
    """By somebody who may still invite."""

    def is_so(registration: Registration, _what: str) -> bool:
        by = registration.invited_by
        is_open = registration.status == RegistrationStatus.INVITED and not registration.event.is_over
        return bool(is_open and by and can_edit_registrations(by, registration.event))

    return _still_true(ids, is_so)


def still_asked(ids: Iterable[int]) -> set[int]:
    """While the request awaits an answer, and to who still runs the event."""
    still = _still_true(ids, lambda registration, _what: registration.status == RegistrationStatus.PENDING)
    mails = Message.objects.filter(pk__in=still).values_list("pk", "period", "recipient")
    events = dict(Registration.objects.filter(pk__in=[m[1] for m in mails]).values_list("pk", "event"))
    organisers = EventOrganiser.objects.filter(event__in=events.values(), user__is_active=True)
    run = set(organisers.values_list("event", "user__email"))
    return {pk for pk, period, address in mails if (events[int(period)], address) in run}


def _still_true(ids: Iterable[int], is_so: Callable[[Registration, str], bool]) -> set[int]:
    periods = dict(Message.objects.filter(pk__in=list(ids)).values_list("pk", "period"))
    parts = {pk: period.partition(":") for pk, period in periods.items()}
    found = Registration.objects.reachable().exclude(event__status=EventStatus.CANCELLED)
    found = found.select_related("event", "invited_by")
    registrations = found.in_bulk([int(number) for number, _colon, _what in parts.values()])
    return {
        pk
        for pk, (number, _colon, what) in parts.items()
        if int(number) in registrations and is_so(registrations[int(number)], what)
    }


def _send(
    registration: Registration,
    purpose: str,
    period: str,
    template: str,
    context: Mapping[str, object],
    sender: str = "",
) -> int:
    if registration.user and not registration.user.is_active:
        return 0
    event = registration.event
    to = as_recipient(mail.Recipient(registration.email, registration.language, registration.time_zone))
    own = {
        "event": event,
        "registration": registration,
        "zone": ZoneInfo(to.time_zone),
        "url": registration_url(registration),
    }
    return mail.queue(
        purpose=purpose,
        period=period,
        to=[to],
        template=f"events/emails/{template}",
        context={**own, **context},
        not_after=event.ends_at,
        sender=sender,
    )


LABELS = {
    PLACE: _("You have a place at an event"),
    NEWS: _("Your registration for an event"),
    ADDRESS: _("Confirm your address for an event"),
    INVITATION: _("Somebody invites you to an event"),
    REQUEST: _("Somebody asks for a place at your event"),
}
