"""The filters beside a list of pieces, each value with its number under the other filters."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db.models import CharField, Count, F, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from community import languages
from community.models import Country, Sector
from knowledge.models.pieces import PieceQuerySet
from knowledge.selecting import PieceSelection

FOUND = "found"
Counts = dict[str, list[tuple[str, str, int]]]
Facts = dict[str, tuple[Any, Any]]


class PieceTally:
    """How many there are, in all and of each value of a filter.

    `WORDS` are the filters whose values have words of their own.
    """

    WORDS: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, selection: PieceSelection, counts: Counts) -> None:
        self.selection = selection
        self.counts = counts
        self.found = sum(count for _value, _label, count in counts[FOUND])

    def facets(self) -> list[dict[str, Any]]:
        """As the component `facet` prints them, all bars to one scale; a filter with one value is no choice."""
        filters = self.selection.FILTERS
        most = max((count for name in filters for _v, _l, count in self.counts[name]), default=0)
        return [
            {"name": name, "title": title, "maximum": most, "options": list(self._options(name))}
            for name, title in filters.items()
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
                "label": self._label(name, value, label),
                "count": count,
                "selected": value in chosen,
            }

    def _word(self, name: str, value: str) -> str:
        if name == "q":
            return _("“%(words)s”") % {"words": value}
        labels = {each: label for each, label, _count in self.counts[name]}
        return self._label(name, value, labels.get(value, ""))

    def _label(self, name: str, value: str, label: str) -> str:
        """The word for a value of a filter; `label` is what the database calls it."""
        if words := self.WORDS.get(name):
            label = str(words(value).label) if value in words.values else ""
        elif name == "language":
            label = languages.name(value) or ""
        return label or _("%(value)s (none here)") % {"value": value}


def count(listed: PieceQuerySet, selection: PieceSelection, further: Facts) -> Counts:
    """One query. `further` are the filters of this list beside those that all lists have."""
    facts = further | _facts()
    parts = [_by_value(selection.apply(listed), FOUND, Value(""), Value(""))]
    for name in selection.FILTERS:
        parts.append(_by_value(selection.apply(listed, without=name), name, *facts[name]))
    counts: Counts = defaultdict(list)
    for name, value, label, number in parts[0].union(*parts[1:], all=True):
        if value or name == FOUND:
            counts[name].append((value, label or "", number))
    return counts


def _by_value(pieces: PieceQuerySet, name: str, value: Any, label: Any) -> Any:
    """Rows of filter, value, name and number; the casts keep the parts of the union of one type."""
    named = pieces.order_by().annotate(
        facet=Value(name, CharField()), fact=Cast(value, CharField()), label=Cast(label, CharField())
    )
    return named.values_list("facet", "fact", "label").annotate(n=Count("pk"))


def _facts() -> Facts:
    """The value by which each filter counts, and its name where only the database knows it."""
    return {
        "sector": (F("sectors__code"), Sector.name_of("sectors")),
        "country": (F("countries__iso2"), Country.name_of("countries")),
        "language": (F("language"), Value("")),
    }
