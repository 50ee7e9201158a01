"""Showing a part of a record to more than its parties: both sides agree to the same words, any party takes it back."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from community import auditing
from community.models import AuditEntry, User
from core.append_only import rewriting_logs
from core.models import Visibility
from core.versions import EditedMeanwhile
from partnerships.models import Adaptation, PartConsent, PartnershipMember
from partnerships.opening_letters import ask_to_open
from partnerships.openings import agreed_visibility, can_ever_open, revision_of, said_of, width
from partnerships.permissions import members_spoken_for
from partnerships.recorded import NAMES


class CannotOpen(Exception):
    """The part cannot be shown to more people; the message says why."""


@transaction.atomic
def agree_to_open(*, item: Any, to: str, revision: str, by: User) -> Any:
    """Say for the own institution that a part may be shown, in the words that were read.

    It is shown once all have said so; those who have not are asked by mail, once for the same words. Saying it again changes nothing. Raises EditedMeanwhile where the
    part says something else by now.
    """
    item = _locked(item)
    if revision_of(item) != revision:
        raise EditedMeanwhile(item)
    if not can_ever_open(item.partnership):
        raise CannotOpen(_("Both sides have to be on the portal, and the record shown to more than its parties first."))
    if width(to) < width(item.partnership.visibility):
        raise CannotOpen(_("A part is never shown to more people than its partnership."))
    item = _say(item, to, by)
    mine = [word for word in said_of(item).values() if word.by_id == by.pk]
    if mine and item.visibility == Visibility.PARTIES:
        ask_to_open(item, mine[0])
    return item


@transaction.atomic
def take_back(*, item: Any, by: User) -> Any:
    """Any party does it alone, at once; it stays so until that party agrees again."""
    return _say(_locked(item), Visibility.PARTIES, by)


def _locked(item: Any) -> Any:
    return type(item).objects.select_for_update(of=("self",)).select_related("partnership").get(pk=item.pk)


def _say(item: Any, to: str, by: User) -> Any:
    known = said_of(item)
    for pk, member in _spoken_for(item, by).items():
        word = known.get(pk)
        if word is None or (word.by_id, word.to) != (by.pk, to):
            PartConsent.objects.create(
                partnership_id=item.partnership_id,
                part=NAMES[type(item)],
                part_id=item.pk,
                to=to,
                revision=revision_of(item),
                institution_id=pk,
                side=member.side,
                by=by,
                by_name=by.display_name,
            )
    shown = to
    if width(to) <= width(item.visibility):
        shown = min(agreed_visibility(item), item.visibility, key=width)
    if shown != item.visibility:
        _show(item, shown)
        detail = f"{item._meta.verbose_name_raw} {item.pk}: shown to {shown}"
        auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=item.partnership, detail=detail)
    return item


def _spoken_for(item: Any, by: User) -> dict[int, PartnershipMember]:
    """One member for each institution that this person speaks for."""
    members = members_spoken_for(by, item.partnership)
    return {member.institution_id: member for member in reversed(members) if member.institution_id}


def _show(item: Any, to: str) -> None:
    """Of an entry in the log of adaptations, who sees it is the one thing that ever changes."""
    rows = type(item).objects.filter(pk=item.pk)
    item.visibility = to
    if isinstance(item, Adaptation):
        with rewriting_logs():
            rows.update(visibility=to)
    else:
        rows.update(visibility=to)
