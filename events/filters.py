"""What a reader asked of the list of events: one reading of the address for list, month and calendar.

Several values of a filter mean "any of these"; different filters must all hold. A value that nobody knows
finds nothing: a calendar must not fall back to everything.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from events.models.event import LearningEventQuerySet

MOST_VALUES = 20
LONGEST_VALUE = 120


@dataclass(frozen=True)
class Filter:
    """Its name in the address, its title, and the lookup that any of its values must meet."""

    name: str
    title: Any
    lookup: str


FILTERS = (
    Filter("series", _("Series"), "series__slug__in"),
    Filter("format", _("Format"), "format__in"),
    Filter("language", _("Language"), "languages__overlap"),
)


@dataclass(frozen=True)
class Selection:
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    is_past: bool = False
    zone: str = ""  # carried along, so that a page turned is read in the same zone

    @classmethod
    def read(cls, asked: QueryDict) -> "Selection":
        values = {each.name: _values(asked.getlist(each.name)) for each in FILTERS}
        return cls(
            {name: kept for name, kept in values.items() if kept},
            asked.get("when") == "past",
            asked.get("tz", "")[:50],
        )

    def apply(self, events: LearningEventQuerySet, *, without: str = "") -> LearningEventQuerySet:
        """The filters alone; when an event is, lists and calendars bound in their own ways."""
        found = Q()
        for each in FILTERS:
            if each.name in self.values and each.name != without:
                found &= Q(**{each.lookup: list(self.values[each.name])})
        return events.filter(found)

    @property
    def narrows(self) -> bool:
        return bool(self.values)

    def pairs(self) -> list[tuple[str, str]]:
        """The filters as they stand in the address, without when and which page."""
        return [(name, value) for name, values in self.values.items() for value in values]

    def address(self, further: Sequence[tuple[str, str]] = ()) -> str:
        shown = [("when", "past")] if self.is_past else []
        zone = [("tz", self.zone)] if self.zone else []
        pairs = [*shown, *self.pairs(), *zone, *further]
        return f"?{urlencode(pairs)}" if pairs else ""

    def lifted(self, name: str = "", value: str = "") -> "Selection":
        """Without one value of a filter; without any, where none is named."""
        if not name:
            return replace(self, values={})
        rest = tuple(each for each in self.values.get(name, ()) if each != value)
        return replace(self, values={key: kept for key, kept in (self.values | {name: rest}).items() if kept})


def _values(typed: Sequence[str]) -> tuple[str, ...]:
    """Each once, in its order; a zero byte finds nothing, as the database would refuse it."""
    cleaned = (each.strip()[:LONGEST_VALUE].replace("\x00", "�") for each in typed)
    return tuple(dict.fromkeys(each for each in cleaned if each))[:MOST_VALUES]
