"""Who sees a record, as the secretariat decides it; a party decides in `confirmations`."""

from django.db import transaction
from django.utils.translation import gettext as _

from community import auditing
from community.models import AuditEntry, User
from partnerships.consents import rests_on_source_alone
from partnerships.locking import locked
from partnerships.models import Partnership
from partnerships.permissions import can_edit
from partnerships.services.confirmations import lower_visibility
from partnerships.services.words import widest_agreed, width


class CannotShow(Exception):
    """Not to so many people; the message tells why."""


@transaction.atomic
def change_visibility(*, partnership: Partnership, to: str, by: User) -> Partnership:
    """Show a record to fewer people at once, or to more where both sides have agreed to that.

    The secretariat's act is never a consent, and does not renew one: unlike `share_partnership`.
    """
    partnership = locked(partnership)
    before = partnership.visibility
    if partnership.is_draft or not can_edit(by, partnership):
        raise CannotShow(_("A private draft belongs to its author."))
    if before == to:
        return partnership
    if width(to) > width(before):
        partnership = lower_visibility(partnership=partnership, to=to, by=by)
    else:
        _require_consent(partnership, to)
        partnership.visibility = to
        partnership.save(update_fields=["visibility", "updated_at"])
    detail = f"visibility: {before} → {to}"
    auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=partnership, detail=detail)
    return partnership


def _require_consent(partnership: Partnership, to: str) -> None:
    if rests_on_source_alone(partnership):
        return
    agreed = widest_agreed(partnership)
    if agreed is None:
        raise CannotShow(_("The institutions concerned have not all agreed to its present wording."))
    if width(to) < width(agreed):
        raise CannotShow(_("A side has agreed to be shown to fewer people only."))
