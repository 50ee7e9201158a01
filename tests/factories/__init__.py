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
from tests.factories.knowledge import (
    ChallengeFactory,
    CollectionFactory,
    ConditionFactory,
    FindingFactory,
    MethodFactory,
    OpenQuestionFactory,
    OutcomeFactory,
    ResourceFactory,
    StoryFactory,
)
from tests.factories.matching import IntroductionFactory, NeedFactory, OfferFactory
from tests.factories.partnerships import PartnershipFactory, PartnershipMemberFactory, partnership_between
from tests.factories.results import (
    HarvestedOutcomeFactory,
    IndicatorFactory,
    ObservationFactory,
    PeriodFactory,
    ResultFactory,
    ResultsFrameworkFactory,
)

__all__ = [
    "ChallengeFactory",
    "CollectionFactory",
    "ConditionFactory",
    "CountryFactory",
    "FindingFactory",
    "HarvestedOutcomeFactory",
    "IndicatorFactory",
    "InstitutionFactory",
    "IntroductionFactory",
    "InvitationFactory",
    "LearningEventFactory",
    "MembershipFactory",
    "MethodFactory",
    "NeedFactory",
    "ObservationFactory",
    "OfferFactory",
    "OpenQuestionFactory",
    "OutcomeFactory",
    "PartnershipFactory",
    "PartnershipMemberFactory",
    "PeriodFactory",
    "ProblemReportFactory",
    "RegistrationFactory",
    "ResourceFactory",
    "ResultFactory",
    "ResultsFrameworkFactory",
    "SectorFactory",
    "StoryFactory",
    "UserFactory",
    "member_of",
    "partnership_between",
]
