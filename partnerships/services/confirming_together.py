"""Several records confirmed in one act; one that cannot be confirmed does not keep the others back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from community.models import User
from partnerships.models import Partnership
from partnerships.permissions import can_confirm
from partnerships.services.confirmations import CannotConfirm, confirm_partnership

LONGEST_HASH = 64


@dataclass(frozen=True)
class Outcome:
    record: Partnership
    is_done: bool
    text: str


def confirm_together(
    *, records: Iterable[Partnership], read: Mapping[int, str], agreed_visibility: str, by: User
) -> list[Outcome]:
    """Confirm each record as it was read; `read` holds the wording of each that the person had before them.

    What was changed meanwhile is not confirmed. Doing it again changes nothing.
    """
    return [_confirm(each, read.get(each.pk, ""), agreed_visibility, by) for each in records]


def _confirm(record: Partnership, read: str, agreed_visibility: str, by: User) -> Outcome:
    if not can_confirm(by, record):
        return Outcome(record, False, _("Not confirmed: you do not speak for a side that asks or offers here."))
    if not read:
        return Outcome(record, False, _("Not confirmed: the page did not show it. Please read it first."))
    try:
        done = confirm_partnership(
            partnership=record, agreed_visibility=agreed_visibility, revision=read[:LONGEST_HASH], by=by
        )
    except CannotConfirm as error:
        return Outcome(record, False, _("Not confirmed: %(reason)s") % {"reason": error})
    if done.standing == Partnership.Standing.BOTH_SIDES and not done.is_stale:
        return Outcome(done, True, _("Confirmed by both sides."))
    return Outcome(done, True, _("Your word is recorded; the other side’s is missing."))
