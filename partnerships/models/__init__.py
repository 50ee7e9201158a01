"""The register: partnerships between peer institutions, and what is known of each."""

from partnerships.models.agreements import Agreement, Terms
from partnerships.models.changes import Adaptation, CriticalJuncture, StageChange
from partnerships.models.confirmations import Confirmation
from partnerships.models.costs import CostLine, ExchangeRate
from partnerships.models.documents import Document
from partnerships.models.exchanges import Activity, LearningEntry
from partnerships.models.facets import FacetCount
from partnerships.models.imports import ImportedRecord, ImportJob
from partnerships.models.members import DonorReference, PartnershipMember
from partnerships.models.partnership import Partnership, PartnershipFormerSlug

__all__ = [
    "Activity",
    "Adaptation",
    "Agreement",
    "Confirmation",
    "CostLine",
    "CriticalJuncture",
    "Document",
    "DonorReference",
    "ExchangeRate",
    "FacetCount",
    "ImportJob",
    "ImportedRecord",
    "LearningEntry",
    "Partnership",
    "PartnershipFormerSlug",
    "PartnershipMember",
    "StageChange",
    "Terms",
]
