"""Who is who, and where: places, classifications, institutions, people."""

from community.models.audit import AuditEntry
from community.models.classifications import SDGGoal, SDGTarget, Sector
from community.models.institutions import Institution, InstitutionFormerSlug, InstitutionName
from community.models.memberships import Membership
from community.models.people import Profile, User
from community.models.places import Country, Subregion

__all__ = [
    "AuditEntry",
    "Country",
    "Institution",
    "InstitutionFormerSlug",
    "InstitutionName",
    "Membership",
    "Profile",
    "SDGGoal",
    "SDGTarget",
    "Sector",
    "Subregion",
    "User",
]
