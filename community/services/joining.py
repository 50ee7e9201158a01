"""Answering an invitation: the person who was asked is verified by it, or says no."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community import auditing
from community.models import AuditEntry, Invitation, Membership, User
from community.permissions import can_invite


class CannotAccept(Exception):
    """The invitation leads nowhere for this person; the message says why and how to go on."""


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: User) -> Membership:
    """Belong to the institution; whoever invited counts as the one who verified.

    Once more changes nothing. A link that was used does not bring back who left since.
    """
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("institution", "invited_by")
    invitation = rows.get(pk=invitation.pk)
    if not is_addressed_to(invitation, by):
        raise CannotAccept(_("This invitation was sent to another address than yours."))
    membership = _membership_of(invitation, by)
    if invitation.status == Invitation.Status.ACCEPTED and membership.status == Membership.Status.ACTIVE:
        return membership
    inviter = _inviter(invitation, by)

    if membership.status != Membership.Status.ACTIVE:
        membership.status, membership.role = Membership.Status.ACTIVE, invitation.role
        membership.decided_by, membership.decided_at = inviter, timezone.now()
    elif invitation.role == Membership.Role.FOCAL_POINT:
        membership.role = invitation.role
    membership.save()
    invitation.status, invitation.answered_at = Invitation.Status.ACCEPTED, timezone.now()
    invitation.save(update_fields=["status", "answered_at", "updated_at"])
    detail = f"{membership.role}, by invitation"
    auditing.record(actor=inviter, action=AuditEntry.Action.VERIFY, target=membership, detail=detail)
    return membership


@transaction.atomic
def decline_invitation(*, invitation: Invitation) -> Invitation:
    """Say no, without an account: the link was sent to that address. What is answered stays as it is."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.is_open:
        invitation.status, invitation.answered_at = Invitation.Status.DECLINED, timezone.now()
        invitation.save(update_fields=["status", "answered_at", "updated_at"])
    return invitation


def is_addressed_to(invitation: Invitation, user: User) -> bool:
    """Whether this person has shown that the invited mailbox is theirs."""
    return EmailAddress.objects.filter(user=user, email__iexact=invitation.email, verified=True).exists()


def _membership_of(invitation: Invitation, by: User) -> Membership:
    """The open one, locked; or a new one that is not stored yet."""
    # Two clicks at once, or a click while the person asks to join: the second waits here for the first.
    User.objects.select_for_update().get(pk=by.pk)
    found = Membership.objects.open().filter(user=by, institution=invitation.institution).select_for_update()
    return found.first() or Membership(user=by, institution=invitation.institution)


def _inviter(invitation: Invitation, by: User) -> User:
    """Who answers for the invitation today; a link is worth no more than the word of the person behind it."""
    inviter = invitation.invited_by
    if not invitation.is_open:
        raise CannotAccept(_("This invitation is over: it was answered or withdrawn, or its time is up."))
    if inviter is None or not can_invite(inviter, invitation.institution):
        raise CannotAccept(
            _("Whoever invited you no longer speaks for %(institution)s. Ask to join it instead.")
            % {"institution": invitation.institution.name}
        )
    if inviter.pk == by.pk:
        raise CannotAccept(_("Nobody verifies themselves."))
    return inviter
