"""What participants say about an event: one answer each."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.locking import locked
from events.models import Feedback, Registration
from events.models.choices import EventStatus

CHANGEABLE_FOR = timedelta(days=30)


class CannotGiveFeedback(Exception):
    """The answer is not taken; the message tells why."""


@transaction.atomic
def give_feedback(
    *, registration: Registration, usefulness: int, will_use: str, was_hard: str, next_topic: str
) -> Feedback:
    """Keep the answer of a participant; a second one replaces the first for 30 days."""
    event = locked(registration.event)
    registration = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    insist_it_is_open(registration)
    answers = {"usefulness": usefulness, "will_use": will_use, "was_hard": was_hard, "next_topic": next_topic}
    feedback, _created = Feedback.objects.update_or_create(
        registration=registration, defaults=answers, create_defaults={**answers, "event": event}
    )
    return feedback


def insist_it_is_open(registration: Registration) -> None:
    """Raises CannotGiveFeedback unless this participant can answer, or change the answer, now."""
    if not registration.is_seated:
        raise CannotGiveFeedback(_("Only who had a place at the event says how it was."))
    if registration.event.status == EventStatus.CANCELLED:
        raise CannotGiveFeedback(_("The event was cancelled."))
    if not registration.event.is_over:
        raise CannotGiveFeedback(_("The event is not over yet. Please come back after it."))
    given = Feedback.objects.filter(registration=registration).first()
    if given and given.created_at + CHANGEABLE_FOR <= timezone.now():
        raise CannotGiveFeedback(_("You answered more than 30 days ago. Your answer stays as it is."))
