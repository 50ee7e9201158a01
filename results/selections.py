"""What a reader asked of the portfolio: one reading of the address for page, list, comparison and files.

Several values of a filter mean "any of these"; different filters must all hold. A value that nobody knows finds
nothing. The same names as in the directory mean the same (`partnerships.filters`); who funds is `donor`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.validators import clean_text
from partnerships.models.choices import Direction, Kind
from results.models.choices import Evidence, Level
from results.models.outcomes import OutcomeQuerySet

# Filters that read what the database counts an outcome under (`HarvestedOutcome.tokens`), and their titles.
FACETS: dict[str, Any] = {
    "region": _("Region"),
    "sector": _("Sector"),
    "direction": _("Direction"),
    "kind": _("Kind"),
    "donor": _("Donor"),
    "country": _("Country"),
    "sdg": _("SDG target"),
}
# Filters that read columns of the outcome itself.
OWN: dict[str, Any] = {"level": _("Level"), "evidence": _("Evidence")}
CHOICES: dict[str, Any] = {"direction": Direction, "kind": Kind, "level": Level, "evidence": Evidence}
YEARS = range(1950, 2101)
MOST_VALUES, LONGEST_VALUE = 20, 80
LONGEST_NAME = 200
COMBINED = {"direction", "kind", "region", "sector"}  # of which two are tallied together
SINGLE = {"direction", "kind"}  # of which an outcome bears one value, so that their counts add up


@dataclass(frozen=True)
class Selection:
    """Years are included on both ends; None where the reader set no bound."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: int | None = None
    until: int | None = None

    @classmethod
    def read(cls, query: QueryDict, prefix: str = "") -> "Selection":
        """`prefix` tells two selections of one address apart, as when two are compared."""
        values = {name: _values(query, prefix + name, name) for name in (*FACETS, *OWN)}
        since, until = _year(query.get(prefix + "from", "")), _year(query.get(prefix + "to", ""))
        if since and until and since > until:
            since, until = until, since
        return cls({name: kept for name, kept in values.items() if kept}, since, until)

    @property
    def narrows(self) -> bool:
        return bool(self.values or self.since or self.until)

    def apply(self, outcomes: OutcomeQuerySet) -> OutcomeQuerySet:
        """Narrow a queryset that holds what its reader may see."""
        for name, values in self.values.items():
            if name in OWN:
                outcomes = outcomes.filter(**{f"{name}__in": values})
            else:
                outcomes = outcomes.filter(tokens__overlap=[f"{name}={value}" for value in values])
        if self.since:
            outcomes = outcomes.filter(year__gte=self.since)
        if self.until:
            outcomes = outcomes.filter(year__lte=self.until)
        return outcomes

    def tallied_under(self) -> list[str] | None:
        """The tokens of `OutcomeTally` whose counts together are those of this selection; None if there are none."""
        facets = {name: values for name, values in self.values.items() if name in FACETS}
        if any(len(values) > 1 and name not in SINGLE for name, values in facets.items()):
            return None
        if not facets:
            return ["all"]
        if len(facets) == 1:
            return [f"{name}={value}" for name, values in facets.items() for value in values]
        if len(facets) > 2 or not facets.keys() <= COMBINED or any(len(v) > 3 for v in facets.get("sector", ())):
            return None
        (one, ones), (other, others) = sorted(facets.items())
        return [f"{one}={a}&{other}={b}" for a in ones for b in others]

    def about_partnerships(self) -> "Selection":
        """The same without what only outcomes have: their level, their evidence, their year."""
        return Selection({name: values for name, values in self.values.items() if name in FACETS})

    def pairs(self, prefix: str = "") -> list[tuple[str, str]]:
        """The selection as it stands in an address, in one order, so that it can name what is kept for it."""
        found = [(prefix + name, value) for name in (*FACETS, *OWN) for value in sorted(self.values.get(name, ()))]
        found += [(prefix + "from", str(self.since))] if self.since else []
        found += [(prefix + "to", str(self.until))] if self.until else []
        return found

    def address(self) -> str:
        return f"?{urlencode(self.pairs())}" if self.narrows else ""

    @property
    def key(self) -> str:
        """The canonical query, from which the selection can be read again."""
        return urlencode(self.pairs())

    @property
    def name(self) -> str:
        """What things kept for it are named: the query, or for a long one its SHA-256."""
        return self.key if len(self.key) <= LONGEST_NAME else hashlib.sha256(self.key.encode()).hexdigest()

    def without(self, name: str, value: str = "") -> "Selection":
        """The same with one value lifted; for `from` and `to` that bound."""
        if name in ("from", "to"):
            return replace(self, since=None) if name == "from" else replace(self, until=None)
        left = tuple(each for each in self.values.get(name, ()) if each != value)
        rest = {key: kept for key, kept in self.values.items() if key != name}
        return replace(self, values=rest | ({name: left} if left else {}))


def _values(query: QueryDict, name: str, facet: str) -> tuple[str, ...]:
    typed = (clean_text(value)[:LONGEST_VALUE] for value in query.getlist(name)[: MOST_VALUES * 2])
    return tuple(dict.fromkeys(_as_stored(facet, value) for value in typed if value))[:MOST_VALUES]


def _as_stored(facet: str, value: str) -> str:
    """People type `ss` and `ke`; the database writes `SS` and `KE`."""
    if facet == "country":
        return value.upper()
    if facet == "direction":
        return {each.lower(): each for each in Direction.values}.get(value.lower(), value)
    return value.lower()


def _year(typed: str) -> int | None:
    """A year that may be one; what is none sets no bound."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 and int(typed) in YEARS else None
