"""A person changes what they said of themselves."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.locking import locked
from events.models import Registration
from events.services.registering import CannotChange, fresh


@transaction.atomic
def change_details(*, registration: Registration, values: dict[str, Any]) -> Registration:
    """Under the lock of the event, so that a seat given meanwhile is not taken back by an old form."""
    registration = fresh(registration, locked(registration.event))
    if not registration.is_active:
        raise CannotChange(_("This registration was cancelled."))
    if values.get("in_list", registration.in_list) != registration.in_list:
        registration.in_list_decided_at = timezone.now()
    for name, value in values.items():
        setattr(registration, name, value)
    registration.save(update_fields=[*values, "in_list_decided_at", "updated_at"])
    return registration
