"""Roles and accounts of people."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community import auditing
from community.models import ApiToken, AuditEntry, Erasure, Invitation, Membership, ProblemReport, Profile, User
from community.permissions import can_grant_role
from community.services.leaving import leave_unheld
from core.permissions import require
from core.registry import kept_of_people
from mail.services import forget_address


class CannotChangeRole(Exception):
    """The role or account may not be changed so; the message says why."""


def profile_of(user: User) -> Profile:
    """The person's profile, made on first need."""
    profile, _created = Profile.objects.select_related("user").get_or_create(user=user)
    return profile


@transaction.atomic
def grant_role(*, user: User, role: str, by: User) -> User:
    """Make someone a member, editor or administrator; the same role changes nothing.

    Editors and administrators need a second factor (not in a demonstration), and one administrator
    always remains.
    """
    require(can_grant_role, by, user)
    administrators = _locked_administrators()
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.role == role:
        return user
    if role in User.SECRETARIAT_ROLES and not _has_second_factor(user):
        raise CannotChangeRole(_("%(name)s needs a second factor before that.") % {"name": user})
    if user.pk in administrators and len(administrators) == 1:
        raise CannotChangeRole(_("The last administrator cannot be removed."))
    detail = f"{user.role} → {role}"
    user.role = role
    user.save(update_fields=["role"])
    auditing.record(actor=by, action=AuditEntry.Action.ROLE, target=user, detail=detail)
    return user


@transaction.atomic
def set_active(*, user: User, is_active: bool, by: User) -> User:
    """Close an account without deleting it, or open it again.

    A closed one is signed out everywhere, its tokens end, and nobody holds what it held.
    """
    administrators = _locked_administrators()
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active == is_active:
        return user
    if not is_active and user.pk in administrators and len(administrators) == 1:
        raise CannotChangeRole(_("The last administrator cannot be removed."))
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    if not is_active:
        UserSession.objects.filter(user=user).delete()
        ApiToken.objects.of(user).not_revoked().update(revoked_at=timezone.now())
        leave_unheld(user=user, by=by)
    detail = "account opened" if is_active else "account closed"
    auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=user, detail=detail)
    return user


@transaction.atomic
def anonymise(*, user: User, by: User) -> None:
    """Erase a person: name, address, profile, mail and keys go; what they wrote stays, by "A member".

    The audit log keeps the name of the time, as the law on such logs wants.
    """
    set_active(user=user, is_active=False, by=by)
    user = User.objects.select_for_update().get(pk=user.pk)
    Erasure.objects.remember(user)
    for kept in kept_of_people():
        kept.forget(user)
    forget_address(user.email)
    ApiToken.objects.of(user).delete()
    Invitation.objects.forget(user)
    ProblemReport.objects.forget(user)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    UserSession.objects.filter(user=user).delete()
    Profile.objects.filter(user=user).delete()
    open_ones = Membership.objects.filter(user=user, status__in=[Membership.Status.ACTIVE, Membership.Status.REQUESTED])
    now = timezone.now()
    open_ones.update(status=Membership.Status.ENDED, ended_at=now, updated_at=now)
    Membership.objects.filter(user=user).exclude(note="").update(note="")
    user.name, user.role = "", User.Role.MEMBER
    user.email = f"erased-{user.pk}@erased.invalid"
    user.set_unusable_password()
    user.save()


def _locked_administrators() -> set[int]:
    """Locked, so that two administrators who remove each other at once do not both succeed."""
    rows = User.objects.administrators().select_for_update().order_by("pk")
    return set(rows.values_list("pk", flat=True))


def _has_second_factor(user: User) -> bool:
    return bool(settings.DEMO_MODE) or Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
