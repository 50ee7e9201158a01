"""Who may do what with institutions, memberships and people. The only place that decides it.

Institutions are public; seeing people is decided by `visible_to` and `Profile.shows`.
"""

from typing import Any

from community.models import ApiToken, Institution, Invitation, Membership, ProblemReport, Profile, User


def is_secretariat(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active and user.role in User.SECRETARIAT_ROLES)


def is_focal_point(user: Any, institution: Institution) -> bool:
    return bool(user.is_authenticated and user.is_active and institution.pk in user.focal_institution_ids)


def can_create_institution(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_verified_member)


def can_edit_institution(user: Any, institution: Institution) -> bool:
    """Its focal points, the staff of a donor for the donor itself, and the secretariat."""
    if is_secretariat(user) or is_focal_point(user, institution):
        return True
    is_donor = institution.kind == Institution.Kind.DONOR
    return bool(is_donor and user.is_authenticated and user.is_active and institution.pk in user.institution_ids)


def can_approve_institution(user: Any, institution: Institution) -> bool:
    """Say that it has shown it can share its experience: the mark of a resource centre."""
    return is_secretariat(user)


def can_delete_institution(user: Any, institution: Institution) -> bool:
    return is_secretariat(user)


def can_ask_to_join(user: Any, institution: Institution) -> bool:
    """Anyone with an account who does not belong to it yet; the secretariat verifies or the focal point does."""
    return bool(user.is_authenticated and user.is_active and institution.pk not in user.institution_ids)


def can_see_members(user: Any, institution: Institution) -> bool:
    """The list of who belongs here, with the fields that each of them shows: verified members read it."""
    return bool(user.is_authenticated and user.is_verified_member)


def can_manage_members(user: Any, institution: Institution) -> bool:
    """See requests and decide them; focal points only at home."""
    return is_secretariat(user) or is_focal_point(user, institution)


def can_decide(user: Any, membership: Membership) -> bool:
    """Verify or decline what someone else asked for.

    The secretariat verifies focal points, and anyone where there is no focal point yet; a focal point
    verifies the colleagues of the own institution.
    """
    if not user.is_authenticated or membership.user_id == user.pk:
        return False
    return can_manage_members(user, membership.institution)


def can_change_member(user: Any, membership: Membership) -> bool:
    """Make someone a focal point, or staff again."""
    return can_decide(user, membership)


def can_end(user: Any, membership: Membership) -> bool:
    """People leave by themselves; focal points and the secretariat end what is no longer true."""
    if not user.is_authenticated or not user.is_active:
        return False
    return membership.user_id == user.pk or can_manage_members(user, membership.institution)


def can_invite(user: Any, institution: Institution) -> bool:
    """Ask people in, and verify them by it: focal points at home, the secretariat anywhere."""
    return can_manage_members(user, institution)


def can_change_invitation(user: Any, invitation: Invitation) -> bool:
    """Send it anew or withdraw it."""
    return can_invite(user, invitation.institution)


def can_read_reports(user: Any) -> bool:
    """Whether reports of problems may come to this person at all."""
    return is_secretariat(user) or bool(user.is_authenticated and user.is_active and user.focal_institution_ids)


def can_handle_report(user: Any, report: ProblemReport) -> bool:
    """Say that it is settled, and what was done: who answers for the record, and the secretariat."""
    return can_read_reports(user) and ProblemReport.objects.visible_to(user).filter(pk=report.pk).exists()


def can_grant_role(user: Any, grantee: User) -> bool:
    """Only administrators make editors and administrators."""
    return bool(user.is_authenticated and user.is_administrator)


def can_use_api_tokens(user: Any) -> bool:
    """Make tokens for one's own programs: verified members, whose rights go beyond those of everybody."""
    return bool(user.is_authenticated and user.is_verified_member)


def can_revoke_token(user: Any, token: ApiToken) -> bool:
    """One's own; administrators also those of others."""
    return bool(user.is_authenticated and user.is_active and (token.user_id == user.pk or user.is_administrator))


def can_list_profile(user: Any, profile: Profile) -> bool:
    """Whether this person appears in lists of people: to verified members, unless all is hidden."""
    return bool(user.is_authenticated and user.is_verified_member) and can_view_profile(user, profile)


def can_view_profile(user: Any, profile: Profile) -> bool:
    """There is a page to see when at least one field is shown to this reader."""
    return profile.user.is_active and any(profile.shows(field, user) for field in Profile.SHOWN_FIELDS)
