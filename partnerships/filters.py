"""What a reader asked of the directory: one reading of the address for list, counts, exports and feed.

Several values of a filter mean "any of these"; different filters must all hold. A value that nobody
knows finds nothing (an export must not fall back to everything) and its chip says so. No filter is
set at first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core import searching
from core.validators import clean_text
from partnerships import search
from partnerships.models import Partnership
from partnerships.models.partnership import PartnershipQuerySet

MOST_VALUES = 30
LONGEST_VALUE = 120
VIEWS = {"cards": _("Cards"), "table": _("Table"), "map": _("Map")}
RELEVANCE, LATEST = "relevance", "latest"


@dataclass(frozen=True)
class Facet:
    """One filter: its name in the address, its title, and the column that holds its values."""

    name: str
    title: Any
    column: str
    is_list: bool = True

    def condition(self, values: Iterable[str]) -> Q:
        lookup = "overlap" if self.is_list else "in"
        return Q(**{f"{self.column}__{lookup}": list(values)})

    def read(self, value: str) -> str:
        """A value as the database writes it; people type `ke`, `ss` and `In_Country`."""
        if self.name == "country":
            return value.upper()
        folded = value.lower()
        return DIRECTIONS.get(folded, folded) if self.name == "direction" else folded


FACETS = (
    Facet("direction", _("Direction"), "direction", is_list=False),
    Facet("stage", _("Stage"), "stage", is_list=False),
    Facet("sector", _("Sector"), "sector_codes"),
    Facet("region", _("Region"), "region_codes"),
    Facet("country", _("Country"), "country_codes"),
    Facet("kind", _("Kind"), "kind", is_list=False),
    Facet("sdg", _("SDG target"), "sdg_codes"),
    Facet("funder", _("Funded by"), "funder_slugs"),
    Facet("theme", _("Theme"), "theme_slugs"),
    Facet("language", _("Working language"), "languages"),
)
BY_NAME = {facet.name: facet for facet in FACETS}
DIRECTIONS = {value.lower(): value for value in Partnership.Direction.values}

# How a list may be ordered: the keys by which its pages are turned, the last of them unique.
SORTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    RELEVANCE: (_("Best match"), ("-rank", "-pk")),
    LATEST: (_("Latest activity"), ("-changed_at", "-pk")),
    "start": (_("Latest start"), ("-start", "-pk")),
    "title": (_("Title"), ("title", "pk")),
}


@dataclass(frozen=True)
class Selection:
    """The search, the filters, and how to show what they find."""

    q: str = ""
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    view: str = "cards"
    sort: str = LATEST
    is_cut: bool = False  # more words, or more values, than are looked for

    @classmethod
    def read(cls, query: QueryDict) -> "Selection":
        typed = query.get("q", "")
        q = searching.cleaned(typed)
        given = {facet.name: _values(facet, query) for facet in FACETS}
        too_many = any(len(set(query.getlist(name))) > MOST_VALUES for name in given)
        view, sort = query.get("view", ""), query.get("sort", "")
        usual = RELEVANCE if q else LATEST
        return cls(
            q=q,
            values={name: values for name, values in given.items() if values},
            view=view if view in VIEWS else "cards",
            sort=sort if sort in SORTS and (q or sort != RELEVANCE) else usual,
            is_cut=searching.is_too_long(typed) or too_many,
        )

    @property
    def narrows(self) -> bool:
        return bool(self.q or self.values)

    @property
    def keys(self) -> tuple[str, ...]:
        return SORTS[self.sort][1]

    def apply(self, partnerships: PartnershipQuerySet, *, leave_out: str = "") -> PartnershipQuerySet:
        """Narrow a queryset that holds what its reader may see; `leave_out` is a filter not to apply."""
        if self.q:
            partnerships = search.matching(partnerships, self.q)
        for name, values in self.values.items():
            if name != leave_out:
                partnerships = partnerships.filter(BY_NAME[name].condition(values))
        return partnerships

    def ordered(self, partnerships: PartnershipQuerySet, newest: Sequence[int] | None = None) -> PartnershipQuerySet:
        """Rows that carry the sort keys; `rank` only where it is asked for."""
        return search.ranked(partnerships, self.q, newest) if self.sort == RELEVANCE else partnerships

    def without(self, name: str, value: str = "") -> "Selection":
        """The same, one value of a filter lifted; for `q` the search."""
        if name == "q":
            return replace(self, q="", sort=LATEST if self.sort == RELEVANCE else self.sort)
        left = tuple(each for each in self.values[name] if each != value)
        return replace(self, values={**self.values, name: left})

    def pairs(self, *, shown: bool = True) -> list[tuple[str, str]]:
        """The selection as it stands in an address; without `shown` only what is found, not how it looks."""
        found = [("q", self.q)] if self.q else []
        found += [(name, value) for name, values in self.values.items() for value in values]
        if shown and self.view != "cards":
            found.append(("view", self.view))
        if shown and self.sort != (RELEVANCE if self.q else LATEST):
            found.append(("sort", self.sort))
        return found

    def address(self, **changes: Any) -> str:
        """The query string of this selection, changed; it always starts with `?`."""
        return "?" + urlencode(replace(self, **changes).pairs())


def _values(facet: Facet, query: QueryDict) -> tuple[str, ...]:
    typed = (clean_text(value)[:LONGEST_VALUE] for value in query.getlist(facet.name)[: MOST_VALUES * 4])
    read = dict.fromkeys(facet.read(value) for value in typed if value)
    return tuple(read)[:MOST_VALUES]
