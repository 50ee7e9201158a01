"""What comes, and what is new where one works; all of it as this person may see it."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from community.models import Institution
from events.listing import rows as event_rows
from events.models import LearningEvent, Registration
from knowledge.listing import row, rows
from knowledge.models import Piece
from knowledge.models.pieces import PieceQuerySet

EVENTS, TEXTS = 4, 5


def events_of(user: Any) -> list[LearningEvent]:
    """The next events; those at which this person has a place stand first. In one query."""
    own = Registration.objects.of(user).active().filter(event=OuterRef("pk"))
    coming: Any = event_rows(LearningEvent.objects.visible_to(user).upcoming())
    return list(coming.annotate(is_own=Exists(own)).order_by("-is_own", "starts_on", "begins_at", "pk")[:EVENTS])


def texts_of(user: Any) -> tuple[list[Any], bool]:
    """The latest in the sectors and countries of one's institutions, drawn, and whether there are any; else the latest of all.

    In one query for nearly everybody: where there is none near, a second one asks for the rest.
    """
    listed = Piece.objects.listed_for(user)
    near = _drawn(listed.filter(_near(user.institution_ids))) if user.institution_ids else []
    return (near, True) if near else (_drawn(listed), False)


def _near(ids: Any) -> Q:
    """One list of keys, and not two conditions of which either may hold: for those the database reads every text."""
    sectors = Institution.sectors.through.objects.filter(institution__in=ids).values("sector")
    places = Institution.objects.filter(pk__in=ids, country__isnull=False).values("country")
    by_sector = Piece.sectors.through.objects.filter(sector__in=sectors).values("piece")
    by_place = Piece.countries.through.objects.filter(country__in=places).values("piece")
    return Q(pk__in=by_sector.union(by_place))


def _drawn(pieces: PieceQuerySet) -> list[Any]:
    return [row(piece, "h3", names_kind=True) for piece in rows(pieces)[:TEXTS]]
