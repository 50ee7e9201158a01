"""The register at a glance, from its kept counts: how many, where, and who learns from whom."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

from community.models import Country
from core.keeping import Kept
from partnerships import dotmap
from partnerships.models import FacetCount, Partnership

MOST_ARCS = 300


KEPT_FOR = 60.0
_kept: Kept["Overview"] = Kept(KEPT_FOR)


@dataclass(frozen=True)
class Overview:
    """Counts leave out the demonstration records, unless they are all there is to show. The map is HTML."""

    partnerships: int
    countries: int
    south_south: int
    north_south: int
    map: SafeString


def overview() -> Overview:
    """Kept until a count changes, and for a minute at most (a new name of a country): drawing takes long."""
    return _kept(get_language() or "", FacetCount.objects.latest_change(), _overview)


def _overview() -> Overview:
    counts = FacetCount.objects.real().tallied("all", "place", "pair", "direction")
    directions = counts["direction"]
    return Overview(
        partnerships=counts["all"].get("all", 0),
        countries=len(counts["place"]),
        south_south=directions.get(Partnership.Direction.SOUTH_SOUTH, 0),
        north_south=directions.get(Partnership.Direction.NORTH_SOUTH, 0),
        map=render_to_string("partnerships/_overview_map.html", {"drawing": draw(counts["place"], counts["pair"])}),
    )


def draw(places: dict[str, int], pairs: dict[str, int], labels: int = 12) -> dotmap.Drawing:
    """The map of a selection: `{"KE": 4}` countries, and `{"SE>KE": 2}` from offer to ask."""
    asks, offers = Counter[str](), Counter[str]()
    for pair, count in pairs.items():
        offer, ask = pair.split(">")
        offers[offer] += count
        asks[ask] += count
    countries = Country.objects.in_bulk(list(places))
    nodes = [_node(countries[code], count, asks[code], offers[code]) for code, count in places.items()]
    heaviest = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_ARCS]
    arcs = [{"offer": pair[:2], "ask": pair[3:], "count": count} for pair, count in heaviest]
    return dotmap.dot_map(nodes, arcs, labels=labels)


def _node(country: Country, count: int, asks: int, offers: int) -> dict[str, Any]:
    words = ngettext("%(country)s: %(count)d partnership", "%(country)s: %(count)d partnerships", count)
    return {
        "country": country.iso2,
        "name": country.name,
        "label": words % {"country": country.name, "count": count},
        "asks": asks,
        "offers": offers,
        "peers": 0 if asks or offers else count,
        "href": f"{reverse('partnerships:list')}?country={country.iso2}",
    }
