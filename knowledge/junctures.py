"""A shock that many went through, and what they did: partnerships that changed course, events, stories, lessons."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from events.models import LearningEvent
from knowledge.listing import row, rows
from knowledge.models import Piece
from partnerships.models import Adaptation, CriticalJuncture, Partnership, Repurposing

MOST = 50


def junctures(user: Any) -> QuerySet[CriticalJuncture]:
    """Each with how many partnerships and texts this person sees of it."""
    partnerships = Partnership.objects.listed_for(user).order_by().values("pk")
    pieces = Piece.objects.listed_for(user).order_by().values("pk")
    return CriticalJuncture.objects.annotate(
        partnership_count=Count("partnerships", filter=Q(partnerships__in=partnerships), distinct=True),
        piece_count=Count("pieces", filter=Q(pieces__in=pieces), distinct=True),
    ).order_by("-started_on", "pk")


@dataclass(frozen=True)
class JuncturePage:
    juncture: CriticalJuncture
    user: Any

    @property
    def partnerships(self) -> list[Partnership]:
        seen = Partnership.objects.listed_for(self.user).filter(junctures=self.juncture)
        return list(seen.only("title", "slug", "direction", "is_demo").order_by("-changed_at", "-pk")[:MOST])

    @property
    def repurposings(self) -> list[Repurposing]:
        """Work that became other work, from what to what and why."""
        return list(self._parts(Repurposing).order_by("changed_on", "pk")[:MOST])

    @property
    def adaptations(self) -> list[Adaptation]:
        return list(self._parts(Adaptation).order_by("decided_on", "pk")[:MOST])

    @property
    def events(self) -> list[LearningEvent]:
        seen = LearningEvent.objects.visible_to(self.user).filter(junctures=self.juncture)
        return list(seen.only("title", "slug", "starts_on", "is_demo").order_by("-starts_on", "-pk")[:MOST])

    @property
    def rows(self) -> list[Any]:
        found = Piece.objects.listed_for(self.user).filter(junctures=self.juncture)
        return [row(each, heading="h3", names_kind=True) for each in rows(found)[:MOST]]

    def _parts(self, model: Any) -> QuerySet[Any]:
        return model.objects.visible_to(self.user).filter(juncture=self.juncture).select_related("partnership")
