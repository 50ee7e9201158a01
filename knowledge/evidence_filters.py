"""What a reader asked of the evidence map: one reading of the address for map, table, gaps and export.

Several values of a filter mean "any of these"; different filters must all hold. A value that nobody knows
finds nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from knowledge.models import Piece
from knowledge.models.choices import Confidence, Effect, Level
from knowledge.models.evidence import FindingQuerySet

FILTERS: dict[str, Any] = {
    "level": _("Level"),
    "direction": _("Direction"),
    "confidence": _("Confidence"),
    "sector": _("Sector of the source"),
}
WORDS = {"level": Level, "direction": Effect, "confidence": Confidence}
COLUMNS = {"level": "level", "direction": "effect", "confidence": "confidence"}
MOST_VALUES = 20
LONGEST_VALUE = 40


@dataclass(frozen=True)
class Selection:
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    is_table: bool = False

    @classmethod
    def read(cls, asked: QueryDict) -> "Selection":
        values = {name: _values(asked.getlist(name)) for name in FILTERS}
        return cls({name: kept for name, kept in values.items() if kept}, asked.get("view") == "table")

    def apply(self, findings: FindingQuerySet, *, without: str = "") -> FindingQuerySet:
        found = Q()
        for name, column in COLUMNS.items():
            if name in self.values and name != without:
                found &= Q(**{f"{column}__in": self.values[name]})
        if "sector" in self.values and without != "sector":
            tagged = Piece.sectors.through.objects.filter(sector__in=self.values["sector"])
            found &= Q(source__in=tagged.values("piece"))
        return findings.filter(found)

    def pairs(self) -> list[tuple[str, str]]:
        return [(name, value) for name, values in self.values.items() for value in values]

    def address(self, further: Sequence[tuple[str, str]] = ()) -> str:
        pairs = [*([("view", "table")] if self.is_table else []), *self.pairs(), *further]
        return f"?{urlencode(pairs)}" if pairs else ""

    def lifted(self, name: str = "", value: str = "") -> "Selection":
        """Without one value of a filter; without any, where none is named."""
        if not name:
            return replace(self, values={})
        rest = tuple(each for each in self.values.get(name, ()) if each != value)
        return replace(self, values={key: kept for key, kept in (self.values | {name: rest}).items() if kept})


def _values(typed: Sequence[str]) -> tuple[str, ...]:
    """Each once, in its order; a zero byte finds nothing, as the database would refuse it."""
    cleaned = (each.strip()[:LONGEST_VALUE].replace("\x00", "\ufffd") for each in typed)
    return tuple(dict.fromkeys(each for each in cleaned if each))[:MOST_VALUES]
