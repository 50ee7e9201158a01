"""What results add to the page of a partnership: what changed, and how we know."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from partnerships.models import Partnership
from results import permissions
from results.models import HarvestedOutcome, Indicator

NEWEST = 3


@dataclass(frozen=True)
class OutcomesPanel:
    """The newest outcomes; `total` of all that this person may see, and how many indicators there are."""

    partnership: Partnership
    outcomes: list[HarvestedOutcome]
    total: int
    indicators: int
    may_record: bool


def of_partnership(partnership: Partnership, user: Any) -> OutcomesPanel | None:
    """Nothing where there is nothing to show and nobody who could add it."""
    visible = HarvestedOutcome.objects.visible_to(user).filter(partnership=partnership)
    sees_the_public_ones_alone = not user.is_authenticated or not user.is_verified_member
    nothing_is_told = sees_the_public_ones_alone and not partnership.outcomes_shown
    outcomes = [] if nothing_is_told else list(visible.order_by("-changed_at", "-pk")[: NEWEST + 1])
    may_record = permissions.can_record(user, partnership)
    seen = Indicator.objects.visible_to(user).filter(partnership=partnership)
    indicators = seen.aggregate(n=Count("pk"))["n"]
    if not outcomes and not indicators and not may_record:
        return None
    for outcome in outcomes:
        outcome.partnership = partnership
    total = visible.count() if len(outcomes) > NEWEST else len(outcomes)
    return OutcomesPanel(partnership, outcomes[:NEWEST], total, indicators, may_record)
