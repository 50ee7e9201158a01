"""What the filters of the portfolio offer: values that public partnerships bear, in the reader's language."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.models import Country, Institution, SDGTarget, Sector, Subregion
from core.keeping import Kept
from partnerships.models import FacetCount
from results.selections import CHOICES, FACETS, OWN, Selection

KEPT_FOR = 60.0
MOST = {"donor": 60, "sector": 60, "sdg": 60}
OFFERED = ("region", "sector", "direction", "donor", "kind")  # the others come by links, and show as chips
# Filters whose name differs from that of the kept counts of the register.
COUNTED_AS = {"donor": "funder"}
# The words for the values of each filter; read once for a page, and handed on.
Labels = dict[str, dict[str, str]]
_kept: Kept[Labels] = Kept(KEPT_FOR)


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    is_selected: bool


def labels() -> Labels:
    """The words for the values of each filter, the most frequent first; kept while no count changes."""
    return _kept(get_language() or "", FacetCount.objects.latest_change(), _labels)


def choices(selection: Selection, known: Labels) -> list[dict[str, Any]]:
    """The select boxes: `{"name", "title", "options"}` for each."""
    return [
        {
            "name": name,
            "title": FACETS[name],
            "options": [
                Choice(value, label, value in selection.values.get(name, ())) for value, label in known[name].items()
            ],
        }
        for name in OFFERED
    ]


def chips(selection: Selection, address: Any, known: Labels) -> list[dict[str, str]]:
    """What is set, in words, each with the address that lifts it; `address(selection)` makes one."""
    titles = FACETS | OWN
    years = [("from", _("From year"), selection.since), ("to", _("To year"), selection.until)]
    found = [
        {"label": f"{title}: {year}", "remove_url": address(selection.without(name))}
        for name, title, year in years
        if year
    ]
    return found + [
        {
            "label": f"{titles[name]}: {known.get(name, {}).get(value, value)}",
            "remove_url": address(selection.without(name, value)),
        }
        for name, values in selection.values.items()
        for value in values
    ]


def _labels() -> Labels:
    counted = FacetCount.objects.tallied("region", "sector", "country", "sdg", "funder")
    found = {name: _ordered(counted[COUNTED_AS.get(name, name)], name) for name in FACETS if name not in CHOICES}
    names: dict[str, dict[Any, str]] = {
        "region": {each.pk: each.name for each in Subregion.objects.filter(pk__in=found["region"])},
        "sector": {each.pk: each.name for each in Sector.objects.filter(pk__in=found["sector"])},
        "country": {each.pk: each.name for each in Country.objects.filter(pk__in=found["country"])},
        "sdg": {each.pk: str(each) for each in SDGTarget.objects.filter(pk__in=found["sdg"])},
        "donor": dict(Institution.objects.filter(slug__in=found["donor"]).values_list("slug", "name")),
    }
    words = {name: {value: names[name][value] for value in found[name] if value in names[name]} for name in found}
    for name, enumeration in CHOICES.items():
        words[name] = {value: str(label) for value, label in enumeration.choices if value != "unknown"}
    return words


def _ordered(counts: dict[str, int], name: str) -> list[str]:
    """Sectors and targets at their coarse and fine level; the most frequent first."""
    values = [value for value in counts if name != "sector" or len(value) == 3]
    return sorted(values, key=lambda value: (-counts[value], value))[: MOST.get(name, 250)]
