"""What comes, and what is new where one works; all of it as this person may see it."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from community.models import Institution
from events.listing import rows as event_rows
from events.models import LearningEvent, Registration
from knowledge.listing import row, rows
from knowledge.models import Piece

EVENTS, TEXTS = 4, 5


def events_of(user: Any) -> list[LearningEvent]:
    """The next events; those at which this person has a place stand first. In one query."""
    own = Registration.objects.of(user).active().filter(event=OuterRef("pk"))
    coming = event_rows(LearningEvent.objects.visible_to(user).upcoming()).annotate(is_own=Exists(own))
    return list(coming.order_by("-is_own", "starts_on", "begins_at", "pk")[:EVENTS])


def texts_near(user: Any) -> list[Any]:
    """The latest in the sectors and countries of one's institutions, drawn; in one query."""
    ids = user.institution_ids
    if not ids:
        return []
    sectors = Institution.sectors.through.objects.filter(institution__in=ids).values("sector")
    places = Institution.objects.filter(pk__in=ids, country__isnull=False).values("country")
    near = Q(pk__in=Piece.sectors.through.objects.filter(sector__in=sectors).values("piece"))
    near |= Q(pk__in=Piece.countries.through.objects.filter(country__in=places).values("piece"))
    return _drawn(Piece.objects.listed_for(user).filter(near))


def latest_texts(user: Any) -> list[Any]:
    """The latest of all, for who has no institution yet or where nothing is near; in one query."""
    return _drawn(Piece.objects.listed_for(user))


def _drawn(pieces: Any) -> list[Any]:
    return [row(piece, "h3") for piece in rows(pieces)[:TEXTS]]
