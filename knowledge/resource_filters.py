"""What a reader asked of the list of resources: one reading of the address for list, counts and exports.

Several values of a filter mean "any of these"; different filters must all hold. A value that nobody knows
finds nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.searching import cleaned, query_for
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


@dataclass(frozen=True)
class Selection:
    q: str = ""
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, asked: QueryDict) -> "Selection":
        values = {name: _values(asked.getlist(name)) for name in FILTERS}
        return cls(cleaned(asked.get("q", "")), {name: kept for name, kept in values.items() if kept})

    @property
    def narrows(self) -> bool:
        return bool(self.q or self.values)

    def apply(self, resources: PieceQuerySet, *, without: str = "") -> PieceQuerySet:
        """Narrow what its reader may see; `without` is a filter that is not applied."""
        found = Q()
        if self.q:
            found &= Q(search=query_for(self.q, *dict.fromkeys(["en", (get_language() or "en")[:2]])))
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
