"""Lists of stories, methods and challenges: their rows, and the filters with their counts under the other filters."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community import languages
from community.models import Country, Sector
from core.fragments import Fragment
from core.keeping import Kept
from knowledge.filters import FILTERS, Selection
from knowledge.models import Piece
from knowledge.models.choices import Audience
from knowledge.models.pieces import PieceQuerySet, reads_members_texts
from knowledge.short_lists import PARTIES, places
from partnerships.models.choices import Evidence

FOUND = "found"
PRINTED = (
    *("kind", "title", "slug", "summary", "language", "audience", "evidence"),
    *("published_at", "words", "is_demo"),
)
KEPT_FOR = 20.0
row_html = Fragment("knowledge/_piece_row.html", remembered=2_000)
facets_html = Fragment("knowledge/_facets.html", remembered=60)

Counts = dict[str, list[tuple[str, str, int]]]
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


class Tally:
    """How many there are, in all and of each value of a filter, in one query.

    The counts of a whole list are kept for some seconds by each process: they follow from its kind and from
    whether its reader sees what is for members.
    """

    def __init__(self, kind: str, user: Any, selection: Selection) -> None:
        self.selection = selection
        listed = Piece.objects.listed_for(user).filter(kind=kind)
        self.counts = _count(listed, selection) if selection.narrows else _whole(kind, user, listed)
        self.found = sum(count for _value, _label, count in self.counts[FOUND])

    def facets(self) -> list[dict[str, Any]]:
        """As the component `facet` prints them, all bars to one scale; a filter with one value is no choice."""
        most = max((count for name in FILTERS for _v, _l, count in self.counts[name]), default=0)
        return [
            {"name": name, "title": title, "maximum": most, "options": list(self._options(name))}
            for name, title in FILTERS.items()
            if len(self.counts[name]) > 1 or name in self.selection.values
        ]

    def chips(self) -> list[dict[str, str]]:
        return [
            {"label": self._word(name, value), "remove_url": self.selection.lifted(name, value).address() or "?"}
            for name, value in self.selection.pairs()
        ]

    def _options(self, name: str) -> Iterable[dict[str, Any]]:
        chosen = self.selection.values.get(name, ())
        counted = self.counts[name]
        known = {value for value, _label, _count in counted}
        rest = [(value, "", 0) for value in chosen if value not in known]
        for value, label, count in sorted([*counted, *rest], key=lambda each: (-each[2], each[0])):
            yield {
                "value": value,
                "label": _label(name, value, label),
                "count": count,
                "selected": value in chosen,
            }

    def _word(self, name: str, value: str) -> str:
        if name == "q":
            return _("“%(words)s”") % {"words": value}
        labels = {each: label for each, label, _count in self.counts[name]}
        return _label(name, value, labels.get(value, ""))


def _whole(kind: str, user: Any, listed: PieceQuerySet) -> Counts:
    key = (kind, reads_members_texts(user), get_language())
    return _kept(key, 0, lambda: _count(listed, Selection()))


def _count(listed: PieceQuerySet, selection: Selection) -> Counts:
    parts = [_by_value(selection.apply(listed), FOUND, Value(""), Value(""))]
    for name, (value, label) in _facts().items():
        parts.append(_by_value(selection.apply(listed, without=name), name, value, label))
    counts: Counts = defaultdict(list)
    for name, value, label, count in parts[0].union(*parts[1:], all=True):
        if value or name == FOUND:
            counts[name].append((value, label or "", count))
    return counts


def _by_value(pieces: PieceQuerySet, name: str, value: Any, label: Any) -> Any:
    """Rows of filter, value, name and number; the casts keep the parts of the union of one type."""
    named = pieces.order_by().annotate(
        facet=Value(name, CharField()), fact=Cast(value, CharField()), label=Cast(label, CharField())
    )
    return named.values_list("facet", "fact", "label").annotate(n=Count("pk"))


def _facts() -> dict[str, tuple[Any, Any]]:
    """The value by which each filter counts, and its name where only the database knows it."""
    return {
        "sector": (F("sectors__code"), Sector.name_of("sectors")),
        "country": (F("countries__iso2"), Country.name_of("countries")),
        "theme": (F("themes__slug"), F("themes__name")),
        "sdg": (F("sdg_targets__code"), F("sdg_targets__code")),
        "juncture": (F("junctures__pk"), F("junctures__name")),
        "evidence": (F("evidence"), Value("")),
        "language": (F("language"), Value("")),
    }


def _label(name: str, value: str, label: str) -> str:
    """The word for a value of a filter; `label` is what the database calls it."""
    if name == "evidence":
        label = str(Evidence(value).label) if value in Evidence.values else ""
    elif name == "language":
        label = languages.name(value) or ""
    return label or _("%(value)s (none here)") % {"value": value}
