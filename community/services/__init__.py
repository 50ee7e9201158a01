"""Changes to people and institutions that touch more than one row."""

from community.services.institutions import (
    ChangedMeanwhile,
    InstitutionExists,
    StillNeeded,
    add_institution,
    change_institution,
    delete_institution,
    mark_resource_centre,
)
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

__all__ = [
    "CannotChangeRole",
    "CannotDecide",
    "CannotHandOver",
    "CannotJoin",
    "ChangedMeanwhile",
    "InstitutionExists",
    "StillNeeded",
    "add_institution",
    "anonymise",
    "change_institution",
    "change_member_role",
    "decline_membership",
    "delete_institution",
    "end_membership",
    "grant_role",
    "hand_over_estate",
    "mark_resource_centre",
    "profile_of",
    "request_membership",
    "set_active",
    "verify_membership",
]
