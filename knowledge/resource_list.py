"""The list of resources: its rows, and the filters with their counts under the other filters."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import CharField, Count, F, Func, OuterRef, QuerySet, Value
from django.db.models.expressions import Subquery
from django.db.models.functions import Coalesce

from knowledge.models import Finding, Resource
from knowledge.models.choices import Level, ResourceType
from knowledge.models.pieces import PieceQuerySet
from knowledge.resource_filters import Selection
from knowledge.tallying import PieceTally, count

PRINTED = (
    *("title", "slug", "kind", "summary", "language", "audience", "published_at", "is_demo"),
    *("resource_type", "authors", "publishers", "year", "levels", "study_method", "state"),
)


def rows(resources: QuerySet[Resource]) -> QuerySet[Resource]:
    """What a line of the list prints, in one query."""
    findings = Finding.objects.order_by().filter(source=OuterRef("pk")).values("source").annotate(n=Count("pk"))
    return resources.only(*PRINTED).annotate(finding_count=Coalesce(Subquery(findings.values("n")), 0))


def waiting(user: Any) -> QuerySet[Resource]:
    """What is not listed yet, for who wrote it and for the secretariat."""
    if not user.is_authenticated:
        return Resource.objects.none()
    seen = Resource.objects.visible_to(user).on_record().exclude(state__in=("published", "archived", "declined"))
    return seen.only(*PRINTED, "state_since").order_by("-state_since", "-pk")


class Tally(PieceTally):
    WORDS: ClassVar[Mapping[str, Any]] = {"type": ResourceType, "level": Level}

    def __init__(self, listed: PieceQuerySet, selection: Selection) -> None:
        further = {
            "type": (F("resource_type"), Value("")),
            "level": (Func(F("levels"), function="unnest", output_field=CharField()), Value("")),
        }
        super().__init__(selection, count(listed, selection, further))
