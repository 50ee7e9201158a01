"""The demonstration accounts and the invented institutions they work for."""

from allauth.account.models import EmailAddress

from community.demo_accounts import DEMO_ACCOUNTS, PASSWORD
from community.models import Country, Institution, Membership, User
from community.services import InstitutionExists, add_institution

ROLES = {
    "secretariat@demo.example": User.Role.EDITOR,
    "admin@demo.example": User.Role.ADMINISTRATOR,
}
# Key, name, country, kind; the names are invented.
INSTITUTIONS = (
    ("donor", "Norrland Cooperation Agency", "SE", Institution.Kind.DONOR),
    ("asks-statistics", "Office for Statistics and Registers", "MW", Institution.Kind.STATISTICS_OFFICE),
    ("offers-statistics", "Institute for Official Figures", "RW", Institution.Kind.STATISTICS_OFFICE),
    ("asks-audit", "Public Accounts Audit Service", "SL", Institution.Kind.SUPREME_AUDIT_INSTITUTION),
    ("offers-audit", "State Audit Service of the Coast", "GH", Institution.Kind.SUPREME_AUDIT_INSTITUTION),
    ("asks-court", "Southern District Court", "PY", Institution.Kind.COURT),
    ("offers-court", "Central District Court", "PY", Institution.Kind.COURT),
    ("asks-school", "Academy for the Civil Service", "MG", Institution.Kind.ACADEMIA),
    ("offers-school", "School of Government of the Cape", "ZA", Institution.Kind.ACADEMIA),
    ("network", "Network of Peer Facilitators", None, Institution.Kind.NETWORK),
)
MEMBERSHIPS = (
    ("donor@demo.example", "donor", Membership.Role.STAFF),
    ("government@demo.example", "asks-statistics", Membership.Role.FOCAL_POINT),
    ("peer@demo.example", "offers-statistics", Membership.Role.FOCAL_POINT),
    ("member@demo.example", "network", Membership.Role.STAFF),
)


def demo_institutions() -> dict[str, Institution]:
    return {key: _institution(name, country, kind) for key, name, country, kind in INSTITUTIONS}


def demo_people(institutions: dict[str, Institution]) -> dict[str, User]:
    """The accounts by address, verified and with their memberships."""
    people = {account.email: _person(account.email, account.name) for account in DEMO_ACCOUNTS}
    for email, key, role in MEMBERSHIPS:
        Membership.objects.get_or_create(
            user=people[email],
            institution=institutions[key],
            defaults={"role": role, "status": Membership.Status.ACTIVE},
        )
    return people


def _institution(name: str, country: str | None, kind: str) -> Institution:
    place = Country.objects.get(pk=country) if country else None
    try:
        return add_institution(name=name, country=place, by=None, kind=kind, is_demo=True)
    except InstitutionExists as existing:
        return existing.institution


def _person(email: str, name: str) -> User:
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, PASSWORD, name=name, role=ROLES.get(email, User.Role.MEMBER))
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    return user
