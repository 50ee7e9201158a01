from results.models.acts import PartnerWord, Substantiation, SubstantiationLink
from results.models.capabilities import Capability, CapabilityScore
from results.models.claims import ContributionClaim, ContributionStep, RivalExplanation
from results.models.evidence import EvidenceItem
from results.models.follow_ups import FollowUp, FollowUpAnswer, FollowUpLink
from results.models.frameworks import Result, ResultsFramework
from results.models.indicators import Indicator, Period, RubricStep
from results.models.observations import Disaggregation, Observation
from results.models.outcomes import HarvestedOutcome
from results.models.tallies import OutcomeTally, PortfolioFigures
from results.models.wordings import OutcomeWording

__all__ = [
    "Capability",
    "CapabilityScore",
    "ContributionClaim",
    "ContributionStep",
    "Disaggregation",
    "EvidenceItem",
    "FollowUp",
    "FollowUpAnswer",
    "FollowUpLink",
    "HarvestedOutcome",
    "Indicator",
    "Observation",
    "OutcomeTally",
    "OutcomeWording",
    "PartnerWord",
    "Period",
    "PortfolioFigures",
    "Result",
    "ResultsFramework",
    "RivalExplanation",
    "RubricStep",
    "Substantiation",
    "SubstantiationLink",
]
