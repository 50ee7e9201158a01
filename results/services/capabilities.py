"""Naming an ability that the partnership works on, and rating it for a side."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from community import auditing
from community.models import AuditEntry, User
from core.models import Visibility
from core.versions import check_version
from partnerships.models import Partnership
from results.locking import lock_partnership, locked
from results.models import Capability, CapabilityScore


class RatedMeanwhile(Exception):
    """Somebody else of that side rated it since the page was opened."""


@transaction.atomic
def name_capability(*, capability: Capability, by: User) -> Capability:
    """Store an ability for the parties. Where the same is named already, that one as it is."""
    lock_partnership(capability.partnership)
    same = Capability.objects.filter(
        partnership=capability.partnership, title__iexact=capability.title, whose__iexact=capability.whose
    ).first()
    if same:
        return same
    capability.recorded_by, capability.visibility = by, Visibility.PARTIES
    capability.save()
    mark_changed(capability)
    return capability


@transaction.atomic
def reword_capability(*, capability: Capability, by: User, seen_at: datetime | None) -> Capability:
    """Store it in other words; nobody has agreed to show these. Raises EditedMeanwhile."""
    lock_partnership(capability.partnership)
    check_version(locked(capability), seen_at)
    capability.save()
    mark_changed(capability)
    return capability


@transaction.atomic
def remove_capability(*, capability: Capability, by: User) -> bool:
    """Take away an ability with what both sides said of it; False if it was gone before."""
    lock_partnership(capability.partnership)
    stored = Capability.objects.filter(pk=capability.pk).first()
    if stored is None:
        return False
    detail = f"removed capability: {stored.title}"
    auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=capability.partnership, detail=detail)
    stored.delete()
    mark_changed(capability)
    return True


@transaction.atomic
def rate_capability(
    *, capability: Capability, side: str, scores: Mapping[str, tuple[int, str] | None], seen: str, by: User
) -> int:
    """Store how a side rates it before and after, or that it says nothing; how many scores changed.

    `seen` is the mark of the scores that the page showed. Raises RatedMeanwhile.
    """
    lock_partnership(capability.partnership)
    locked(capability)
    if seen != mark_of(capability, side):
        raise RatedMeanwhile
    stored = {score.moment: score for score in capability.scores.filter(side=side)}
    changed = 0
    for moment, said in scores.items():
        before = stored.get(moment)
        if said == ((before.score, before.reason) if before else None):
            continue
        changed += 1
        if said is None:
            capability.scores.filter(side=side, moment=moment).delete()
            continue
        score = before or CapabilityScore(capability=capability, side=side, moment=moment)
        score.score, score.reason = said
        score.scored_on, score.scored_by = timezone.localdate(), by
        score.save()
    if changed:
        mark_changed(capability)
    return changed


def mark_of(capability: Capability, side: str) -> str:
    """A short mark of how a side rates it, by which it is told later whether it says something else."""
    said = capability.scores.filter(side=side).order_by("moment").values_list("moment", "score", "reason")
    return hashlib.sha256(repr(list(said)).encode()).hexdigest()[:16]


def mark_changed(capability: Capability) -> None:
    """Nobody has agreed to what it says now: it is for the parties again."""
    shown = (Visibility.PUBLIC, Visibility.COMMUNITY)
    if Capability.objects.filter(pk=capability.pk, visibility__in=shown).update(visibility=Visibility.PARTIES):
        capability.visibility = Visibility.PARTIES
    Partnership.objects.filter(pk=capability.partnership_id).update(changed_at=timezone.now())
