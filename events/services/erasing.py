"""A person leaves for good: their places become free, and who they were is forgotten; that somebody came stays."""

from django.db import transaction

from community.models import User
from events.locking import locked
from events.models import LearningEvent, RegistrationChange
from events.models.choices import RegistrationStatus
from events.models.registrations import RegistrationQuerySet
from events.personal_data import of_person
from events.registration_links import NOBODY
from events.services.frozen_names import forget_in_final_report
from events.services.notes import unsign_notes
from events.services.registering import fresh
from events.services.seats import change_status, promote_waiting


@transaction.atomic
def forget_registrations(user: User) -> None:
    """The counts of past events still hold: a registration without a name, an address or an account remains."""
    found = of_person(user)
    unsign_notes(user)
    for event in LearningEvent.objects.filter(pk__in=found.values("event")).order_by("pk"):
        _forget_at(event, found.filter(event=event))


def _forget_at(event: LearningEvent, found: RegistrationQuerySet) -> None:
    event = locked(event)
    for each in found:
        registration = fresh(each, event)
        if registration.is_active and registration.status != RegistrationStatus.ATTENDED and not event.is_over:
            change_status(registration, RegistrationStatus.CANCELLED, by=RegistrationChange.By.PERSON)
        forget_in_final_report(registration)
        registration.user = None
        registration.name = registration.job_title = registration.access_needs = ""
        registration.email = registration.email_key = f"erased-{registration.pk}@{NOBODY}"
        registration.in_list = False
        registration.joined_at = None
        registration.save()
    promote_waiting(event)
