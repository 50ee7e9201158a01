"""The list of resources: its rows, and the filters with their counts under the other filters."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Count, F, Func, OuterRef, QuerySet, Value
from django.db.models.expressions import Subquery
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from community import languages
from community.models import Country, Sector
from knowledge.models import Finding, Resource
from knowledge.models.choices import Level, ResourceType
from knowledge.models.pieces import PieceQuerySet
from knowledge.resource_filters import FILTERS, Selection

KEYS = ("-published_at", "-pk")
PRINTED = (
    *("title", "slug", "kind", "summary", "language", "audience", "published_at", "is_demo"),
    *("resource_type", "authors", "publishers", "year", "levels", "study_method", "state"),
)
FOUND = "found"


def rows(resources: QuerySet[Resource]) -> QuerySet[Resource]:
    """What a line of the list prints, in one query."""
    findings = Finding.objects.order_by().filter(source=OuterRef("pk")).values("source").annotate(n=Count("pk"))
    return resources.only(*PRINTED).annotate(finding_count=Coalesce(Subquery(findings.values("n")), 0))


def waiting(user: Any) -> QuerySet[Resource]:
    """What is not listed yet, for who wrote it and for the secretariat."""
    if not user.is_authenticated:
        return Resource.objects.none()
    seen = Resource.objects.visible_to(user).on_record().exclude(state__in=("published", "archived", "declined"))
    return seen.only(*PRINTED, "state_since").order_by("-state_since", "-pk")


class Tally:
    """How many there are, in all and of each value of a filter, in one query."""

    def __init__(self, listed: PieceQuerySet, selection: Selection) -> None:
        self.selection = selection
        counts = [_count(selection.apply(listed), FOUND, Value(""), Value(""))]
        for name, (value, label) in _facts().items():
            counts.append(_count(selection.apply(listed, without=name), name, value, label))
        self.counts: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
        for name, value, label, count in counts[0].union(*counts[1:], all=True):
            if value or name == FOUND:
                self.counts[name].append((value, label, count))
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
        for value, label, count in sorted([*counted, *rest], key=lambda row: (-row[2], row[0])):
            yield {
                "value": value,
                "label": label_of(name, value, label),
                "count": count,
                "selected": value in chosen,
            }

    def _word(self, name: str, value: str) -> str:
        if name == "q":
            return _("“%(words)s”") % {"words": value}
        labels = {each: label for each, label, _count in self.counts[name]}
        return label_of(name, value, labels.get(value, ""))


def label_of(name: str, value: str, label: str) -> str:
    """The word for a value of a filter; `label` is what the database calls it."""
    words = {"type": ResourceType, "level": Level}.get(name)
    if words:
        known = str(words(value).label) if value in words.values else ""
    else:
        known = (languages.name(value) or "") if name == "language" else label
    return known or _("%(value)s (unknown)") % {"value": value}


def _facts() -> dict[str, tuple[Any, Any]]:
    """The value by which each filter counts, and its name where only the database knows it."""
    return {
        "type": (F("resource_type"), Value("")),
        "level": (Func(F("levels"), function="unnest", output_field=CharField()), Value("")),
        "sector": (F("sectors__code"), Sector.name_of("sectors")),
        "country": (F("countries__iso2"), Country.name_of("countries")),
        "language": (F("language"), Value("")),
    }


def _count(resources: QuerySet[Resource], name: str, value: Any, label: Any) -> Any:
    """Rows of filter, value, name and number; the casts keep the parts of the union of one type."""
    named = resources.order_by().annotate(
        facet=Value(name, CharField()),
        fact=Cast(value, CharField()),
        label=Cast(label, CharField()),
    )
    return named.values_list("facet", "fact", "label").annotate(n=Count("pk", distinct=True))
