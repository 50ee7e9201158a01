"""Where one reader stands with an event: may register, has a place, waits, is invited."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.models import Visibility
from events import joining
from events.event_page import AFTER
from events.joining import Door
from events.models import BreakoutGroup, LearningEvent, Registration
from events.models.choices import Entry, EventStatus, RegistrationStatus
from events.own_group import group_of


@dataclass(frozen=True)
class OwnPlace:
    """A reader's own registration, as the page of the event prints it."""

    registration: Registration
    number: int | None  # on the waiting list, from 1
    door: Door
    opens_at: Any

    @property
    def has_place(self) -> bool:
        return self.registration.is_seated

    @property
    def url(self) -> str:
        return reverse("events:own_registration", args=[self.registration.event.slug])

    @property
    def group(self) -> BreakoutGroup | None:
        """The small group this reader is in, once there is one."""
        return group_of(self.registration)

    @property
    def join_url(self) -> str:
        """Empty until an hour before the start, and for who has no place."""
        return joining.join_url(self.registration, get_language() or "") if self.door == Door.OPEN else ""


def own_place(event: LearningEvent, user: Any) -> OwnPlace | None:
    if not user.is_authenticated:
        return None
    registration = Registration.objects.of(user).active().filter(event_id=event.pk).first()
    if registration is None:
        return None
    registration.event, registration.user = event, user
    return OwnPlace(
        registration,
        _number(registration),
        joining.door_of(registration),
        joining.opening_of(event).opens_at if event.joining_url else None,
    )


def _number(registration: Registration) -> int | None:
    if registration.status != RegistrationStatus.WAITLISTED:
        return None
    waiting = Registration.objects.filter(event=registration.event_id, status=RegistrationStatus.WAITLISTED)
    return waiting.filter(queue_number__lte=registration.queue_number).count()


def way_to_register(event: LearningEvent, phase: str) -> Any:
    """The words on the button; None where nobody can register any more, or only the invited."""
    if phase == AFTER or event.status != EventStatus.PUBLISHED or event.entry == Entry.INVITE:
        return None
    if event.visibility == Visibility.PRIVATE:
        return None
    if event.entry == Entry.APPROVAL:
        return _("Ask for a place")
    return _("Join the waiting list") if event.seats_left == 0 else _("Register")
