"""Joining an institution, being verified there, and leaving."""

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from community import auditing, emails
from community.models import AuditEntry, Institution, Invitation, Membership, User
from community.models.invitations import InvitationQuerySet
from community.permissions import can_change_member, can_decide, can_end
from community.services.leaving import hand_over_estate
from core.permissions import require


class CannotJoin(Exception):
    """The person belongs to the institution, or has asked to, already."""


class CannotDecide(Exception):
    """The request was decided or withdrawn meanwhile; the message says so."""


@transaction.atomic
def request_membership(*, institution: Institution, role: str, note: str = "", by: User) -> Membership:
    """Ask to join; its focal points, or the secretariat where there is none, are told by mail."""
    try:
        with transaction.atomic():
            membership = Membership.objects.create(user=by, institution=institution, role=role, note=note)
    except IntegrityError:
        raise CannotJoin(_("You belong to this institution, or have asked to join it, already.")) from None
    emails.tell_verifiers(membership)
    return membership


@transaction.atomic
def verify_membership(*, membership: Membership, by: User) -> Membership:
    """Say that this person works there; from now on they see what its members see."""
    return _decide(membership, Membership.Status.ACTIVE, by)


@transaction.atomic
def decline_membership(*, membership: Membership, by: User) -> Membership:
    return _decide(membership, Membership.Status.DECLINED, by)


@transaction.atomic
def change_member_role(*, membership: Membership, role: str, by: User) -> Membership:
    """Make a verified member a focal point, or staff again; the same role changes nothing."""
    invitations = _open_invitations(membership)
    membership = _locked(membership)
    require(can_change_member, by, membership)
    if membership.status != Membership.Status.ACTIVE:
        raise CannotDecide(_("Only verified members can be given a role."))
    if membership.role == role:
        return membership
    invitations.withdraw_open()
    membership.role = role
    membership.save(update_fields=["role", "updated_at"])
    auditing.record(actor=by, action=AuditEntry.Action.ROLE, target=membership, detail=role)
    emails.tell_member(membership)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: User, to: User | None = None) -> Membership:
    """Leave, withdraw the request, or end what is no longer true; access ends with the next request.

    What the person held there goes to the colleague `to`, or to nobody. Raises CannotHandOver.
    """
    invitations = _open_invitations(membership)
    membership = _locked(membership, to)
    require(can_end, by, membership)
    if not membership.is_open:
        return membership
    handed = 0
    if membership.status == Membership.Status.ACTIVE:
        handed = hand_over_estate(user=membership.user, institution=membership.institution, to=to, by=by)
        invitations.withdraw_open()
    membership.status = Membership.Status.ENDED
    membership.ended_at = timezone.now()
    membership.save(update_fields=["status", "ended_at", "updated_at"])
    detail = f"ended; {handed} handed to {to.display_name if to else 'nobody'}" if handed else "ended"
    auditing.record(actor=by, action=AuditEntry.Action.VERIFY, target=membership, detail=detail)
    if by.pk != membership.user_id:
        emails.tell_member(membership)
    return membership


def _open_invitations(membership: Membership) -> InvitationQuerySet:
    """Links that were never used, and would undo what is decided now: they could bring the person, or the role, back.

    Locked before the membership, in the order in which accepting one locks both.
    """
    addresses = EmailAddress.objects.filter(user=membership.user_id).values_list("email", flat=True)
    mine = Invitation.objects.open().of(membership.institution).filter(email__in=[each.lower() for each in addresses])
    return Invitation.objects.filter(pk__in=[each.pk for each in mine.select_for_update().order_by("pk")])


def _decide(membership: Membership, status: Membership.Status, by: User) -> Membership:
    """Deciding twice in the same way changes nothing and sends nothing."""
    membership = _locked(membership)
    require(can_decide, by, membership)
    if membership.status == status:
        return membership
    if membership.status != Membership.Status.REQUESTED:
        raise CannotDecide(_("This request was decided or withdrawn already."))
    if not membership.user.is_active:
        raise CannotDecide(_("This account was closed."))
    membership.status = status
    membership.decided_by = by
    membership.decided_at = timezone.now()
    membership.save(update_fields=["status", "decided_by", "decided_at", "updated_at"])
    auditing.record(actor=by, action=AuditEntry.Action.VERIFY, target=membership, detail=status.value)
    emails.tell_member(membership)
    return membership


def _locked(membership: Membership, colleague: User | None = None) -> Membership:
    """With the membership of a colleague who takes over, so that not both leave at the same moment."""
    theirs = Q(user=colleague, institution=membership.institution_id) if colleague else Q()
    rows = Membership.objects.select_for_update(of=("self",)).select_related("user", "institution")
    found = {row.pk: row for row in rows.filter(Q(pk=membership.pk) | theirs).order_by("pk")}
    return found[membership.pk]
