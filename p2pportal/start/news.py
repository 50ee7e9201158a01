"""What comes, and what is new where one works; all of it as this person may see it."""

from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from community.models import Institution
from events.listing import rows as event_rows
from events.models import LearningEvent, Registration
from knowledge.listing import row, rows
from knowledge.models import Piece

EVENTS, TEXTS = 4, 5


def events_of(user: Any) -> list[LearningEvent]:
    """The next events; those at which this person has a place stand first. In one query."""
    own = Registration.objects.of(user).active().filter(event=OuterRef("pk"))
    coming: Any = event_rows(LearningEvent.objects.visible_to(user).upcoming())
    return list(coming.annotate(is_own=Exists(own)).order_by("-is_own", "starts_on", "begins_at", "pk")[:EVENTS])


def texts_of(user: Any) -> tuple[list[Any], bool]:
    """The latest in the sectors and countries of one's institutions, drawn, and whether there are any.

    Else the latest of all; in one query.
    """
    listed = Piece.objects.listed_for(user)
    ids = user.institution_ids
    if not ids:
        return _drawn(rows(listed)[:TEXTS]), False
    near = listed.filter(_near(ids))
    either = near.values("pk")[:TEXTS].union(listed.values("pk")[:TEXTS])
    found = rows(Piece.objects.filter(pk__in=either)).annotate(is_near=ExpressionWrapper(_near(ids), BooleanField()))
    texts = list(found.order_by("-is_near", "-published_at", "-pk"))
    is_near = bool(texts and texts[0].is_near)
    return _drawn([text for text in texts if text.is_near == is_near][:TEXTS]), is_near


def _near(ids: Any) -> Q:
    sectors = Institution.sectors.through.objects.filter(institution__in=ids).values("sector")
    places = Institution.objects.filter(pk__in=ids, country__isnull=False).values("country")
    near = Q(pk__in=Piece.sectors.through.objects.filter(sector__in=sectors).values("piece"))
    return near | Q(pk__in=Piece.countries.through.objects.filter(country__in=places).values("piece"))


def _drawn(pieces: Any) -> list[Any]:
    return [row(piece, "h3") for piece in pieces]
