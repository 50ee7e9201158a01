"""The stories and the evidence of the front page."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser

from knowledge.listing import rows
from knowledge.models import Piece
from knowledge.models.choices import Kind

STORIES, RESOURCES = 3, 2
LOOKED_AT = 9  # among the latest, real ones stand before invented ones


@dataclass(frozen=True)
class HomeTold:
    """As everybody sees them, the latest first."""

    stories: list[Any]
    resources: list[Any]


def home_told() -> HomeTold:
    """In one query."""
    public = Piece.objects.listed_for(AnonymousUser())
    stories, resources = (public.filter(kind=kind).values("pk")[:LOOKED_AT] for kind in (Kind.STORY, Kind.RESOURCE))
    found = rows(Piece.objects.filter(pk__in=stories.union(resources, all=True))).order_by("-published_at", "-pk")
    pieces = sorted(found, key=lambda piece: piece.is_demo)
    return HomeTold(
        [piece for piece in pieces if piece.kind == Kind.STORY][:STORIES],
        [piece for piece in pieces if piece.kind == Kind.RESOURCE][:RESOURCES],
    )
