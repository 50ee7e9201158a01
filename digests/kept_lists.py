"""The lists whose searches people keep. Each is asked by its own reading of the address: see `core.registry`."""

from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.registry import KeptList, add_kept_list
from digests.news import events as event_news
from digests.news import partnerships as partnership_news
from digests.news import pieces as piece_news
from events import filters as event_filters
from events.models import LearningEvent
from knowledge import filters as piece_filters
from knowledge import resource_filters
from knowledge.models import Piece, Resource
from knowledge.models.choices import Kind
from matching.statements.kinds import KINDS, StatementKind
from matching.statements.selecting import Selection, read
from partnerships import filters
from partnerships.models import Partnership

Pairs = list[tuple[str, str]]
Found = list[tuple[str, Any]]
PIECES = (
    (Kind.STORY, gettext_lazy("Stories"), "knowledge:stories"),
    (Kind.METHOD, gettext_lazy("Methods"), "knowledge:methods"),
    (Kind.CHALLENGE, gettext_lazy("Challenges"), "knowledge:challenges"),
)


def register() -> None:
    add_kept_list(
        KeptList(
            "partnerships",
            gettext_lazy("Partnerships"),
            "partnerships:list",
            clean=lambda query: filters.Selection.read(query).pairs(shown=False),
            words=words_for({facet.name: facet.title for facet in filters.FACETS}),
            find=_partnerships,
        )
    )
    add_kept_list(
        KeptList(
            "events",
            gettext_lazy("Learning events"),
            "events:list",
            clean=lambda query: event_filters.Selection.read(query).pairs(),
            words=words_for({each.name: each.title for each in event_filters.FILTERS}),
            find=_events,
        )
    )
    for kind, label, url_name in PIECES:
        add_kept_list(
            KeptList(
                kind,
                label,
                url_name,
                clean=lambda query: piece_filters.Selection.read(query).pairs(),
                words=words_for(piece_filters.Selection.FILTERS),
                find=_pieces(kind),
            )
        )
    add_kept_list(
        KeptList(
            "resource",
            gettext_lazy("Resources"),
            "knowledge:resources",
            clean=lambda query: resource_filters.Selection.read(query).pairs(),
            words=words_for(resource_filters.Selection.FILTERS),
            find=_resources,
        )
    )
    for each in KINDS.values():
        add_kept_list(
            KeptList(
                each.name,
                each.title,
                f"matching:{each.plural}",
                clean=lambda query: Selection.read(query).pairs(),
                words=words_for(Selection.FILTERS),
                find=_statements(each),
            )
        )


def as_query(pairs: Pairs) -> QueryDict:
    return QueryDict(urlencode(pairs))


def _partnerships(pairs: Pairs, user: Any) -> Found:
    rows = filters.Selection.read(as_query(pairs)).apply(Partnership.objects.listed_for(user))
    return [(partnership_news.PREFIX, rows)]


def _pieces(kind: str) -> Any:
    def find(pairs: Pairs, user: Any) -> Found:
        rows = piece_filters.Selection.read(as_query(pairs)).apply(Piece.objects.listed_for(user).filter(kind=kind))
        return [(piece_news.PREFIX, rows)]

    return find


def _resources(pairs: Pairs, user: Any) -> Found:
    rows = resource_filters.Selection.read(as_query(pairs)).apply(Resource.objects.listed_for(user))
    return [(piece_news.PREFIX, rows)]


def _statements(kind: StatementKind) -> Any:
    def find(pairs: Pairs, user: Any) -> Found:
        return [(kind.name, read(kind, as_query(pairs)).apply(kind.model.objects.listed_for(user)))]

    return find


def _events(pairs: Pairs, user: Any) -> Found:
    rows = event_filters.Selection.read(as_query(pairs)).apply(LearningEvent.objects.visible_to(user))
    return [(event_news.PREFIX, rows)]


def words_for(titles: dict[str, Any]) -> Any:
    """The search and its filters as one line, for the name that a saved search has at first."""

    def words(pairs: Pairs) -> str:
        parts = [f"“{value}”" if name == "q" else f"{titles.get(name, name)}: {value}" for name, value in pairs]
        return _(", ").join(parts)

    return words
