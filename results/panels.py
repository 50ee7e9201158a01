"""What results add to the page of a partnership: what changed, and how we know."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from partnerships.models import Partnership
from results import permissions
from results.models import HarvestedOutcome, Indicator

NEWEST = 3
# What `results/_outcome_row.html` prints; the page that most people read asks for nothing else, in fixed words.
SHOWN = """
    SELECT id, partnership_id, number, what_changed, who_changed, changed_on, contribution, level, evidence,
           is_negative, is_unintended, is_disputed, is_demo
    FROM results_harvestedoutcome
    WHERE partnership_id = %s AND visibility = 'public'
    ORDER BY changed_at DESC, id DESC LIMIT %s
"""
IS_OBSERVED = """
    SELECT EXISTS (
        SELECT 1 FROM results_resultsframework f
        JOIN results_result r ON r.framework_id = f.id
        JOIN results_indicator i ON i.result_id = r.id
        WHERE f.partnership_id = %s AND f.visibility = 'public')
"""


@dataclass(frozen=True)
class OutcomesPanel:
    """The newest outcomes that this person may see, and whether there are indicators."""

    partnership: Partnership
    outcomes: list[HarvestedOutcome]
    has_indicators: bool
    may_record: bool


def of_partnership(partnership: Partnership, user: Any) -> OutcomesPanel | None:
    """Nothing where there is nothing to show and nobody who could add it."""
    if user.is_authenticated and user.is_verified_member:
        outcomes, has_indicators = _seen(partnership, user)
    else:
        outcomes, has_indicators = _shown_to_all(partnership)
    for outcome in outcomes:
        outcome.partnership = partnership
    may_record = permissions.can_record(user, partnership)
    if not outcomes and not has_indicators and not may_record:
        return None
    return OutcomesPanel(partnership, outcomes, has_indicators, may_record)


def _seen(partnership: Partnership, user: Any) -> tuple[list[HarvestedOutcome], bool]:
    outcomes = HarvestedOutcome.objects.seen_of(partnership, user).order_by("-changed_at", "-pk")[:NEWEST]
    return list(outcomes), Indicator.objects.seen_of(partnership, user).exists()


def _shown_to_all(partnership: Partnership) -> tuple[list[HarvestedOutcome], bool]:
    """Of a public record. Most have no outcome, and say so themselves."""
    with connection.cursor() as cursor:
        cursor.execute(IS_OBSERVED, [partnership.pk])
        (is_observed,) = cursor.fetchone()
    if not partnership.outcomes_shown:
        return [], is_observed
    return list(HarvestedOutcome.objects.raw(SHOWN, [partnership.pk, NEWEST])), is_observed
