"""New stories, methods, challenges and resources."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from taggit.models import Tag, TaggedItem

from community.models import Country, Institution
from digests.audiences import seen_by
from digests.news.item import Item, Subject, sectors_of, subject
from knowledge.models import KIND_MODELS, Piece
from partnerships.models import CriticalJuncture, Partnership

PREFIX = "piece"


def listed_for(user: Any) -> Any:
    return Piece.objects.listed_for(user)


def new_pieces(since: datetime, until: datetime, chosen: Iterable[int] = ()) -> Iterator[Item]:
    """Those first published in this time, and the chosen ones whenever that was; in a fixed number of queries."""
    fresh = Q(first_published_at__gt=since, first_published_at__lte=until)
    found = Piece.objects.published().filter(fresh | Q(pk__in=list(chosen)))
    found = found.select_related("published_revision").defer("body_text", "search", "published_revision__content")
    pieces = list(found.prefetch_related("countries", "sectors", "parties", "junctures", "translations"))
    ids = [piece.pk for piece in pieces]
    audiences, themes, partnerships = seen_by(listed_for, ids), _themes(ids), _partnerships(ids)
    for piece in pieces:
        about = _about(piece) | themes[piece.pk] | partnerships[piece.pk]
        at: Any = piece.first_published_at or piece.published_at  # a published piece is dated
        yield Item(f"{PREFIX}:{piece.pk}", PREFIX, piece.pk, at, frozenset(about), audiences[piece.pk], piece)


def _about(piece: Piece) -> set[Subject]:
    institutions = {party.institution_id for party in piece.parties.all()} | {piece.institution_id}
    return (
        {subject(KIND_MODELS[piece.kind])}
        | {subject(Country, country.pk) for country in piece.countries.all()}
        | {subject(Institution, pk) for pk in institutions if pk}
        | {subject(CriticalJuncture, juncture.pk) for juncture in piece.junctures.all()}
        | sectors_of(piece.sectors.all())
    )


def _themes(ids: list[int]) -> dict[int, set[Subject]]:
    """Themes hang on the row of the kind, or on the piece's own."""
    kinds = ContentType.objects.get_for_models(Piece, *KIND_MODELS.values()).values()
    rows = TaggedItem.objects.filter(content_type__in=kinds, object_id__in=ids).values_list("object_id", "tag_id")
    found: dict[int, set[Subject]] = defaultdict(set)
    for pk, tag in rows:
        found[pk].add(subject(Tag, tag))
    return found


def _partnerships(ids: list[int]) -> dict[int, set[Subject]]:
    through: Any = Piece.partnerships.through
    found: dict[int, set[Subject]] = defaultdict(set)
    for pk, partnership in through.objects.filter(piece__in=ids).values_list("piece_id", "partnership_id"):
        found[pk].add(subject(Partnership, partnership))
    return found
