"""Who is who, and where: places, classifications, institutions, people."""

from community.models.api_tokens import ApiToken
from community.models.audit import AuditEntry
from community.models.classifications import SDGGoal, SDGTarget, Sector
from community.models.erasures import Erasure
from community.models.follows import Follow
from community.models.institutions import Institution, InstitutionFormerSlug, InstitutionName
from community.models.invitations import Invitation
from community.models.memberships import Membership
from community.models.people import Profile, User
from community.models.places import Country, Subregion
from community.models.reports import ProblemReport

__all__ = [
    "ApiToken",
    "AuditEntry",
    "Country",
    "Erasure",
    "Follow",
    "Institution",
    "InstitutionFormerSlug",
    "InstitutionName",
    "Invitation",
    "Membership",
    "ProblemReport",
    "Profile",
    "SDGGoal",
    "SDGTarget",
    "Sector",
    "Subregion",
    "User",
]
