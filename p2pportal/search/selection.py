"""What a reader asked of the search over everything: one reading of the address.

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

from core import searching
from core.registry import Searchable
from core.validators import clean_text

KIND = "kind"
NARROWING: dict[str, Any] = {"language": _("Language"), "sector": _("Sector"), "country": _("Country")}
FILTERS: dict[str, Any] = {KIND: _("Kind"), **NARROWING}
MOST_VALUES = 20
LONGEST_VALUE = 120
LAST_PAGE = 10  # who has not found it among the best two hundred says more


@dataclass(frozen=True)
class Selection:
    q: str = ""
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1
    is_cut: bool = False  # more words were typed than are looked for
    is_odd: bool = False  # a page was asked for that there cannot be

    @classmethod
    def read(cls, asked: QueryDict) -> "Selection":
        typed = asked.get("q", "")
        values = {name: _values(name, asked.getlist(name)) for name in FILTERS}
        page = _page(asked.get("page", ""))
        return cls(
            searching.cleaned(typed),
            {name: kept for name, kept in values.items() if kept},
            page or 1,
            searching.is_too_long(typed),
            page is None,
        )

    @property
    def asks(self) -> bool:
        """Whether anything can be found: there is a letter or a figure in it."""
        return searching.has_words(self.q)

    def wants(self, kind: str) -> bool:
        """Whether this kind is among those whose rows are shown; the others are only counted."""
        return KIND not in self.values or kind in self.values[KIND]

    def condition(self, kind: Searchable) -> Q | None:
        """What the filters set for this kind; None where one of them keeps it out."""
        found = Q()
        for name in NARROWING:
            if name in self.values:
                if name not in kind.filters:
                    return None
                found &= kind.filters[name](list(self.values[name]))
        return found

    def pairs(self) -> list[tuple[str, str]]:
        """The search and its filters as they stand in the address, without the page."""
        searched = [("q", self.q)] if self.q else []
        return [*searched, *((name, value) for name, values in self.values.items() for value in values)]

    def address(self, **changes: Any) -> str:
        asked = replace(self, **changes)
        further = [("page", str(asked.page))] if "page" in changes else []
        return "?" + urlencode([*asked.pairs(), *further])

    def lifted(self, name: str, value: str) -> "Selection":
        rest = tuple(each for each in self.values.get(name, ()) if each != value)
        return replace(self, values={key: kept for key, kept in (self.values | {name: rest}).items() if kept})


def _values(name: str, typed: Sequence[str]) -> tuple[str, ...]:
    """Each once, as the database writes it."""
    cleaned = (clean_text(each)[:LONGEST_VALUE] for each in typed[: MOST_VALUES * 4])
    written = (each.upper() if name == "country" else each.lower() for each in cleaned if each)
    return tuple(dict.fromkeys(written))[:MOST_VALUES]


def _page(typed: str) -> int | None:
    """None where the words are no number of a page."""
    if not typed:
        return 1
    if len(typed) > 2 or not (typed.isascii() and typed.isdigit()):
        return None
    return int(typed) if 1 <= int(typed) <= LAST_PAGE else None
