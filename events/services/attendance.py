"""Who took part, as the hosts saw it on the day."""

from collections.abc import Collection

from django.db import transaction

from events.locking import locked
from events.models import LearningEvent, Registration, RegistrationChange
from events.models.choices import RegistrationStatus
from events.services.seats import change_status, has_free_seat

CAME = {True: RegistrationStatus.ATTENDED, False: RegistrationStatus.CONFIRMED}


@transaction.atomic
def take_attendance(*, event: LearningEvent, came: Collection[int], stayed_away: Collection[int]) -> int:
    """Tick some and untick others of those who have a place; how many that changed.

    The others stay as they are, so that two hosts who tick at once do not undo each other.
    """
    event = locked(event)
    seated = event.registrations.seated().filter(pk__in={*came, *stayed_away})
    changed = 0
    for registration in seated:
        status = CAME[registration.pk in came]
        if registration.status != status:
            change_status(registration, status, by=RegistrationChange.By.HOST)
            changed += 1
    return changed


@transaction.atomic
def seat_who_waited(*, event: LearningEvent, came: Collection[int]) -> list[Registration]:
    """Give a free seat to those of the waiting list who came, in its order; for whom there was none.

    Until the event is over a free seat goes to the first who waits by itself, so this passes nobody over.
    """
    event = locked(event)
    left = []
    for registration in event.registrations.waiting().filter(pk__in=came):
        if has_free_seat(event):
            change_status(registration, RegistrationStatus.ATTENDED, by=RegistrationChange.By.HOST)
        else:
            left.append(registration)
    return left
