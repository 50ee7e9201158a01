"""What results add to the page of a partnership: what changed, and how we know."""

from dataclasses import dataclass
from typing import Any

from partnerships.models import Partnership
from results import permissions
from results.models import HarvestedOutcome, Indicator

NEWEST = 3


@dataclass(frozen=True)
class OutcomesPanel:
    """The newest outcomes that this person may see, and whether there are indicators."""

    partnership: Partnership
    outcomes: list[HarvestedOutcome]
    has_indicators: bool
    may_record: bool


def of_partnership(partnership: Partnership, user: Any) -> OutcomesPanel | None:
    """Nothing where there is nothing to show and nobody who could add it."""
    sees_the_public_ones_alone = not user.is_authenticated or not user.is_verified_member
    nothing_is_told = sees_the_public_ones_alone and not partnership.outcomes_shown
    seen = HarvestedOutcome.objects.seen_of(partnership, user).order_by("-changed_at", "-pk")
    outcomes = [] if nothing_is_told else list(seen[:NEWEST])
    for outcome in outcomes:
        outcome.partnership = partnership
    may_record = permissions.can_record(user, partnership)
    has_indicators = Indicator.objects.seen_of(partnership, user).exists()
    if not outcomes and not has_indicators and not may_record:
        return None
    return OutcomesPanel(partnership, outcomes, has_indicators, may_record)
