"""From the wish to come to a place, and back: registering, confirming an address, answering, cancelling."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Country, Institution, User
from events import registration_letters as letters
from events.identity import email_key
from events.locking import locked
from events.models import LearningEvent, Registration, RegistrationChange
from events.models.choices import Entry, EventStatus, RegistrationStatus, Represents
from events.services.seats import change_status, next_number, note_change, promote_waiting, settle

By = RegistrationChange.By
SAME_CLICK = timedelta(minutes=2)


class CannotRegister(Exception):
    """There is no place to be had at this event; the message says why."""


class AlreadyRegistered(CannotRegister):
    """This person holds or asks for a place already; `registration` is that."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(_("You are registered for this event already."))
        self.registration = registration

    @property
    def is_same_click(self) -> bool:
        """Whether it was made a moment ago: then this is a second click, and not a second wish."""
        return self.registration.created_at > timezone.now() - SAME_CLICK


class CannotChange(Exception):
    """The registration is past that; the message says why."""


@dataclass(frozen=True)
class Details:
    """What somebody says of themselves."""

    name: str = ""
    job_title: str = ""
    institution: Institution | None = None
    organisation: str = ""
    country: Country | None = None
    represents: str = Represents.OTHER
    language: str = "en"
    time_zone: str = "UTC"
    access_needs: str = ""
    in_list: bool = False


@transaction.atomic
def register(*, event: LearningEvent, details: Details, by: User) -> Registration:
    """Somebody with an account asks for a place; their address is known to be theirs.

    Takes up an invitation, and what was begun with the same address without signing in.
    """
    event = locked(event)
    registration = _of_person(event, by)
    if registration and registration.status != RegistrationStatus.INVITED and registration.address_confirmed_at:
        if registration.user is None and registration.email == by.email:
            registration.user = by  # it was made before there was an account, or without signing in
            registration.save(update_fields=["user", "updated_at"])
            return registration
        raise AlreadyRegistered(registration)
    insist_on_open(event, is_invited=bool(registration and registration.invited_by_id))
    if registration and registration.user_id != by.pk:
        registration = begun_with(registration, by.email)
    registration = registration or Registration(event=event)
    registration.event = event
    registration.user, registration.email, registration.email_key = by, by.email, email_key(by.email)
    _take_over(registration, details)
    return _enter(registration, event)


@transaction.atomic
def ask_for_place(*, event: LearningEvent, address: str, details: Details) -> Registration:
    """Somebody without an account: nothing is seen and no seat is taken until the address is confirmed.

    Says and costs the same whether or not the address has an account, a place or an invitation.
    """
    event = locked(event)
    insist_on_open(event, is_invited=False)
    key = email_key(address)
    registration = Registration.objects.active().filter(event=event, email_key=key).select_related("user").first()
    if registration and _is_unconfirmed(registration):
        registration = begun_with(registration, address)
    if registration is None:
        registration = Registration(event=event, email=address, email_key=key)
    registration.event = event
    if _is_unconfirmed(registration):
        _take_over(registration, details)
        registration.save()
    letters.ask_to_confirm(registration)
    return registration


@transaction.atomic
def confirm_address(*, registration: Registration, details: Details | None = None) -> Registration:
    """Whoever has the link has the mailbox: from now on the registration counts. Once more changes nothing.

    An invited person accepts so, with their details.
    """
    event = locked(registration.event)
    registration = fresh(registration, event)
    is_invited = registration.status == RegistrationStatus.INVITED
    if not registration.is_active:
        raise CannotChange(_("This registration was cancelled. You can register again on the page of the event."))
    if registration.address_confirmed_at and not is_invited:
        return registration
    insist_on_open(event, is_invited=bool(registration.invited_by_id))
    if details:
        _take_over(registration, details)
    if registration.user is None:
        account = User.objects.active().filter(email__iexact=registration.email).first()
        taken = Registration.objects.active().filter(event=event, user=account).exists()
        registration.user = account if account and not taken else None
    return _enter(registration, event)


@transaction.atomic
def approve(*, registration: Registration) -> Registration:
    """A place, or one on the waiting list by when they asked. Once more changes nothing."""
    event = locked(registration.event)
    registration = fresh(registration, event)
    if registration.status in (RegistrationStatus.CONFIRMED, RegistrationStatus.WAITLISTED):
        return registration
    if registration.status != RegistrationStatus.PENDING or registration.address_confirmed_at is None:
        raise CannotChange(_("This request was answered or withdrawn already."))
    insist_on_open(event, is_invited=True)
    settle(registration, event=event, by=By.HOST)
    _tell_outcome(registration, letters.APPROVED)
    return registration


@transaction.atomic
def decline(*, registration: Registration) -> Registration:
    """Say no to somebody who asked. Once more changes nothing."""
    event = locked(registration.event)
    registration = fresh(registration, event)
    if registration.status == RegistrationStatus.CANCELLED:
        return registration
    if registration.status != RegistrationStatus.PENDING or registration.address_confirmed_at is None:
        raise CannotChange(_("This request was answered already."))
    change_status(registration, RegistrationStatus.CANCELLED, by=By.HOST)
    letters.tell(registration, letters.DECLINED)
    return registration


@transaction.atomic
def cancel_registration(*, registration: Registration, by: User | None = None) -> Registration:
    """Free the place, and let the next in line have it; `by` is None for the person's own doing.

    Once more changes nothing. What was not confirmed, nobody is told of.
    """
    event = locked(registration.event)
    registration = fresh(registration, event)
    if registration.status == RegistrationStatus.CANCELLED:
        return registration
    if registration.status == RegistrationStatus.ATTENDED or event.is_over:
        raise CannotChange(_("The event is over, so there is no place to give back."))
    is_known = registration.address_confirmed_at is not None
    change_status(registration, RegistrationStatus.CANCELLED, by=By.HOST if by else By.PERSON)
    if is_known and event.status != EventStatus.CANCELLED:
        letters.tell(registration, letters.REMOVED if by else letters.CANCELLED)
    promote_waiting(event)
    return registration


def fresh(registration: Registration, event: LearningEvent) -> Registration:
    """The registration as it stands now that its event's lock is held."""
    registration = Registration.objects.select_related("user", "institution", "country").get(pk=registration.pk)
    registration.event = event
    return registration


def _of_person(event: LearningEvent, user: User) -> Registration | None:
    """By account, else by address in any of its spellings."""
    theirs = Q(user=user) | Q(email_key=email_key(user.email))
    found = Registration.objects.active().filter(theirs, event=event)
    return min(found, key=lambda registration: registration.user_id != user.pk, default=None)


def begun_with(registration: Registration, address: str) -> Registration | None:
    """What was begun and may be taken up with this address.

    Another spelling may be another mailbox, and its link must not open this place: it ends, and a new
    registration takes over who invited.
    """
    if registration.email == address:
        return registration
    if registration.status != RegistrationStatus.INVITED:
        registration.delete()
        return None
    change_status(registration, RegistrationStatus.CANCELLED, by=By.PERSON)
    return Registration(event=registration.event, invited_by=registration.invited_by)


def _is_unconfirmed(registration: Registration) -> bool:
    return registration.address_confirmed_at is None and registration.status == RegistrationStatus.PENDING


def insist_on_open(event: LearningEvent, *, is_invited: bool) -> None:
    if event.status == EventStatus.CANCELLED:
        raise CannotRegister(_("This event is cancelled."))
    if event.status == EventStatus.DRAFT:
        raise CannotRegister(_("Registration is not open yet."))
    if event.status != EventStatus.PUBLISHED or event.is_over:
        raise CannotRegister(_("This event is over."))
    if event.entry == Entry.INVITE and not is_invited:
        raise CannotRegister(_("This event is by invitation. Ask its hosts if you would like to come."))


def _take_over(registration: Registration, details: Details) -> None:
    said: dict[str, Any] = vars(details)
    if registration.pk is None or registration.in_list != details.in_list:
        registration.in_list_decided_at = timezone.now()
    for field, value in said.items():
        setattr(registration, field, value)


def _enter(registration: Registration, event: LearningEvent) -> Registration:
    """From now on it counts: a seat, the waiting list, or the hosts' desk; and one mail that says which."""
    registration.address_confirmed_at = registration.address_confirmed_at or timezone.now()
    if event.entry == Entry.APPROVAL and not registration.invited_by_id:
        before = registration.status if registration.pk else ""
        registration.status, registration.queue_number = RegistrationStatus.PENDING, next_number(event)
        registration.save()
        note_change(registration, before, by=By.PERSON)
        letters.tell(registration, letters.PENDING)
        letters.tell_hosts(registration)
        return registration
    settle(registration, event=event, by=By.PERSON)
    _tell_outcome(registration, letters.REGISTERED)
    return registration


def _tell_outcome(registration: Registration, how: str) -> None:
    if registration.is_seated:
        letters.tell_place(registration, how)
    else:
        letters.tell(registration, letters.WAITING, place=place_of(registration))


def place_of(registration: Registration) -> int | None:
    """Which one is next: 1 is the first who waits; None for who does not wait."""
    if registration.status != RegistrationStatus.WAITLISTED:
        return None
    before = Registration.objects.filter(
        event=registration.event_id,
        status=RegistrationStatus.WAITLISTED,
        queue_number__lt=registration.queue_number,
    )
    return before.count() + 1
