"""The map of partnerships: geometry only, from the facts file made by `npm run map`.

Land is a lattice of dots without borders; a node is a country, an arc runs from the one
that offers experience to the one that asked. Nothing here knows a model or a request.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from math import hypot, sqrt
from pathlib import Path
from typing import Any

FACTS = Path(__file__).parent / "data" / "map.json"
LEAST_RADIUS, MOST_RADIUS = 4.6, 10.0
LARGE = 4.6  # a node of this radius is not written over
BULGE = 0.18  # how far an arc leaves the straight line, as a share of its length
NEAR = 4.0  # below this distance two nodes touch, and there is no arc to see


@dataclass(frozen=True)
class Node:
    """`x`, `y` and `radius` are in units of the drawing; `diamond` is the path of a broker's mark."""

    x: float
    y: float
    radius: float
    role: str
    label: str
    name: str
    href: str
    anchor: str = "start"

    @property
    def diamond(self) -> str:
        half = round(self.radius * 1.25, 1)
        return f"M0-{half}l{half} {half}-{half} {half}-{half}-{half}z"

    @property
    def label_x(self) -> float:
        return round(-self.radius - 5 if self.anchor == "end" else self.radius + 5, 1)


@dataclass(frozen=True)
class Arc:
    """A curve that ends short of its node, its arrowhead, and how heavy it is (1 to 3)."""

    path: str
    head: str
    weight: int


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    step: float
    land: str
    nodes: list[Node]
    arcs: list[Arc]
    without_place: int

    @property
    def roles(self) -> set[str]:
        """The roles that are on this map, for its legend."""
        return {node.role for node in self.nodes}


@cache
def facts() -> dict[str, Any]:
    return json.loads(FACTS.read_text(encoding="utf-8"))


def dot_map(nodes: Iterable[dict[str, Any]], arcs: Iterable[dict[str, Any]], *, labels: int = 12) -> Drawing:
    """Place countries and the arcs between them.

    A node: `country` (ISO alpha-2), `name`, `asks`, `offers`, `peers`, `brokers` (how often), optionally `href`
    and `label` (what it says to a screen reader; else the name). An arc: `offer` and `ask` (country
    codes) and `count`. The `labels` largest nodes that have room around them get their name printed.
    What has no place on the map is counted, and belongs in the table beside it.
    """
    places = facts()["countries"]
    nodes = list(nodes)
    known = [node for node in nodes if node["country"] in places]
    drawn = sorted((place_node(node, places[node["country"]]) for node in known), key=lambda n: -n.radius)
    radii = {node["country"]: radius_for(weight(node)) for node in known}
    lines = [arc for arc in arcs if arc["offer"] in radii and arc["ask"] in radii and arc["offer"] != arc["ask"]]
    curves = [curve(places[arc["offer"]], places[arc["ask"]], radii[arc["ask"]], arc["count"]) for arc in lines]
    return Drawing(
        width=facts()["width"],
        height=facts()["height"],
        step=facts()["step"],
        land=facts()["dots"],
        nodes=with_labels(drawn, labels),
        arcs=[arc for arc in curves if arc],
        without_place=len(nodes) - len(known),
    )


def weight(node: dict[str, Any]) -> int:
    return node.get("asks", 0) + node.get("offers", 0) + node.get("peers", 0) + node.get("brokers", 0)


def radius_for(count: int) -> float:
    """The area follows the count, so that the eye does not overrate large ones."""
    return round(min(MOST_RADIUS, LEAST_RADIUS + sqrt(max(count, 1)) - 1), 1)


def role_of(node: dict[str, Any]) -> str:
    asks, offers = node.get("asks", 0), node.get("offers", 0)
    if not asks and not offers:
        return "peer" if node.get("peers") else "broker"
    if min(asks, offers) * 2 >= max(asks, offers):
        return "both"
    return "asks" if asks > offers else "offers"


def place_node(node: dict[str, Any], place: list[float]) -> Node:
    return Node(
        x=place[0],
        y=place[1],
        radius=radius_for(weight(node)),
        role=role_of(node),
        label=node.get("label") or node["name"],
        name=node["name"],
        href=node.get("href", ""),
    )


def curve(start: list[float], end: list[float], radius: float, count: int) -> Arc | None:
    """A quadratic curve bowed to the north, with its head drawn on the end of its tangent."""
    (x1, y1), (x2, y2) = start, end
    length = hypot(x2 - x1, y2 - y1)
    if length < NEAR:
        return None
    side = 1 if x2 >= x1 else -1
    control_x = (x1 + x2) / 2 + side * (y2 - y1) * BULGE
    control_y = (y1 + y2) / 2 - side * (x2 - x1) * BULGE
    away = hypot(x2 - control_x, y2 - control_y) or 1
    unit_x, unit_y = (x2 - control_x) / away, (y2 - control_y) / away
    gap = min(radius + 1.5, length / 2)
    tip_x, tip_y = x2 - unit_x * gap, y2 - unit_y * gap
    heavy = 1 + (count >= 2) + (count >= 4)
    size = 4.5 + heavy
    back_x, back_y = tip_x - unit_x * size, tip_y - unit_y * size
    wing_x, wing_y = -unit_y * size * 0.42, unit_x * size * 0.42
    return Arc(
        path=f"M{x1:g} {y1:g}Q{control_x:.0f} {control_y:.0f} {back_x:.1f} {back_y:.1f}",
        head=f"M{tip_x:.1f} {tip_y:.1f}L{back_x + wing_x:.1f} {back_y + wing_y:.1f} {back_x - wing_x:.1f} {back_y - wing_y:.1f}z",
        weight=heavy,
    )


def with_labels(nodes: list[Node], wanted: int) -> list[Node]:
    """Drop the name of every node but the largest few, and of those whose name would lie on something else."""
    taken = [(node.x - 4, node.y - 4, node.x + 4, node.y + 4) for node in nodes if node.radius >= LARGE]
    named: list[Node] = []
    left = wanted
    for node in nodes:
        placed = next((fit for fit in label_boxes(node) if not any(overlap(fit[1], box) for box in taken)), None)
        if placed and left:
            left -= 1
            taken.append(placed[1])
            named.append(replace(node, anchor=placed[0]))
        else:
            named.append(replace(node, name=""))
    return named


def label_boxes(node: Node) -> list[tuple[str, tuple[float, float, float, float]]]:
    width = 6.6 * len(node.name)
    gap = node.radius + 5
    start, end = node.x + gap, node.x - gap - width
    boxes = [
        ("start", (start, node.y - 9, start + width, node.y + 9)),
        ("end", (end, node.y - 9, end + width, node.y + 9)),
    ]
    return [(side, box) for side, box in boxes if box[0] > 0 and box[2] < facts()["width"]]


def overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
