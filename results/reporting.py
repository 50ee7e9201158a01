"""Which outcome a report of a problem is about, and which institutions answer for it."""

from typing import Any

from partnerships.reporting import find_partnership
from results.models import HarvestedOutcome


def find_outcome(kwargs: dict[str, Any], user: Any) -> tuple[HarvestedOutcome, list[int]] | None:
    """With the parties of its record; None for what this person may not see."""
    record = find_partnership(kwargs, user)
    if record is None:
        return None
    partnership, institutions = record
    visible = HarvestedOutcome.objects.visible_to(user).filter(partnership=partnership)
    outcome = visible.filter(number=kwargs["number"]).first()
    return (outcome, institutions) if outcome else None
