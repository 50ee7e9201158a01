"""Asking people in by mail: one or many, again, no more."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community import emails
from community.models import Institution, Invitation, Membership, User
from community.models.invitations import VALID_FOR
from community.permissions import can_change_invitation, can_invite
from core.permissions import require


class CannotInvite(Exception):
    """This invitation cannot be sent or withdrawn; the message says why."""


@dataclass
class Invited:
    """What became of a list: the invitations that went, and for each other address why not."""

    sent: list[Invitation] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def invite(
    *,
    institution: Institution,
    addresses: Iterable[str],
    role: str,
    language: str,
    next_path: str = "",
    by: User,
) -> Invited:
    """Write to each address once; who has an account and who has not is answered alike.

    The good ones go, the others are told of. Once more sends nothing: an open invitation is a reason.
    """
    require(can_invite, by, institution)
    wanted = list(dict.fromkeys(addresses))
    Invitation.objects.of(institution).filter(email__in=wanted).expire_overdue()
    answer = Invited(refused=_reasons_against(institution, wanted, by))
    for address in (address for address in wanted if address not in answer.refused):
        if invitation := _stored(address, institution, role, language, next_path, by):
            emails.send_invitation(invitation)
            answer.sent.append(invitation)
        else:
            answer.refused[address] = _invited_already()
    return answer


@transaction.atomic
def send_anew(*, invitation: Invitation, by: User) -> Invitation:
    """The same invitation in another mail, open for another month; who sends it answers for it from now on."""
    invitation = _locked(invitation)
    require(can_change_invitation, by, invitation)
    if invitation.status not in (Invitation.Status.SENT, Invitation.Status.EXPIRED):
        raise CannotInvite(_("This invitation was answered or withdrawn already."))
    against = _reasons_against(invitation.institution, [invitation.email], by, but=invitation)
    if against:
        raise CannotInvite(against[invitation.email])
    now = timezone.now()
    invitation.status, invitation.invited_by = Invitation.Status.SENT, by
    invitation.sent_at, invitation.expires_at = now, now + VALID_FOR
    invitation.times_sent += 1
    invitation.save()
    emails.send_invitation(invitation)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """The link in the mail stops working; one that is withdrawn or over already stays as it is."""
    invitation = _locked(invitation)
    require(can_change_invitation, by, invitation)
    if invitation.status == Invitation.Status.ACCEPTED:
        raise CannotInvite(_("This invitation was accepted already. End the membership instead."))
    if invitation.status == Invitation.Status.SENT:
        invitation.status = Invitation.Status.WITHDRAWN
        invitation.save(update_fields=["status", "updated_at"])
    return invitation


def _reasons_against(
    institution: Institution, addresses: Collection[str], by: User, but: Invitation | None = None
) -> dict[str, str]:
    """Why some of these addresses are not written to; read for one and for hundreds in the same few queries."""
    active = Membership.objects.active().of(institution)
    members = set(active.filter(user__email__in=addresses).values_list("user__email", flat=True))
    still_open = Invitation.objects.open().of(institution).filter(email__in=addresses)
    invited = {invitation.email for invitation in still_open if invitation != but}
    reasons = dict.fromkeys(invited, _invited_already())
    reasons |= dict.fromkeys(members, _("This person is a verified member already."))
    if by.email in addresses:
        reasons[by.email] = _("This is your own address. Nobody verifies themselves.")
    free = emails.may_be_invited([address for address in addresses if address not in reasons], by)
    enough = _("Enough invitations went out for today, from you or to this address. This one can go tomorrow.")
    return reasons | {address: enough for address in addresses if address not in reasons and address not in free}


def _stored(
    address: str, institution: Institution, role: str, language: str, next_path: str, by: User
) -> Invitation | None:
    """None where a colleague invited the same address at the same moment."""
    try:
        with transaction.atomic():
            return Invitation.objects.create(
                email=address,
                institution=institution,
                role=role,
                language=language,
                next_path=next_path,
                invited_by=by,
            )
    except IntegrityError:
        return None


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("institution", "invited_by")
    return rows.get(pk=invitation.pk)


def _invited_already() -> str:
    return _("This address was invited already.")
