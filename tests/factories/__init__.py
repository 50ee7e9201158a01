"""Factories make the smallest valid object; traits and arguments make situations."""

from tests.factories.community import (
    CountryFactory,
    InstitutionFactory,
    InvitationFactory,
    MembershipFactory,
    ProblemReportFactory,
    SectorFactory,
    UserFactory,
    member_of,
)
from tests.factories.events import LearningEventFactory, RegistrationFactory
from tests.factories.partnerships import PartnershipFactory, PartnershipMemberFactory, partnership_between

__all__ = [
    "CountryFactory",
    "InstitutionFactory",
    "InvitationFactory",
    "LearningEventFactory",
    "MembershipFactory",
    "PartnershipFactory",
    "PartnershipMemberFactory",
    "ProblemReportFactory",
    "RegistrationFactory",
    "SectorFactory",
    "UserFactory",
    "member_of",
    "partnership_between",
]
