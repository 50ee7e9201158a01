"""Who has a seat and who waits: in the order of asking, under the one lock of the event.

The database counts the seats and refuses one too many; the lock makes the order fair and the answer kind.
"""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from events import registration_letters as letters
from events.locking import locked
from events.models import LearningEvent, Registration, RegistrationChange
from events.models.choices import EventStatus, RegistrationStatus

By = RegistrationChange.By


class TooFewSeats(Exception):
    """There would be fewer seats than are taken; the message says how many that are."""


def next_number(event: LearningEvent) -> int:
    """The next number in the order of asking; meant for who holds the event's lock."""
    latest: int | None = event.registrations.aggregate(latest=Max("queue_number"))["latest"]
    return (latest or 0) + 1


def change_status(registration: Registration, status: str, *, by: str) -> None:
    """Set and store the status, and write down what happened with the seats as they then stand."""
    before, registration.status = registration.status, RegistrationStatus(status)
    now = timezone.now()
    if registration.is_seated and registration.seated_at is None:
        registration.seated_at = now
    if status == RegistrationStatus.CANCELLED:
        registration.cancelled_at = now
    is_new = registration.pk is None
    registration.save()
    note_change(registration, "" if is_new else before, by=by)


def note_change(registration: Registration, before: str, *, by: str) -> None:
    """Write down the change; from then on the event in memory knows the seats as the database counts them."""
    event = registration.event
    event.refresh_from_db(fields=["seats_taken", "capacity"])
    RegistrationChange.objects.create(
        registration=registration,
        before=before,
        after=registration.status,
        by=by,
        seats_taken=event.seats_taken,
        capacity=event.capacity,
    )


def settle(registration: Registration, *, event: LearningEvent, by: str) -> None:
    """A seat if one is free, else a place on the waiting list behind those who wait; the lock is held.

    All who register at once wait for this, so it asks nothing twice: `event` was read when it was locked.
    """
    _move_up(event)
    if registration.queue_number is None:
        registration.queue_number = next_number(event)
    has_seat = has_free_seat(event)
    change_status(registration, RegistrationStatus.CONFIRMED if has_seat else RegistrationStatus.WAITLISTED, by=by)


def has_free_seat(event: LearningEvent) -> bool:
    return event.seats_left is None or event.seats_left > 0


@transaction.atomic
def promote_waiting(event: LearningEvent) -> list[Registration]:
    """Give each free seat to the first who waits, and tell them; whom. Once more does nothing."""
    return _move_up(locked(event))


@transaction.atomic
def change_capacity(*, event: LearningEvent, capacity: int | None) -> list[Registration]:
    """More seats go to those who wait; fewer than are taken there cannot be. Whom it promoted."""
    event = locked(event)
    if capacity is not None and capacity < event.seats_taken:
        raise TooFewSeats(
            _("%(taken)d seats are taken, so there cannot be fewer. Free some first.") % {"taken": event.seats_taken}
        )
    if capacity != event.capacity:
        event.capacity = capacity
        event.save(update_fields=["capacity", "updated_at"])
    return _move_up(event)


def _move_up(event: LearningEvent) -> list[Registration]:
    """Those who wait sit down while there are seats, for an event that is still to come."""
    if event.status != EventStatus.PUBLISHED or event.is_over:
        return []
    waiting = event.registrations.waiting().select_related("user")
    promoted = list(waiting if event.seats_left is None else waiting[: event.seats_left])
    for registration in promoted:
        registration.event = event
        change_status(registration, RegistrationStatus.CONFIRMED, by=By.PORTAL)
        letters.tell_place(registration, letters.PROMOTED)
    return promoted
