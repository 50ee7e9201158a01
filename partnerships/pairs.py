"""Which countries offer to which in a selection: the map's arcs, and the table with the same facts."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from partnerships import dotmap
from partnerships.filters import Selection
from partnerships.models import Partnership, PartnershipMember
from partnerships.search import RANKED

MOST_ARCS = 300
NEWEST = {"map": 5_000, "cards": RANKED}  # partnerships drawn at most

GATHER = """
    WITH hits (id) AS MATERIALIZED ({hits}), placed AS (
        SELECT DISTINCT m.partnership_id, m.side, coalesce(m.country_id, i.country_id) AS iso2
        FROM hits
        JOIN partnerships_partnershipmember m ON m.partnership_id = hits.id
        LEFT JOIN community_institution i ON i.id = m.institution_id
        WHERE coalesce(m.country_id, i.country_id) IS NOT NULL
    ), facts AS (
        SELECT 'arc' AS fact, offer.iso2 AS one, ask.iso2 AS other, count(*) AS n
        FROM placed offer JOIN placed ask USING (partnership_id)
        WHERE offer.side = 'supply' AND ask.side = 'demand'
        GROUP BY 2, 3
        UNION ALL SELECT side, iso2, NULL, count(*) FROM placed GROUP BY 1, 2
        UNION ALL SELECT 'all', NULL, NULL, count(*) FROM hits
    )
    SELECT fact, one, other, n, {named_one}, {named_other}
    FROM facts
    LEFT JOIN community_country a ON a.iso2 = one
    LEFT JOIN community_country b ON b.iso2 = other
    ORDER BY n DESC, one, other
"""


@dataclass(frozen=True)
class Pair:
    offer: str
    offer_name: str
    ask: str
    ask_name: str
    count: int


@dataclass(frozen=True)
class Map:
    """A drawing and its facts; `drawn` partnerships are in it, `is_cut` when there are more."""

    drawing: dotmap.Drawing
    pairs: list[Pair]
    peers: list[tuple[str, str, int]]  # countries in alliances, where everyone shares and learns
    drawn: int
    is_cut: bool
    more_pairs: int


def map_of(selection: Selection, user: Any) -> Map | None:
    """The map beside this view of the selection; None where the view has none or nothing is placed."""
    newest = NEWEST.get(selection.view)
    if newest is None:
        return None
    rows = gather(selection, user, newest)
    arcs = [
        Pair(one, one_name, other, other_name, n) for fact, one, other, n, one_name, other_name in rows if fact == "arc"
    ]
    drawn = next(n for fact, _one, _other, n, *_names in rows if fact == "all")
    nodes = nodes_of(rows)
    if not nodes:
        return None
    shown = arcs[:MOST_ARCS]
    return Map(
        drawing=dotmap.dot_map(nodes, [{"offer": p.offer, "ask": p.ask, "count": p.count} for p in shown]),
        pairs=shown,
        peers=[(one, name, n) for fact, one, _other, n, name, _name in rows if fact == "peer"],
        drawn=min(drawn, newest),
        is_cut=drawn > newest,
        more_pairs=len(arcs) - len(shown),
    )


def gather(selection: Selection, user: Any, newest: int) -> list[tuple[Any, ...]]:
    hits = selection.apply(Partnership.objects.visible_to(user)).order_by("-changed_at", "-pk").values_list("pk")
    sql, params = hits[: newest + 1].query.sql_with_params()
    language = (get_language() or "en")[:2]
    language = language if language in ("en", "fr", "es", "ar") else "en"
    named = "coalesce(nullif({0}.name_" + language + ", ''), {0}.name_en)"
    statement = GATHER.format(hits=sql.replace("{", "{{"), named_one=named.format("a"), named_other=named.format("b"))
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


def nodes_of(rows: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    Side = PartnershipMember.Side
    parts = {Side.DEMAND: "asks", Side.SUPPLY: "offers", Side.PEER: "peers", Side.BROKER: "brokers"}
    nodes: dict[str, dict[str, Any]] = {}
    for fact, one, _other, n, name, _name in rows:
        if fact in parts:
            node = nodes.setdefault(
                one, {"country": one, "name": name, "href": reverse("community:country", args=[one.lower()])}
            )
            node[parts[fact]] = n
    for node in nodes.values():
        node["label"] = described(node)
    return list(nodes.values())


def described(node: dict[str, Any]) -> str:
    """`Kenya: asks 3, offers 2`, for whoever hears the map."""
    words = {
        "asks": _("asks %(n)d"),
        "offers": _("offers %(n)d"),
        "peers": _("in alliances %(n)d"),
        "brokers": _("brokers %(n)d"),
    }
    said = ", ".join(text % {"n": node[key]} for key, text in words.items() if node.get(key))
    return f"{node['name']}: {said}"
