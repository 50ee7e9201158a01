"""Changes to people and institutions that touch more than one row."""

from community.services.api_tokens import CannotIssue, issue_token, revoke_token
from community.services.institutions import (
    InstitutionExists,
    StillNeeded,
    add_institution,
    change_institution,
    delete_institution,
    mark_resource_centre,
)
from community.services.invitations import CannotInvite, Invited, invite, send_anew, withdraw_invitation
from community.services.joining import CannotAccept, accept_invitation, decline_invitation, is_addressed_to
from community.services.leaving import CannotHandOver, hand_over_estate
from community.services.memberships import (
    CannotDecide,
    CannotJoin,
    change_member_role,
    decline_membership,
    end_membership,
    request_membership,
    verify_membership,
)
from community.services.people import (
    CannotChangeRole,
    anonymise,
    grant_role,
    profile_of,
    set_active,
)
from community.services.reports import CannotHandle, handle_report, report_problem

__all__ = [
    "CannotAccept",
    "CannotChangeRole",
    "CannotDecide",
    "CannotHandOver",
    "CannotHandle",
    "CannotInvite",
    "CannotIssue",
    "CannotJoin",
    "InstitutionExists",
    "Invited",
    "StillNeeded",
    "accept_invitation",
    "add_institution",
    "anonymise",
    "change_institution",
    "change_member_role",
    "decline_invitation",
    "decline_membership",
    "delete_institution",
    "end_membership",
    "grant_role",
    "hand_over_estate",
    "handle_report",
    "invite",
    "is_addressed_to",
    "issue_token",
    "mark_resource_centre",
    "profile_of",
    "report_problem",
    "request_membership",
    "revoke_token",
    "send_anew",
    "set_active",
    "verify_membership",
    "withdraw_invitation",
]
