"""Who sees a record, as the secretariat decides it; a party decides in `confirmations`."""

from django.db import transaction
from django.utils.translation import gettext as _

from community import auditing
from community.models import AuditEntry, User
from core.models import Visibility
from partnerships.models import Partnership
from partnerships.permissions import can_edit
from partnerships.revisions import revision_of
from partnerships.services.confirmations import (
    WIDER_FIRST,
    lower_visibility,
    sides_that_confirmed,
    standing_consents,
)


class CannotShow(Exception):
    """Not to so many people; the message tells why."""


@transaction.atomic
def change_visibility(*, partnership: Partnership, to: str, by: User) -> Partnership:
    """Show a record to fewer people at once, or to more where both sides have agreed to that.

    The secretariat's act is never a consent, and does not renew one: unlike `share_partnership`.
    """
    partnership = Partnership.objects.select_for_update().get(pk=partnership.pk)
    before = partnership.visibility
    if partnership.is_draft or not can_edit(by, partnership):
        raise CannotShow(_("A private draft belongs to its author."))
    if before == to:
        return partnership
    if _width(to) > _width(before):
        partnership = lower_visibility(partnership=partnership, to=to, by=by)
    else:
        _require_consent(partnership, to)
        partnership.visibility = to
        partnership.save(update_fields=["visibility", "updated_at"])
    detail = f"visibility: {before} → {to}"
    auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=partnership, detail=detail)
    return partnership


def _require_consent(partnership: Partnership, to: str) -> None:
    consents = standing_consents(partnership, revision_of(partnership)).values()
    asking, offering = sides_that_confirmed(consents)
    if not asking or not offering or len(asking | offering) < 2:
        raise CannotShow(_("Both sides have not agreed to its present wording."))
    if _width(to) < max(_width(consent.agreed_visibility) for consent in consents):
        raise CannotShow(_("A side has agreed to be shown to fewer people only."))


def _width(visibility: str) -> int:
    """0 for everybody; the larger, the fewer."""
    return WIDER_FIRST.index(Visibility(visibility))
