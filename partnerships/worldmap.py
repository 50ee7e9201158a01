"""The map of a selection and the table with the same facts."""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from community.models import Country
from core.keeping import Kept
from partnerships import dotmap
from partnerships.facets import Counts
from partnerships.filters import Selection
from partnerships.models import FacetCount
from partnerships.overview import MOST_ARCS, draw

MOST_BESIDE_CARDS = 60  # countries; a selection that spans more has its map one click away
MOST_HITS_BESIDE_CARDS = 1_000  # so has one that holds more records
KEPT_FOR = 60.0
_kept: Kept[SafeString] = Kept(KEPT_FOR)


@dataclass(frozen=True)
class Place:
    country: Country
    partnerships: int


@dataclass(frozen=True)
class Pair:
    offer: Country
    ask: Country
    partnerships: int


@dataclass(frozen=True)
class Map:
    """The drawing, and every country and pair of countries that is in it."""

    drawing: dotmap.Drawing
    places: list[Place]
    pairs: list[Pair]


def map_of(counts: Counts) -> Map | None:
    """None where no record names a country."""
    places, pairs = counts.tallies["place"], counts.tallies["pair"]
    if not places:
        return None
    countries = Country.objects.in_bulk(list(places))
    heaviest = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_ARCS]
    return Map(
        drawing=draw(places, pairs),
        places=[
            Place(countries[code], count)
            for code, count in sorted(places.items(), key=lambda place: (-place[1], place[0]))
        ],
        pairs=[Pair(countries[pair[:2]], countries[pair[3:]], count) for pair, count in heaviest],
    )


def small_map(selection: Selection, counts: Counts) -> SafeString | str:
    """The map on top of the cards, as HTML.

    That of the whole public register is kept from page to page until a count changes, since drawing
    it takes longer than all the rest of the page.
    """
    table_url = f"{reverse('partnerships:list')}?view=map#countries"
    if selection.narrows:
        table_url = f"{reverse('partnerships:list')}{selection.address(view='map')}#countries"
        places, pairs = counts.tallies["place"], counts.tallies["pair"]
        return _drawn(places, pairs, table_url) if len(places) <= MOST_BESIDE_CARDS else ""

    def whole() -> SafeString:
        tallies = counts.tallies if counts.tallies["place"] else FacetCount.objects.tallied("place", "pair")
        return _drawn(tallies["place"], tallies["pair"], table_url)

    return _kept(get_language() or "", counts.latest, whole)


def _drawn(places: dict[str, int], pairs: dict[str, int], table_url: str) -> SafeString:
    if not places:
        return SafeString("")
    context: dict[str, Any] = {"drawing": draw(places, pairs), "table_url": table_url}
    return render_to_string("partnerships/_map.html", context)
