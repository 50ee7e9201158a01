"""Who took part, as the hosts saw it on the day."""

from collections.abc import Collection

from django.db import transaction

from events.locking import locked
from events.models import LearningEvent, RegistrationChange
from events.models.choices import RegistrationStatus
from events.services.seats import change_status

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
