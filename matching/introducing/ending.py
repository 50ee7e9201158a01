"""An introduction that ends without a partnership: the need looks on, and the offer has its place back."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from matching import profiles
from matching.introducing import letters
from matching.models import Introduction, Need
from matching.models.choices import IntroductionStatus, NeedStatus


@transaction.atomic
def expire(*, on: date | None = None) -> int:
    """End what was not answered in time; how many. Safe to repeat."""
    overdue = Introduction.objects.overdue(on).select_for_update(of=("self",), skip_locked=True)
    ended = list(overdue)
    for stored in ended:
        stored.status, stored.ended_at = IntroductionStatus.EXPIRED, timezone.now()
        stored.version += 1
        stored.save()
        release(stored)
        letters.tell_expired(stored)
    return len(ended)


def release(stored: Introduction) -> None:
    """A need without another live introduction looks for a peer again; the offer has its place back."""
    if stored.need_id and not Introduction.objects.live().filter(need=stored.need_id).exists():
        Need.objects.filter(pk=stored.need_id, status=NeedStatus.IN_INTRODUCTION).update(status=NeedStatus.OPEN)
    refresh(stored)


def refresh(stored: Introduction) -> None:
    """What matching reads of the offer: how many places it has free."""
    if stored.offer_id:
        profiles.refresh([stored.supply_institution_id])
