"""Recording what came in a sheet: all that is ready, or nothing."""

from collections.abc import Sequence

from django.db import transaction

from community.models import User
from results.locking import lock_partnership
from results.models import Observation
from results.services.observations import PartFigure, record_observation, submit_observation


@transaction.atomic
def record_sheet(*, ready: Sequence[tuple[Observation, list[PartFigure]]], submits: bool, by: User) -> int:
    """Store each as a draft, or submit it at once; how many. The same sheet confirmed twice is there once."""
    partnerships = {
        observation.indicator.partnership_id: observation.indicator.partnership for observation, _p in ready
    }
    for pk in sorted(partnerships):  # always in this order, so that two sheets do not wait for each other
        lock_partnership(partnerships[pk])
    for observation, parts in ready:
        stored = record_observation(observation=observation, parts=parts, by=by)
        if submits and not stored.is_approved:
            submit_observation(observation=stored, by=by)
    return len(ready)
