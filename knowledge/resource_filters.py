"""What a reader asked of the list of resources: one reading of the address for list, counts and exports.

Several values of a filter mean "any of these"; different filters must all hold. A value that nobody knows
finds nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.validators import clean_text
from knowledge.models import Piece
from knowledge.models.pieces import PieceQuerySet

FILTERS: dict[str, Any] = {
    "type": _("Type"),
    "level": _("Level"),
    "sector": _("Sector"),
    "country": _("Country"),
    "language": _("Language"),
}
MOST_VALUES = 20
LONGEST_VALUE = 40
MOST_WORDS = 32
LONGEST_WORD = 60


@dataclass(frozen=True)
class Selection:
    q: str = ""
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, asked: QueryDict) -> "Selection":
        words = clean_text(asked.get("q", "").replace("\x00", " ")).split()
        values = {name: _values(asked.getlist(name)) for name in FILTERS}
        return cls(
            " ".join(word[:LONGEST_WORD] for word in words[:MOST_WORDS]),
            {name: kept for name, kept in values.items() if kept},
        )

    @property
    def narrows(self) -> bool:
        return bool(self.q or self.values)

    def apply(self, resources: PieceQuerySet, *, without: str = "") -> PieceQuerySet:
        """Narrow what its reader may see; `without` is a filter that is not applied."""
        found = Q()
        if self.q:
            found &= Q(search=_query(self.q))
        for name, values in self.values.items():
            if name != without:
                found &= _condition(name, values)
        return resources.filter(found)

    def pairs(self) -> list[tuple[str, str]]:
        searched = [("q", self.q)] if self.q else []
        return [*searched, *((name, value) for name, values in self.values.items() for value in values)]

    def address(self, further: Sequence[tuple[str, str]] = ()) -> str:
        pairs = [*self.pairs(), *further]
        return f"?{urlencode(pairs)}" if pairs else ""

    def lifted(self, name: str = "", value: str = "") -> "Selection":
        """Without the search (`q`), or one value of a filter; with neither, where none is named."""
        if not name:
            return Selection()
        if name == "q":
            return replace(self, q="")
        rest = tuple(each for each in self.values.get(name, ()) if each != value)
        return replace(self, values={key: kept for key, kept in (self.values | {name: rest}).items() if kept})


def _query(text: str) -> Any:
    """Quotes, `or` and a leading minus work as in other search fields; nothing typed is an error."""
    as_it_is = SearchQuery(text, config="portal", search_type="websearch")
    return as_it_is | SearchQuery(text, config="portal_english", search_type="websearch")


def _condition(name: str, values: tuple[str, ...]) -> Q:
    if name == "type":
        return Q(resource_type__in=values)
    if name == "level":
        return Q(levels__overlap=list(values))
    if name == "language":
        return Q(language__in=values)
    tied: Any = {"sector": Piece.sectors.through, "country": Piece.countries.through}[name]
    return Q(pk__in=tied.objects.filter(**{f"{name}__in": values}).values("piece"))


def _values(typed: Sequence[str]) -> tuple[str, ...]:
    """Each once, in its order; a zero byte finds nothing, as the database would refuse it."""
    cleaned = (each.strip()[:LONGEST_VALUE].replace("\x00", "\ufffd") for each in typed)
    return tuple(dict.fromkeys(each for each in cleaned if each))[:MOST_VALUES]
