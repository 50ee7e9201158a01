"""Registrations that nobody confirmed are not kept: somebody else may have typed the address."""

from datetime import timedelta

from django.utils import timezone

from events.models import Registration
from events.models.choices import RegistrationStatus

KEPT_FOR = timedelta(days=14)


def forget_unconfirmed() -> int:
    """Erase those older than two weeks; how many. Their links then open nothing."""
    begun = Registration.objects.filter(
        status=RegistrationStatus.PENDING, address_confirmed_at=None, updated_at__lt=timezone.now() - KEPT_FOR
    )
    return begun.delete()[0]
