"""The filters of the directory with their counts under the other filters, in one statement.

Without a search or filter the kept counts of public records answer (`FacetCount`), whatever the size
of the register. Else the hits are gathered once and counted for each filter; a filter in force is
counted over what the others find, so that one sees what adding a value would bring. At most `MOST`
hits are gathered: beyond it a count says "at least".
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.utils.translation import get_language

from community import languages
from core.keeping import Kept
from core.searching import RANKED
from partnerships.filters import BY_NAME, FACETS, RELEVANCE, Facet, Selection
from partnerships.models import FacetCount, Partnership
from partnerships.models.partnership import PartnershipQuerySet

MOST = 10_000
MAP = (Facet("place", "", "place_codes"), Facet("pair", "", "pair_codes"))  # counted for the map; no filters
MOST_PAIRS = 2_000
KEPT_FOR = 60.0
LISTED = {"country": 250}  # options listed; who needs a rarer one finds it by searching
LISTED_ELSE = 40
CHOICES: dict[str, Any] = {
    "direction": Partnership.Direction,
    "stage": Partnership.Stage,
    "kind": Partnership.Kind,
}
HEAD_FACETS = {"stage": len(Partnership.Stage)}  # how many options stand before "more"
HEAD_ELSE = 5
# Codes of two levels share a column: the finer one says more, so it comes first.
COARSE = {"sector": lambda code: len(code) <= 3, "sdg": str.isdigit}
COARSE_SQL = "(facet = 'sector' AND length(value) <= 3 OR facet = 'sdg' AND strpos(value, '.') = 0)"


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int
    is_selected: bool = False
    is_known: bool = True


@dataclass(frozen=True, eq=False)
class Counts:
    """What was found, of how many on record, and the options of each filter."""

    found: int
    on_record: int
    options: dict[str, list[Option]]
    tallies: dict[str, dict[str, int]]  # what the map draws
    at_least: frozenset[str]  # filters whose counts are of the first MOST hits only; "" for `found`
    latest: int  # changes with every change of the kept counts
    newest: list[int] | None = None  # keys of the hits to rank, where a search gathered all of them

    @property
    def is_at_least(self) -> bool:
        return "" in self.at_least

    def label(self, name: str, value: str) -> tuple[str, bool]:
        """How a value reads, and whether anybody knows it."""
        for option in self.options[name]:
            if option.value == value:
                return option.label, option.is_known
        return value, False


def count(selection: Selection, user: Any, *, with_map: bool = False, map_of_at_most: int = MOST + 1) -> Counts:
    """Counts of what this person may see; one query.

    What the map draws is counted `with_map`, of a narrowed selection only while it is not too large.
    Those that everyone sees while nothing is asked are kept until a count changes, and for a minute at
    most (a change that was committed out of turn, a new name of a country): then one query more.
    """
    if selection.narrows or user.is_authenticated:
        return _count(selection, user, with_map, map_of_at_most)
    return _kept(
        (_language(), with_map),
        FacetCount.objects.latest_change(),
        lambda: _count(selection, user, with_map, map_of_at_most),
    )


def _count(selection: Selection, user: Any, with_map: bool, map_of_at_most: int) -> Counts:
    visible = Partnership.objects.listed_for(user)
    beyond = Partnership.objects.beyond_public(user) if user.is_authenticated else None
    statement = Statement(beyond, map_of_at_most)
    open_facets = [facet for facet in FACETS if facet.name not in selection.values]
    statement.add("", [*open_facets, *(MAP if with_map else ())], selection, visible)
    for name in selection.values:
        others = replace(selection, values={n: v for n, v in selection.values.items() if n != name})
        statement.add(name, [BY_NAME[name]], others, visible)
    rows = statement.run(selection, _language())
    sums = {(facet, value): n for facet, value, n, _label in rows}
    found, on_record = sums.get(("found", ""), 0), sums.get(("record", ""), 0)
    over = {name for (facet, name), n in sums.items() if facet == "found" and n > MOST and name in statement.gathered}
    at_least = over | {facet.name for facet in open_facets if "" in over}
    return Counts(
        found=min(found, MOST) if "" in over else found,
        on_record=on_record,
        options={facet.name: _options(facet, selection, rows) for facet in FACETS},
        tallies={facet.name: {value: n for name, value, n, _label in rows if name == facet.name} for facet in MAP},
        at_least=frozenset(at_least),
        latest=sums.get(("latest", ""), 0),
        newest=_keys(rows) if selection.sort == RELEVANCE and "" not in over else None,
    )


def _keys(rows: list[tuple[str, str, int, str | None]]) -> list[int]:
    return [int(key) for facet, keys, _n, _label in rows if facet == "newest" for key in keys.split(",") if key]


_kept: Kept[Counts] = Kept(KEPT_FOR)


class Statement:
    """One SQL statement put together from querysets, so that seeing and filtering are decided there."""

    def __init__(self, beyond: PartnershipQuerySet | None, map_of_at_most: int) -> None:
        self.map_of_at_most = map_of_at_most
        self.ctes: list[str] = []
        self.branches: list[str] = []
        self.cte_params: list[Any] = []
        self.params: list[Any] = []
        self.gathered: set[str] = set()
        self.has_beyond = beyond is not None
        if beyond is not None:
            self._cte("beyond", beyond, [*FACETS, *MAP])
            self._branch("SELECT 'record', '', count(*) FROM beyond")
        self._branch("SELECT 'latest', '', coalesce(max(id), 0) FROM partnerships_facetcount")
        self._branch("SELECT 'record', '', coalesce(sum(n), 0) FROM partnerships_facetcount WHERE facet = 'all'")

    def add(self, name: str, facets: list[Facet], selection: Selection, visible: PartnershipQuerySet) -> None:
        """Count these filters over what a selection finds."""
        if selection.narrows:
            cte = f"hits_{name}"
            self.gathered.add(name)
            self._cte(cte, selection.apply(visible)[: MOST + 1], facets, *(["changed_at"] if not name else []))
            self.ctes.append(f"size_{name} AS MATERIALIZED (SELECT count(*) AS n FROM {cte})")  # noqa: S608 - a name of ours
            self._branch(f"SELECT 'found', %s, n FROM size_{name}", name)  # noqa: S608 - as above
            if not name and selection.sort == RELEVANCE:
                newest = f"SELECT id FROM {cte} ORDER BY changed_at DESC, id DESC LIMIT {RANKED}"  # noqa: S608 - as above
                self._branch(f"SELECT 'newest', array_to_string(ARRAY({newest}), ','), 0")
            self._count(cte, [facet for facet in facets if facet not in MAP])
            few_enough = f"(SELECT n FROM size_{name}) <= {self.map_of_at_most:d}"  # noqa: S608 - as above
            self._count(cte, [facet for facet in facets if facet in MAP], few_enough)
            return
        names = [facet.name for facet in facets]
        self._branch("SELECT 'found', %s, coalesce(sum(n), 0) FROM partnerships_facetcount WHERE facet = 'all'", name)
        self._branch(
            "SELECT facet, value, sum(n) FROM partnerships_facetcount WHERE facet = ANY(%s) GROUP BY 1, 2", names
        )
        if self.has_beyond:
            self._branch("SELECT 'found', %s, count(*) FROM beyond", name)
            self._count("beyond", facets)

    def run(self, selection: Selection, language: str) -> list[tuple[str, str, int, str | None]]:
        for name, values in selection.values.items():
            self._branch("SELECT %s, unnest(%s::text[]), 0", name, list(values))
        named = f"coalesce(nullif(name_{language}, ''), name_en)"
        sql = f"""
            WITH {", ".join([*self.ctes, ""])} counted (facet, value, n) AS ({" UNION ALL ".join(self.branches)}),
            summed AS (SELECT facet, value, sum(n)::bigint AS n FROM counted GROUP BY 1, 2),
            numbered AS (
                SELECT *, row_number() OVER (PARTITION BY facet, {COARSE_SQL} ORDER BY n DESC, value) AS place
                FROM summed)
            SELECT facet, value, n, CASE facet
                WHEN 'country' THEN (SELECT {named} FROM community_country WHERE iso2 = value)
                WHEN 'region' THEN (SELECT {named} FROM community_subregion WHERE code = value)
                WHEN 'sector' THEN (SELECT {named} FROM community_sector WHERE code = value)
                WHEN 'sdg' THEN sdg.label
                WHEN 'funder' THEN (SELECT name FROM community_institution WHERE slug = value)
                WHEN 'theme' THEN (SELECT name FROM taggit_tag WHERE slug = value AND (n > 0 OR 0 < (
                    SELECT sum(c.n) FROM partnerships_facetcount c WHERE c.facet = 'theme' AND c.value = numbered.value)))
            END
            FROM numbered LEFT JOIN (
                SELECT code, code || ' ' || {named} AS label FROM community_sdgtarget
                UNION ALL SELECT number::text, number || ' ' || {named} FROM community_sdggoal
            ) sdg ON facet = 'sdg' AND sdg.code = value
            WHERE n > 0 AND place <= CASE WHEN facet = 'pair' THEN %s WHEN facet IN ('country', 'place') THEN %s ELSE %s END
                OR facet IN ('found', 'record', 'newest') OR (facet, value) IN (
                SELECT * FROM unnest(%s::text[], %s::text[]))
        """  # noqa: S608 - built from column names and querysets of ours; every value is a parameter
        chosen = [(name, value) for name, values in selection.values.items() for value in values]
        selected = [[name for name, _value in chosen], [value for _name, value in chosen]]
        listed = [MOST_PAIRS, max(LISTED.values()), LISTED_ELSE]
        with connection.cursor() as cursor:
            cursor.execute(sql, [*self.cte_params, *self.params, *listed, *selected])
            return cursor.fetchall()

    def _cte(self, name: str, hits: PartnershipQuerySet, facets: Iterable[Facet], *others: str) -> None:
        columns = sorted({facet.column for facet in facets} | set(others))
        ordered = hits if hits.query.is_sliced else hits.order_by()
        sql, params = _unordered(ordered).values_list("pk", *columns).query.sql_with_params()
        self.ctes.append(f"{name} (id, {', '.join(columns)}) AS MATERIALIZED ({sql})")
        self.cte_params += params

    def _count(self, source: str, facets: Iterable[Facet], condition: str = "true") -> None:
        for facet in facets:
            value = f"unnest({facet.column})" if facet.is_list else facet.column
            told = f"{facet.column} <> '{{}}'" if facet.is_list else "true"  # unpacking nothing takes its time too
            self._branch(
                f"SELECT '{facet.name}', {value}, count(*) FROM {source} WHERE {condition} AND {told} GROUP BY 2"  # noqa: S608 - as above
            )

    def _branch(self, sql: str, *params: Any) -> None:
        self.branches.append(sql)
        self.params += params


def _options(facet: Facet, selection: Selection, rows: list[tuple[str, str, int, str | None]]) -> list[Option]:
    """The options of a filter, those in force first among equals, the most frequent before the rest."""
    chosen = selection.values.get(facet.name, ())
    options = [
        Option(value, label, n, value in chosen, is_known)
        for value, n, label, is_known in _labelled(facet, rows, chosen)
    ]
    if facet.name == "stage":
        return options
    is_coarse = COARSE.get(facet.name, lambda code: False)
    options.sort(key=lambda o: (not o.is_selected, is_coarse(o.value), -o.count, o.label.casefold()))
    return options[: LISTED.get(facet.name, LISTED_ELSE)]


def _labelled(
    facet: Facet, rows: list[tuple[str, str, int, str | None]], chosen: tuple[str, ...]
) -> Iterator[tuple[str, int, str, bool]]:
    found = {value: (n, label) for name, value, n, label in rows if name == facet.name}
    choices = CHOICES.get(facet.name)
    if choices is None:
        for value, (n, label) in found.items():
            label = languages.name(value) if facet.name == "language" else label
            yield value, n, label or value, label is not None
        return
    for value, label in choices.choices:
        n = found.pop(value, (0, ""))[0]
        if n or value != "unknown" or value in chosen:
            yield value, n, str(label), True
    for value in found:
        yield value, 0, value, False


def _unordered(hits: PartnershipQuerySet) -> PartnershipQuerySet:
    """Which hits come first does not matter to a count, and sorting them would cost."""
    clone = hits.all()
    clone.query.clear_ordering(force=True)
    return clone


def _language() -> str:
    code = (get_language() or "en")[:2]
    return code if code in ("en", "fr", "es", "ar") else "en"
