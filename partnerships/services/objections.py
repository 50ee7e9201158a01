"""A side objects: the record is hidden from everyone but its parties at once, and the secretariat is told."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from community.models import User
from mail.services import Recipient, queue
from partnerships.asking.people import recipient, recipients_at
from partnerships.awaited import note_awaited
from partnerships.consents import last_words
from partnerships.locking import locked
from partnerships.models import Confirmation, Partnership, PartnershipMember
from partnerships.permissions import members_spoken_for
from partnerships.revisions import revision_of
from partnerships.services.words import note_objections, say
from partnerships.speakers import Speaker


class CannotObject(Exception):
    """The person may not speak for a side, or gives no reason; the message tells."""


@transaction.atomic
def object_to_partnership(*, partnership: Partnership, reason: str, by: User) -> Partnership:
    """Object for the institutions one speaks for. The same objection twice is one."""
    partnership = locked(partnership)
    members = members_spoken_for(by, partnership)
    if not members:
        raise CannotObject(_("Only an institution that takes part can object."))
    record_objection(partnership, members, Speaker.signed_in(by), reason)
    return partnership


def record_objection(
    partnership: Partnership, members: Iterable[PartnershipMember], speaker: Speaker, reason: str
) -> None:
    """Write the objection of these members down on a locked record; it stands until they confirm again.

    An objection to a new wording is one to the record: its readers must not see what a party disputes.
    """
    if not reason.strip():
        raise CannotObject(_("Say in a few words what is wrong."))
    record = partnership.revises or partnership
    revision = revision_of(record)
    objected = Confirmation.Decision.OBJECTED
    said = last_words(record)
    new = [
        member
        for member in members
        if (member.institution_id not in said)
        or (said[member.institution_id].decision, said[member.institution_id].note) != (objected, reason)
    ]
    for member in new:
        member.partnership = record
        say(member, objected, revision, speaker, note=reason)
    note_objections(record)
    note_awaited(record)
    if new:
        _tell(record, new[0])


def _tell(record: Partnership, member: PartnershipMember) -> None:
    """The secretariat, and whoever looks after the record for the institution that reported it."""
    word = record.confirmations.filter(institution=member.institution_id).first()
    people = [recipient(user) for user in User.objects.editors().select_related("profile")]
    owners = recipients_at([record.reported_by_id], record)
    queue(
        purpose="objection",
        period=f"{record.pk}-{word.pk if word else 0}",
        to=[*(people or [Recipient(settings.SECRETARIAT_EMAIL)]), *owners],
        template="partnerships/emails/objection",
        context={"partnership": record, "institution": member.institution, "said": word},
    )
