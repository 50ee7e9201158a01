"""Outcomes as entries of a feed."""

from core.feeds import Entry
from results.models import HarvestedOutcome


def of_outcome(outcome: HarvestedOutcome) -> Entry:
    """With what the partnership did for it and how well that is known."""
    facts = (outcome.get_evidence_display(), outcome.partnership.title)
    return Entry(
        f"outcome/{outcome.pk}",
        outcome.what_changed,
        outcome.get_absolute_url(),
        " · ".join([outcome.contribution, *map(str, facts)]),
        published=outcome.created_at,
        updated=outcome.changed_at,
        categories=(str(outcome.get_level_display()),),
    )
