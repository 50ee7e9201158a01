"""Outcomes that await the word of an institution: of a side that asks or offers, and has said nothing to their words."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from core.models import Visibility
from partnerships.models import PartnershipMember
from results.models import HarvestedOutcome, PartnerWord


def awaiting_word(user: Any, institutions: Iterable[int]) -> "QuerySet[HarvestedOutcome]":
    """Those on which this person may speak for one of these institutions, told by others, the longest waiting first."""
    spoken = PartnerWord.objects.filter(
        outcome=OuterRef(OuterRef("pk")), institution=OuterRef("institution"), revision=OuterRef(OuterRef("revision"))
    )
    asked = PartnershipMember.objects.filter(
        partnership=OuterRef("partnership"),
        institution__in=list(institutions),
        side__in=PartnershipMember.PRINCIPAL_SIDES,
    ).exclude(institution=Coalesce(OuterRef("reported_by"), 0))  # 0 where it was told for none
    told: Any = HarvestedOutcome.objects.filter(partnership__revises=None, partnership__objected_at=None)
    told = told.exclude(partnership__visibility=Visibility.PRIVATE).exclude(recorded_by=user)
    found: QuerySet[HarvestedOutcome] = told.filter(Exists(asked.exclude(Exists(spoken))))
    return found.select_related("partnership").order_by("changed_at", "pk")
