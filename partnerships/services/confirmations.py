"""How a record that one side reported becomes one that both sides stand by, and how it is taken back."""

from django.db import transaction
from django.utils.translation import gettext as _

from community import auditing
from community.models import AuditEntry, User
from core.append_only import rewriting_logs
from core.models import Visibility
from partnerships.awaited import note_awaited
from partnerships.consents import rests_on_source_alone
from partnerships.locking import locked
from partnerships.models import Confirmation, Partnership, SideLink
from partnerships.permissions import confirmable_members, members_spoken_for
from partnerships.revisions import revision_of
from partnerships.services.revising import OutdatedWording, is_outdated
from partnerships.services.words import agree, say, settle, width
from partnerships.speakers import Speaker


class CannotConfirm(Exception):
    """The person may not say this for that side; the message tells why."""


@transaction.atomic
def confirm_partnership(
    *,
    partnership: Partnership,
    agreed_visibility: str = Visibility.PUBLIC,
    note: str = "",
    revision: str = "",
    by: User,
) -> Partnership:
    """Confirm the present wording for the institutions one speaks for, and agree that it be shown.

    Once every institution that asks or offers stands by the same wording, said by two people at least,
    the record is confirmed, and visible as widely as all agreed. Confirming the same wording twice changes
    nothing and sends nothing; a month later and more it renews the confirmation. `revision` is the wording
    that the person read, where a page showed one: if it has changed since, nothing is confirmed.
    """
    partnership = locked(partnership)
    if is_outdated(partnership):
        raise CannotConfirm(_("The record has changed since this wording was written; ask for a new one."))
    if revision and revision != revision_of(partnership):
        raise CannotConfirm(_("The record has changed while you were reading. Please read it again."))
    members = confirmable_members(by, partnership)
    if not members:
        raise CannotConfirm(_("Only a focal point of an institution that asks or offers can confirm."))
    agree(partnership, members, Speaker.signed_in(by), agreed_visibility=agreed_visibility, note=note)
    return _settled(partnership)


@transaction.atomic
def record_submission(*, partnership: Partnership, by: User) -> Partnership:
    """Count a submission as the author's confirmation, where the author speaks for a side.

    Plain staff, and those who only fund or broker, report a record without confirming it; nobody
    confirms for both sides by reporting.
    """
    partnership = locked(partnership)
    members = confirmable_members(by, partnership)
    if len({member.side for member in members}) > 1:
        members = [member for member in members if member.institution_id == partnership.reported_by_id]
    agree(partnership, members, Speaker.signed_in(by))
    return _settled(partnership)


@transaction.atomic
def share_partnership(*, partnership: Partnership, to: str, by: User) -> Partnership:
    """Show a record to more people, or to fewer.

    Fewer takes effect at once. More takes effect when every institution that asks or offers has agreed
    to it for the present wording; whoever speaks for a party agrees by this very act. What came from a
    public source, and no party has spoken of yet, the secretariat opens again as it brought it in.
    """
    if width(to) > width(partnership.visibility):
        return lower_visibility(partnership=partnership, to=to, by=by)
    partnership = locked(partnership)
    if rests_on_source_alone(partnership) and by.role in User.SECRETARIAT_ROLES:
        partnership.visibility = to
        partnership.save(update_fields=["visibility", "updated_at"])
        return partnership
    agree(partnership, members_spoken_for(by, partnership), Speaker.signed_in(by), agreed_visibility=to)
    return _settled(partnership, at_most=to)


@transaction.atomic
def lower_visibility(*, partnership: Partnership, to: str, by: User) -> Partnership:
    """Take a record back: any party does it alone, at once. Lowering again changes nothing.

    What a party took back stays back until that party agrees again.
    """
    partnership = locked(partnership)
    if width(to) <= width(partnership.visibility):
        return partnership
    revision = revision_of(partnership)
    for member in members_spoken_for(by, partnership):
        say(member, Confirmation.Decision.WITHDRAWN, revision, Speaker.signed_in(by), agreed_visibility=to)
    partnership.visibility = to
    partnership.save(update_fields=["visibility", "updated_at"])
    note_awaited(partnership)
    return partnership


@transaction.atomic
def delete_partnership(*, partnership: Partnership, by: User) -> None:
    """Remove a record with all that hangs on it; deleting it again does nothing."""
    if not Partnership.objects.select_for_update(of=("self",)).filter(pk=partnership.pk).exists():
        return
    if partnership.revises_id:
        # An objection that was given to the new wording stays with the record, and so does its link.
        answered = Confirmation.objects.filter(partnership=partnership.revises_id, link__partnership=partnership)
        SideLink.objects.filter(pk__in=answered.values("link")).update(partnership=partnership.revises_id)
    auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=partnership, detail=f"deleted: {partnership}")
    with rewriting_logs():
        Partnership.objects.filter(pk=partnership.pk).delete()


def _settled(partnership: Partnership, at_most: str = Visibility.PUBLIC) -> Partnership:
    try:
        return settle(partnership, at_most=at_most)
    except OutdatedWording as outdated:
        raise CannotConfirm(str(outdated)) from outdated
