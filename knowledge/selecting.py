"""What a reader asked of a list of pieces: one reading of the address for list, counts, feed and files.

Several values of a filter mean "any of these"; different filters must all hold. A value that nobody knows
finds nothing: a feed must not fall back to everything.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Self
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchRank
from django.db.models import F, FloatField, Q
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.translation import get_language

from core.searching import RANKED, STEMMED, cleaned, query_for
from knowledge.models import Piece
from knowledge.models.pieces import PieceQuerySet

# Filters that look into a table of their own: the table, and the column that holds the value.
TIED: dict[str, tuple[Any, str]] = {
    "sector": (Piece.sectors.through, "sector"),
    "country": (Piece.countries.through, "country"),
    "sdg": (Piece.sdg_targets.through, "sdgtarget"),
    "juncture": (Piece.junctures.through, "criticaljuncture"),
}
MOST_VALUES = 20
LONGEST_VALUE = 120
NOBODYS = "0"  # junctures are asked for by their number; what is none is nobody's
LATEST, BEST = ("-published_at", "-pk"), ("-rank", "-pk")


@dataclass(frozen=True)
class PieceSelection:
    """Each list says which `FILTERS` it has."""

    FILTERS: ClassVar[dict[str, Any]] = {}

    q: str = ""
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, asked: QueryDict) -> Self:
        values = {name: _values(name, asked.getlist(name)) for name in cls.FILTERS}
        return cls(cleaned(asked.get("q", "")), {name: kept for name, kept in values.items() if kept})

    @property
    def narrows(self) -> bool:
        return bool(self.q or self.values)

    @property
    def keys(self) -> tuple[str, ...]:
        """The order of the list: the latest first, or what answers the words best."""
        return BEST if self.q else LATEST

    def apply(self, pieces: PieceQuerySet, *, without: str = "") -> PieceQuerySet:
        """Narrow what its reader may see; `without` is a filter that is not applied."""
        found = Q(search=self._query()) if self.q else Q()
        for name, values in self.values.items():
            if name != without:
                found &= self.condition(name, values)
        return pieces.filter(found)

    def ordered(self, pieces: PieceQuerySet) -> PieceQuerySet:
        """Rows that carry the keys of their order."""
        if not self.q:
            return pieces
        newest = pieces.order_by(*LATEST).values("pk")[:RANKED]
        rank = Cast(SearchRank(F("search"), self._query()), FloatField())
        rows: PieceQuerySet = pieces.model._default_manager.filter(pk__in=newest).annotate(rank=rank)
        return rows

    def condition(self, name: str, values: tuple[str, ...]) -> Q:
        """What a filter asks of a piece: a tie, a theme, or a column of its name."""
        if name in TIED:
            table, column = TIED[name]
            return Q(pk__in=table.objects.filter(**{f"{column}__in": values}).values("piece"))
        if name == "theme":
            return Q(pk__in=Piece.objects.order_by().filter(themes__slug__in=values).values("pk"))
        return Q(**{f"{name}__in": values})

    def pairs(self) -> list[tuple[str, str]]:
        searched = [("q", self.q)] if self.q else []
        return [*searched, *((name, value) for name, values in self.values.items() for value in values)]

    def address(self, further: Sequence[tuple[str, str]] = ()) -> str:
        pairs = [*self.pairs(), *further]
        return f"?{urlencode(pairs)}" if pairs else ""

    def lifted(self, name: str = "", value: str = "") -> Self:
        """Without the search (`q`), or one value of a filter; with neither, where none is named."""
        if not name:
            return type(self)()
        if name == "q":
            return replace(self, q="")
        rest = tuple(each for each in self.values.get(name, ()) if each != value)
        return replace(self, values={key: kept for key, kept in (self.values | {name: rest}).items() if kept})

    def _query(self) -> Any:
        """The words as they are, and stemmed in English and in the reader's language."""
        own = (get_language() or "en")[:2]
        return query_for(self.q, "en", *([own] if own in STEMMED else []))


def _values(name: str, typed: Sequence[str]) -> tuple[str, ...]:
    """Each once, as the database writes it; a zero byte finds nothing, as the database would refuse it."""
    kept = (each.strip()[:LONGEST_VALUE].replace("\x00", "\ufffd") for each in typed)
    written = (each.upper() if name == "country" else each.lower() for each in kept if each)
    if name == "juncture":
        written = (each if _is_key(each) else NOBODYS for each in written)
    return tuple(dict.fromkeys(written))[:MOST_VALUES]


def _is_key(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 10
