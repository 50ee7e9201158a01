"""Asking people to an event, and entering them by hand."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import User
from events import registration_letters as letters
from events.identity import email_key
from events.locking import locked
from events.models import LearningEvent, Registration, RegistrationChange
from events.models.choices import EventStatus, RegistrationStatus
from events.services.registering import AlreadyRegistered, Details, begun_with
from events.services.seats import note_change, settle

By = RegistrationChange.By


class CannotInvite(Exception):
    """Nobody can be asked to this event; the message says why."""


@dataclass
class Invited:
    """What became of a list: who was written to, and for each other address why not."""

    sent: list[Registration] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def invite_people(*, event: LearningEvent, addresses: Iterable[str], language: str, by: User) -> Invited:
    """Write to each address once. Once more sends nothing: an open invitation is a reason, as is a place."""
    event = locked(event)
    if event.status != EventStatus.PUBLISHED or event.is_over:
        raise CannotInvite(_("People can be invited while the event is published and still to come."))
    keys = {address: email_key(address) for address in dict.fromkeys(addresses)}
    standing = {each.email_key: each for each in event.registrations.active().filter(email_key__in=set(keys.values()))}
    answer = Invited()
    for address, key in keys.items():
        if reason := _reason_against(standing.get(key)):
            answer.refused[address] = reason
    free = set(letters.may_be_invited([each for each in keys if each not in answer.refused], by))
    for address, key in keys.items():
        if address in answer.refused:
            continue
        if address not in free:
            answer.refused[address] = _("Enough mails went out for today. This one can go tomorrow.")
        elif key in standing and standing[key].status == RegistrationStatus.INVITED:
            answer.refused[address] = _("It is in the list twice, in two spellings.")
        else:
            standing[key] = _invite(event, address, key, language, by, standing.get(key))
            answer.sent.append(standing[key])
    return answer


@transaction.atomic
def enter_by_hand(*, event: LearningEvent, address: str, details: Details, by: User) -> Registration:
    """The secretariat enters somebody who asked by telephone or letter; that person alone decides on the list."""
    event = locked(event)
    if event.status not in (EventStatus.PUBLISHED, EventStatus.HELD):
        raise CannotInvite(_("People can be entered while the event is published."))
    key = email_key(address)
    registration = event.registrations.active().filter(email_key=key).first()
    if registration and registration.address_confirmed_at:
        raise AlreadyRegistered(registration)
    if registration:
        registration = begun_with(registration, address)
    registration = registration or Registration()
    registration.email, registration.email_key = address, key
    registration.event, registration.invited_by = event, by
    registration.address_confirmed_at = timezone.now()
    for name, value in vars(details).items():
        setattr(registration, name, False if name == "in_list" else value)
    settle(registration, event=event, by=By.HOST)
    if registration.is_seated:
        letters.tell_place(registration, letters.REGISTERED)
    else:
        letters.tell(registration, letters.WAITING)
    return registration


def _reason_against(standing: Registration | None) -> str:
    """Who only began, without confirming the address, may be invited all the same."""
    if standing is None or (standing.address_confirmed_at is None and standing.status == RegistrationStatus.PENDING):
        return ""
    if standing.status == RegistrationStatus.INVITED:
        return _("This address was invited already.")
    if standing.status == RegistrationStatus.PENDING:
        return _("This person asked for a place already: answer the request.")
    return _("This person is registered already.")


def _invite(
    event: LearningEvent, address: str, key: str, language: str, by: User, standing: Registration | None
) -> Registration:
    account = User.objects.active().filter(email__iexact=address).first()
    if account and event.registrations.active().filter(user=account).exists():
        account = None
    if standing:
        standing.delete()  # begun by a stranger: the link of that mail opens nothing any more
    registration = Registration.objects.create(
        event=event,
        user=account,
        email=address,
        email_key=key,
        name=account.name if account else "",
        language=language,
        time_zone=event.time_zone,
        status=RegistrationStatus.INVITED,
        invited_by=by,
    )
    note_change(registration, "", by=By.HOST)
    letters.send_invitation(registration, by)
    return registration
