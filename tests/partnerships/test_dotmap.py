"""The map's geometry: every country has a place, arcs run from offer to ask, and all of it stays light."""

import csv
import gzip
import json
from pathlib import Path

import pytest
from django.template import Context, Template

from partnerships import dotmap

COUNTRIES = Path(__file__).resolve().parents[2] / "community" / "data" / "countries.csv"


def node(country: str, asks: int = 0, offers: int = 0, **more):
    return {"country": country, "name": country, "asks": asks, "offers": offers} | more


def codes() -> list[str]:
    with COUNTRIES.open(encoding="utf-8") as file:
        return [row["iso2"] for row in csv.DictReader(file)]


def test_every_country_of_the_reference_list_has_a_place_inside_the_drawing():
    facts = dotmap.facts()

    outside = [
        code
        for code in codes()
        if not (0 <= facts["countries"][code][0] <= facts["width"])
        or (code not in {"AQ"} and not -20 <= facts["countries"][code][1] <= facts["height"])
    ]

    assert outside == []


@pytest.mark.parametrize(
    ("asks", "offers", "role"),
    [(3, 0, "asks"), (0, 3, "offers"), (2, 3, "both"), (5, 1, "asks"), (1, 5, "offers")],
)
def test_role_follows_the_larger_part_unless_both_are_near(asks, offers, role):
    assert dotmap.role_of(node("KE", asks, offers)) == role


def test_role_of_who_neither_asks_nor_offers():
    assert dotmap.role_of(node("KE", brokers=1)) == "broker"
    assert dotmap.role_of(node("KE", peers=1)) == "peer"


def test_arc_starts_at_the_offer_and_its_head_stops_short_of_the_ask():
    arc = dotmap.curve([100, 100], [300, 100], radius=5, count=1)

    head_x = float(arc.head[1:].split()[0])

    assert arc.path.startswith("M100 100Q")
    assert 290 < head_x < 296


def test_arcs_bow_to_the_north_both_ways():
    east = dotmap.curve([100, 100], [300, 100], radius=5, count=1)
    west = dotmap.curve([300, 100], [100, 100], radius=5, count=1)

    assert [arc.path.split("Q")[1].split()[:2] for arc in (east, west)] == [["200", "64"], ["200", "64"]]


def test_an_arc_within_a_country_or_to_an_unknown_one_is_not_drawn():
    arcs = [{"offer": "KE", "ask": "KE", "count": 1}, {"offer": "KE", "ask": "XX", "count": 1}]

    assert dotmap.dot_map([node("KE", 1, 1)], arcs).arcs == []


def test_a_place_that_the_map_lacks_is_counted_for_the_table():
    drawing = dotmap.dot_map([node("KE", 1), node("ZZ", 1)], [])

    assert ([n.label for n in drawing.nodes], drawing.without_place) == (["KE"], 1)


def test_nodes_may_come_from_a_generator():
    drawing = dotmap.dot_map((node(code, 1) for code in ("KE", "ZZ")), iter([]))

    assert (len(drawing.nodes), drawing.without_place) == (1, 1)


def test_names_are_printed_only_where_they_do_not_lie_on_one_another():
    crowd = [node(code, 5) for code in ("BE", "NL", "LU", "DE", "FR", "CH")]

    named = [n for n in dotmap.dot_map(crowd, [], labels=6).nodes if n.name]

    boxes = [dict(dotmap.label_boxes(n))[n.anchor] for n in named]
    assert named
    assert not any(dotmap.overlap(a, b) for a in boxes for b in boxes if a is not b)


def test_a_full_map_with_three_hundred_arcs_stays_under_25_kilobytes():
    known = codes()
    nodes = [node(c, asks=n % 7, offers=n % 5 + 1, href=f"/en/countries/{c}/") for n, c in enumerate(known[:140])]
    arcs = [{"offer": known[n % 137], "ask": known[(n * 31 + 7) % 139], "count": n % 5 + 1} for n in range(310)]
    drawing = dotmap.dot_map(nodes, arcs)

    page = Template('{% dot_map drawing "Partnerships" table_url="/t/" %}').render(Context({"drawing": drawing}))

    assert len(drawing.arcs) >= 295
    assert len(gzip.compress(page.encode())) < 25_000


def test_map_links_its_nodes_and_names_them():
    drawing = dotmap.dot_map([node("KE", 2, href="/en/countries/KE/", label="Kenya: asks 2")], [])

    page = Template('{% dot_map drawing "Partnerships" %}').render(Context({"drawing": drawing}))

    assert '<a href="/en/countries/KE/" tabindex="-1" aria-label="Kenya: asks 2"' in page
    assert "takes no position on borders" in page


def test_facts_file_is_small():
    assert len(json.dumps(dotmap.facts())) < 16_000
