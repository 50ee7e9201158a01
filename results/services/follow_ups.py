"""Saying for a side what became of outcomes: signed in, or by a signed link."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from community.models import User
from partnerships.consents import principals
from partnerships.models import Partnership
from results.follow_ups.links import LINK, mail_links
from results.locking import lock_partnership
from results.models import FollowUp, FollowUpAnswer, FollowUpLink, HarvestedOutcome

Said = Mapping[int, tuple[str, str]]
# Asked for again within this time is a second click.
A_MOMENT = timedelta(minutes=10)
MOST_TO_AN_ADDRESS = 3


class AnsweredMeanwhile(Exception):
    """Somebody else of that side answered since the page was opened."""


class LinkClosed(Exception):
    """By this link no answer is taken: it was used, is too old, was replaced, or its institution has left."""


@transaction.atomic
def answer_follow_up(*, follow_up: FollowUp, side: str, said: Said, seen: str, by: User) -> int:
    """Store for a side what became of each of these outcomes; how many answers are new or say something else.

    `seen` is the mark of the answers that the page showed. Raises AnsweredMeanwhile.
    """
    lock_partnership(follow_up.partnership)
    return _store(follow_up, side, said, seen, answered_by=by, by_name="", by_title="", link=None)


@transaction.atomic
def answer_by_link(*, link: FollowUpLink, said: Said, seen: str, name: str, title: str = "") -> int:
    """The same for the side of a link, once; every other link of the same institution is answered with it.

    Raises LinkClosed or AnsweredMeanwhile.
    """
    lock_partnership(link.follow_up.partnership)
    related = FollowUpLink.objects.select_for_update(of=("self",)).select_related("follow_up__partnership")
    link = related.get(pk=link.pk)
    if is_closed(link):
        raise LinkClosed
    changed = _store(link.follow_up, link.side, said, seen, answered_by=None, by_name=name, by_title=title, link=link)
    now = timezone.now()
    same = FollowUpLink.objects.filter(follow_up=link.follow_up_id, institution=link.institution_id, answered_at=None)
    same.update(answered_at=now, updated_at=now)
    return changed


@transaction.atomic
def renew_link(*, link: FollowUpLink) -> FollowUpLink | None:
    """A new one to the same address and no other; None where nothing goes out: it is answered, or enough has gone."""
    lock_partnership(link.follow_up.partnership)
    held = FollowUpLink.objects.select_related("follow_up__partnership", "institution").get(pk=link.pk)
    if held.answered_at or not held.is_reachable or not takes_part(held):
        return None
    now = timezone.now()
    to_address = FollowUpLink.objects.filter(address=held.address)
    later = to_address.open().filter(follow_up=held.follow_up_id, institution=held.institution_id)
    if later.filter(created_at__gt=now - A_MOMENT).exists():
        return None
    if to_address.filter(created_at__gt=now - timedelta(days=1)).count() >= MOST_TO_AN_ADDRESS:
        return None
    later.update(replaced_at=now)
    renewed = FollowUpLink.objects.create(
        follow_up=held.follow_up,
        institution=held.institution,
        side=held.side,
        address=held.address,
        name=held.name,
        language=held.language,
    )
    mail_links([renewed], purpose=LINK)
    return renewed


def is_closed(link: FollowUpLink) -> bool:
    return bool(link.answered_at or link.replaced_at or link.has_ended or not takes_part(link))


def takes_part(link: FollowUpLink) -> bool:
    """Whether its institution still asks or offers."""
    return link.institution_id in {member.institution_id for member in principals(link.follow_up.partnership)}


def _store(follow_up: FollowUp, side: str, said: Said, seen: str, **who: Any) -> int:
    if seen != mark_of(follow_up, side):
        raise AnsweredMeanwhile
    stored = {answer.outcome_id: answer for answer in follow_up.answers.filter(side=side)}
    told = HarvestedOutcome.objects.filter(partnership=follow_up.partnership_id, pk__in=said)
    there, changed = set(told.values_list("pk", flat=True)), 0
    for outcome, (sustained, note) in said.items():
        if outcome not in there:  # taken back meanwhile: there is nothing to say of it
            continue
        answer = stored.get(outcome) or FollowUpAnswer(follow_up=follow_up, outcome_id=outcome, side=side)
        if answer.pk and (answer.sustained, answer.note) == (sustained, note):
            continue
        answer.sustained, answer.note, answer.answered_at = sustained, note, timezone.now()
        for name, value in who.items():
            setattr(answer, name, value)
        answer.save()
        changed += 1
    if changed:
        Partnership.objects.filter(pk=follow_up.partnership_id).update(changed_at=timezone.now())
    return changed


def mark_of(follow_up: FollowUp, side: str) -> str:
    """A short mark of all that a side has said, by which it is told later whether it says something else."""
    said = follow_up.answers.filter(side=side).order_by("outcome").values_list("outcome", "sustained", "note")
    return hashlib.sha256(repr(list(said)).encode()).hexdigest()[:16]
