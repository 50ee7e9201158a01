"""The contribution claim of an outcome: its chain and its rival explanations, written as a whole."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from community import auditing
from community.models import AuditEntry, User
from core.models import Visibility
from core.versions import EditedMeanwhile, check_version
from partnerships.models import Partnership
from results.locking import lock_partnership, locked
from results.models import ContributionClaim, ContributionStep, EvidenceItem, HarvestedOutcome, RivalExplanation


@transaction.atomic
def save_claim(
    *,
    outcome: HarvestedOutcome,
    claim: ContributionClaim,
    steps: Sequence[dict[str, Any]],
    rivals: Sequence[dict[str, Any]],
    by: User,
    seen_at: datetime | None = None,
) -> ContributionClaim:
    """Store the claim with these steps and rivals, and no others. Raises EditedMeanwhile.

    A step is told by its `id`, so its evidence stays with it wherever it moves; that of a step taken out hangs on
    the outcome from then on. Where it says something else now, nobody has agreed to show it: see `agreed_details`.
    """
    lock_partnership(outcome.partnership)
    held = locked(outcome)
    stored = ContributionClaim.objects.filter(outcome=held).first()
    if stored:
        check_version(stored, seen_at)
        claim.pk, claim.created_at = stored.pk, stored.created_at
    elif seen_at:
        raise EditedMeanwhile(None)
    before = held.agreed_details()
    claim.outcome = held
    claim.save()
    _write_steps(claim, steps)
    claim.rivals.all().delete()
    RivalExplanation.objects.bulk_create(
        RivalExplanation(claim=claim, position=place, **words) for place, words in enumerate(rivals)
    )
    if HarvestedOutcome.objects.get(pk=held.pk).agreed_details() != before:
        _mark_changed(outcome)
        detail = f"claim of outcome {held.number}: {len(steps)} steps, {len(rivals)} other explanations"
        auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=outcome.partnership, detail=detail)
    return claim


def _write_steps(claim: ContributionClaim, steps: Sequence[dict[str, Any]]) -> None:
    there = {step.pk: step for step in claim.steps.all()}
    for place, words in enumerate(steps):
        step = there.pop(words.get("id") or 0, None) or ContributionStep(claim=claim)
        step.position, step.text, step.assumption = place, words["text"], words["assumption"]
        step.save()
    EvidenceItem.objects.filter(step__in=there).update(step=None, outcome=claim.outcome_id)
    ContributionStep.objects.filter(pk__in=there).delete()


def _mark_changed(outcome: HarvestedOutcome) -> None:
    outcome.changed_at, outcome.visibility = timezone.now(), Visibility.PARTIES
    outcome.save(update_fields=["changed_at", "visibility", "updated_at"])
    Partnership.objects.filter(pk=outcome.partnership_id).update(changed_at=outcome.changed_at)
