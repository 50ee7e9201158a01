"""Writing needs and offers: begun as a draft, opened to others, put in other words."""

from collections import defaultdict
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import User
from core.versions import check_version
from matching import profiles, tasks
from matching.locking import locked
from matching.models import Need, Offer
from matching.models.choices import NeedStatus, OfferStatus
from matching.permissions import can_publish_statement
from matching.statements import letters

Statement = Need | Offer
Ties = dict[str, list[Any]]


class CannotChange(Exception):
    """The statement is in a state from which this does not follow; the message says which, in plain words."""


@transaction.atomic
def draft_statement(*, statement: Statement, ties: Ties, by: User) -> Statement:
    """Store a draft for its institution. The same form sent twice is one.

    Who speaks for the institution hears of a draft that somebody else wrote.
    """
    stored = _draft(statement, ties, by)
    if stored is statement and not can_publish_statement(by, stored):
        letters.tell_drafted([stored], by)
    return stored


@transaction.atomic
def bring_in(*, drafts: list[tuple[Statement, Ties]], opens: bool, by: User) -> int:
    """Store the rows of a sheet; how many are new. Those that their writer may open are open, if that was asked.

    Who speaks for an institution gets one letter about all of its drafts.
    """
    awaiting: dict[int, list[Statement]] = defaultdict(list)
    count = 0
    for statement, ties in drafts:
        stored = _draft(statement, ties, by)
        if stored is not statement:
            continue
        count += 1
        if not can_publish_statement(by, stored):
            awaiting[stored.institution_id].append(stored)
        elif opens:
            open_statement(statement=stored, by=by)
    for statements in awaiting.values():
        letters.tell_drafted(statements, by)
    return count


@transaction.atomic
def change_statement(*, statement: Statement, ties: Ties, by: User, seen_version: int) -> Statement:
    """Store it in other words; whoever changes it says by this that it still holds. Raises EditedMeanwhile."""
    stored = locked(statement)
    check_version(stored, seen_version)
    statement.status, statement.visibility = stored.status, statement.visibility or stored.visibility
    statement.confirmed_on = timezone.localdate()
    statement.changed_at = timezone.now()
    statement.version = stored.version + 1
    statement.save()
    _tie(statement, ties)
    tell_matching(statement)
    return statement


@transaction.atomic
def open_statement(*, statement: Statement, visibility: str = "", by: User) -> Statement:
    """Let others see it: a draft, what was paused or closed, and a need whose match came to nothing.

    For what is open already it only says who sees it, if that is another circle.
    """
    stored = locked(statement)
    shown = visibility or stored.visibility
    if stored.is_open:
        if stored.visibility != shown:
            stored.visibility = shown
            _store(stored)
        return stored
    today = timezone.localdate()
    if stored.ends_on and stored.ends_on < today:
        raise CannotChange(_("Its last day is over. Change the day first."))
    stored.status = NeedStatus.OPEN  # the same word for both
    stored.visibility = shown
    stored.confirmed_on, stored.changed_at = today, timezone.now()
    stored.closed_on, stored.closed_because = None, ""
    _store(stored)
    return stored


@transaction.atomic
def confirm_statement(*, statement: Statement, by: User) -> Statement:
    """Say that it still holds."""
    stored = locked(statement)
    if not stored.is_open:
        raise CannotChange(_("Only what is open can be confirmed. This is: %(state)s.") % _state(stored))
    if stored.confirmed_on != timezone.localdate():
        stored.confirmed_on = timezone.localdate()
        stored.save(update_fields=["confirmed_on", "updated_at"])
    return stored


@transaction.atomic
def pause_offer(*, offer: Offer, by: User) -> Offer:
    """Nobody is free at the moment: it is not offered to anybody until it is opened again."""
    stored = locked(offer)
    if stored.status == OfferStatus.PAUSED:
        return stored
    if stored.status != OfferStatus.OPEN:
        raise CannotChange(_("Only what is open can be paused. This is: %(state)s.") % _state(stored))
    stored.status = OfferStatus.PAUSED
    _store(stored)
    return stored


@transaction.atomic
def close_statement(*, statement: Statement, because: str = "", by: User | None = None) -> Statement:
    """It holds no longer. Introductions that are under way go on; without `by` the portal closes it."""
    stored = locked(statement)
    if stored.status == NeedStatus.CLOSED:
        return stored
    if stored.is_draft:
        raise CannotChange(_("Nobody else sees a draft, so there is nothing to close. You can delete it."))
    stored.status = NeedStatus.CLOSED
    stored.closed_on, stored.closed_because = timezone.localdate(), because
    _store(stored)
    return stored


@transaction.atomic
def delete_statement(*, statement: Statement, by: User) -> bool:
    """Take it away for good; False if it was gone before. Raises CannotChange while somebody is being introduced."""
    stored = type(statement).objects.select_for_update(of=("self",)).filter(pk=statement.pk).first()
    if stored is None:
        return False
    if stored.introductions.open().exists():
        raise CannotChange(_("An introduction is under way. Close it instead: the introduction goes on."))
    institution_id = stored.institution_id
    stored.delete()
    if isinstance(statement, Offer):
        profiles.refresh([institution_id])
    return True


def tell_matching(statement: Statement) -> None:
    """Peers are found by what stands here now: of an offer at once, of a need by a job."""
    if isinstance(statement, Offer):
        profiles.refresh([statement.institution_id])
    elif statement.is_open:
        transaction.on_commit(partial(tasks.rescore.delay, [statement.pk]), robust=True)


def _store(stored: Statement) -> None:
    stored.version += 1
    stored.save()
    tell_matching(stored)


def _draft(statement: Statement, ties: Ties, by: User) -> Statement:
    """The new draft, or the one that this form or this row has made before."""
    key = statement.creation_key
    same = type(statement).objects.filter(creation_key=key).first() if key else None
    if same and same.recorded_by_id == by.pk:
        return same
    if same:  # the key of somebody else's form, which leads to nothing of it
        statement.creation_key = None
    statement.recorded_by = by
    statement.is_demo = statement.institution.is_demo
    statement.save()
    _tie(statement, ties)
    return statement


def _tie(statement: Statement, ties: Ties) -> None:
    for name, tied in ties.items():
        getattr(statement, name).set(tied)


def _state(stored: Statement) -> dict[str, str]:
    return {"state": str(stored.get_status_display())}
