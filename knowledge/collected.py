"""What stands in collections, as their pages print it: in a number of queries that does not grow with them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from knowledge import listing
from knowledge.models import Collection, CollectionItem, Finding, OpenQuestion, Piece, Resource
from knowledge.models.choices import Kind


@dataclass(frozen=True)
class Line:
    """One thing in a collection. `row` is a piece as it is drawn; else there is a finding or a question."""

    item: CollectionItem
    title: str
    row: Any = ""
    finding: Finding | None = None
    question: OpenQuestion | None = None


def counted(collections: QuerySet[Collection], user: Any) -> QuerySet[Collection]:
    """Each with the number of things in it that this person sees."""
    seen = CollectionItem.objects.visible_to(user).filter(collection=OuterRef("pk")).order_by()
    number = seen.values("collection").annotate(n=Count("pk")).values("n")
    return collections.annotate(item_count=Coalesce(Subquery(number), 0)).select_related("theme", "maker")


class CollectionPage:
    """What one person sees of a collection, in its order."""

    def __init__(self, collection: Collection, user: Any) -> None:
        items = list(collection.items.order_by("position", "pk"))
        pieces = _by_key(listing.rows(Piece.objects.listed_for(user)), [each.piece_id for each in items])
        findings = _by_key(
            Finding.objects.listed_for(user).select_related("source"), [each.finding_id for each in items]
        )
        questions = _by_key(OpenQuestion.objects.listed_for(user), [each.question_id for each in items])
        self.has_works = any(piece.kind == Kind.RESOURCE for piece in pieces.values())
        self.lines: list[Line] = []
        for item in items:
            if piece := pieces.get(item.piece_id):
                self.lines.append(Line(item, piece.title, row=listing.row(piece, names_kind=True)))
            elif finding := findings.get(item.finding_id):
                self.lines.append(Line(item, finding.title, finding=finding))
            elif question := questions.get(item.question_id):
                self.lines.append(Line(item, question.text, question=question))


def works(collection: Collection, user: Any) -> QuerySet[Resource]:
    """The resources in it that this person sees, in its order."""
    listed = Resource.objects.listed_for(user).filter(collected__collection=collection)
    return listed.order_by("collected__position", "collected__pk")


def pieces(collection: Collection, user: Any) -> QuerySet[Piece]:
    """The pieces in it that this person sees, the one that was put there last first."""
    listed = Piece.objects.listed_for(user).filter(collected__collection=collection)
    return listed.order_by("-collected__created_at", "-collected__pk")


def _by_key(found: Any, keys: list[int | None]) -> dict[Any, Any]:
    wanted = [key for key in keys if key]
    return {each.pk: each for each in found.filter(pk__in=wanted)} if wanted else {}
