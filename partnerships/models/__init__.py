"""The register: partnerships between peer institutions, and what is known of each."""

from partnerships.models.agreements import Agreement, Terms
from partnerships.models.changes import Adaptation, CriticalJuncture, StageChange
from partnerships.models.confirmations import Confirmation
from partnerships.models.contacts import Contact
from partnerships.models.corrections import Correction, CorrectionRemark, OwnWords
from partnerships.models.costs import CostLine, ExchangeRate
from partnerships.models.documents import Document
from partnerships.models.exchanges import Activity, LearningEntry
from partnerships.models.facets import FacetCount
from partnerships.models.holdings import AwaitedWord, HandOver, Holding, PortfolioReport
from partnerships.models.imports import ImportedRecord, ImportJob
from partnerships.models.links import MailedLink, SideLink
from partnerships.models.members import DonorReference, PartnershipMember
from partnerships.models.partnership import Partnership, PartnershipFormerSlug
from partnerships.models.pulse import Pulse, PulseInvitation, PulseRound
from partnerships.models.relations import Commitment, ComplementaryModality, ContextNote, PartConsent, Repurposing

__all__ = [
    "Activity",
    "Adaptation",
    "Agreement",
    "AwaitedWord",
    "Commitment",
    "ComplementaryModality",
    "Confirmation",
    "Contact",
    "ContextNote",
    "Correction",
    "CorrectionRemark",
    "CostLine",
    "CriticalJuncture",
    "Document",
    "DonorReference",
    "ExchangeRate",
    "FacetCount",
    "HandOver",
    "Holding",
    "ImportJob",
    "ImportedRecord",
    "LearningEntry",
    "MailedLink",
    "OwnWords",
    "PartConsent",
    "Partnership",
    "PartnershipFormerSlug",
    "PartnershipMember",
    "PortfolioReport",
    "Pulse",
    "PulseInvitation",
    "PulseRound",
    "Repurposing",
    "SideLink",
    "StageChange",
    "Terms",
]
