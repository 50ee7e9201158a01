"""The contribution claim of an outcome: its chain and its rival explanations, written as a whole."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from community import auditing
from community.models import AuditEntry, User
from results.locking import lock_partnership
from results.models import ContributionClaim, ContributionStep, HarvestedOutcome, RivalExplanation


@transaction.atomic
def save_claim(
    *,
    outcome: HarvestedOutcome,
    claim: ContributionClaim,
    steps: Sequence[dict[str, Any]],
    rivals: Sequence[dict[str, Any]],
    by: User,
) -> ContributionClaim:
    """Store the claim with these steps and rivals, and no others; a step keeps the evidence that hangs on its place.

    Steps are told apart by their place in the chain: one that is taken out at the end takes its evidence along.
    """
    lock_partnership(outcome.partnership)
    stored = ContributionClaim.objects.select_for_update(of=("self",)).filter(outcome=outcome).first()
    if stored:
        claim.pk, claim.created_at = stored.pk, stored.created_at
    claim.outcome = outcome
    claim.save()
    there = list(claim.steps.all())
    for place, words in enumerate(steps):
        step = there[place] if place < len(there) else ContributionStep(claim=claim)
        step.position, step.text, step.assumption = place, words["text"], words["assumption"]
        step.save()
    ContributionStep.objects.filter(pk__in=[step.pk for step in there[len(steps) :]]).delete()
    claim.rivals.all().delete()
    RivalExplanation.objects.bulk_create(
        RivalExplanation(claim=claim, position=place, **words) for place, words in enumerate(rivals)
    )
    detail = f"claim of outcome {outcome.number}: {len(steps)} steps, {len(rivals)} other explanations"
    auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=outcome.partnership, detail=detail)
    return claim
