"""Lists of stories, methods and challenges: their rows, and the filters with their counts under the other filters."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import F, QuerySet, Value
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language

from community import languages
from core.fragments import Fragment
from core.keeping import Kept
from knowledge.filters import Selection
from knowledge.models import Piece
from knowledge.models.choices import Audience
from knowledge.models.pieces import PieceQuerySet, reads_members_texts
from knowledge.short_lists import PARTIES, places
from knowledge.tallying import Counts, PieceTally, count
from partnerships.models.choices import Evidence

PRINTED = (
    *("kind", "title", "slug", "summary", "language", "audience", "evidence"),
    *("published_at", "words", "is_demo"),
)
KEPT_FOR = 20.0
row_html = Fragment("knowledge/_piece_row.html", remembered=2_000)
facets_html = Fragment("knowledge/_facets.html", remembered=60)

_kept: Kept[Counts] = Kept(KEPT_FOR)


def rows(pieces: QuerySet[Piece]) -> QuerySet[Piece]:
    """What a line of a list prints, in one query."""
    return pieces.only(*PRINTED).annotate(party_list=PARTIES, **places())


def row(piece: Any, heading: str = "h2", *, names_kind: bool = False) -> Any:
    """A line as it is drawn; its kind is named where kinds are mixed."""
    return row_html(
        heading=heading,
        kind=Piece.Kind(piece.kind).label if names_kind else "",
        title=piece.title,
        url=piece.get_absolute_url(),
        summary=piece.summary,
        language=piece.language,
        language_name=languages.name(piece.language) or piece.language,
        evidence=piece.evidence,
        published_on=piece.published_at.date().isoformat() if piece.published_at else "",
        published_label=date_format(localtime(piece.published_at)) if piece.published_at else "",
        minutes=0 if piece.kind == Piece.Kind.RESOURCE else piece.minutes,  # ours are short, the work is not
        countries=[each["name"] for each in piece.country_list],
        sectors=[each["name"] for each in piece.sector_list],
        parties=[each["acronym"] or each["name"] for each in piece.party_list],
        is_members_only=piece.audience != Audience.PUBLIC,
        is_demo=piece.is_demo,
    )


class Tally(PieceTally):
    """The counts of a whole list are kept for some seconds by each process: they follow from its kind and from
    whether its reader sees what is for members."""

    WORDS: ClassVar[Mapping[str, Any]] = {"evidence": Evidence}

    def __init__(self, kind: str, user: Any, selection: Selection) -> None:
        listed = Piece.objects.listed_for(user).filter(kind=kind)
        super().__init__(selection, _count(listed, selection) if selection.narrows else _whole(kind, user, listed))


def _whole(kind: str, user: Any, listed: PieceQuerySet) -> Counts:
    key = (kind, reads_members_texts(user), get_language())
    return _kept(key, 0, lambda: _count(listed, Selection()))


def _count(listed: PieceQuerySet, selection: Selection) -> Counts:
    further = {
        "theme": (F("themes__slug"), F("themes__name")),
        "sdg": (F("sdg_targets__code"), F("sdg_targets__code")),
        "juncture": (F("junctures__pk"), F("junctures__name")),
        "evidence": (F("evidence"), Value("")),
    }
    return count(listed, selection, further)
