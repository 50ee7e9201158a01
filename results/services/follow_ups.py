"""Saying for a side what became of outcomes."""

import hashlib
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from community.models import User
from partnerships.models import Partnership
from results.locking import lock_partnership
from results.models import FollowUp, FollowUpAnswer


class AnsweredMeanwhile(Exception):
    """Somebody else of that side answered since the page was opened."""


@transaction.atomic
def answer_follow_up(
    *, follow_up: FollowUp, side: str, said: Mapping[int, tuple[str, str]], seen: str, by: User
) -> int:
    """Store for a side what became of each of these outcomes; how many answers are new or say something else.

    `seen` is the mark of the answers that the page showed. Raises AnsweredMeanwhile.
    """
    lock_partnership(follow_up.partnership)
    if seen != mark_of(follow_up, side):
        raise AnsweredMeanwhile
    stored = {answer.outcome_id: answer for answer in follow_up.answers.filter(side=side)}
    changed = 0
    for outcome, (sustained, note) in said.items():
        answer = stored.get(outcome) or FollowUpAnswer(follow_up=follow_up, outcome_id=outcome, side=side)
        if answer.pk and (answer.sustained, answer.note) == (sustained, note):
            continue
        answer.sustained, answer.note = sustained, note
        answer.answered_at, answer.answered_by = timezone.now(), by
        answer.save()
        changed += 1
    if changed:
        Partnership.objects.filter(pk=follow_up.partnership_id).update(changed_at=timezone.now())
    return changed


def mark_of(follow_up: FollowUp, side: str) -> str:
    """A short mark of all that a side has said, by which it is told later whether it says something else."""
    said = follow_up.answers.filter(side=side).order_by("outcome").values_list("outcome", "sustained", "note")
    return hashlib.sha256(repr(list(said)).encode()).hexdigest()[:16]
