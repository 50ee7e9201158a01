"""The evidence map: conditions by outcomes, how many findings of which direction and confidence, and what is missing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from community.models import Sector
from knowledge.evidence_filters import COLUMNS, FILTERS, WORDS, Selection
from knowledge.models import Condition, Finding, Outcome, Piece
from knowledge.models.choices import Confidence, Effect, Level

EFFECTS = tuple(Effect)  # walked for every cell: an enumeration is slow to walk
SURE_FIRST = (Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW)


@dataclass
class Cell:
    """What is known where a row and a column meet."""

    effects: Counter[str] = field(default_factory=Counter)
    confidences: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        return self.effects.total()

    def directions(self) -> Iterator[tuple[Effect, int]]:
        return ((each, self.effects[each]) for each in EFFECTS if self.effects[each])

    def sureness(self) -> Iterator[tuple[Confidence, int]]:
        return ((each, self.confidences[each]) for each in SURE_FIRST if self.confidences[each])


@dataclass(frozen=True)
class Row:
    condition: Condition
    cells: list[tuple[Outcome, Cell | None]]

    @property
    def known(self) -> list[tuple[Outcome, Cell]]:
        return [(outcome, cell) for outcome, cell in self.cells if cell]

    @property
    def missing(self) -> list[Outcome]:
        return [outcome for outcome, cell in self.cells if cell is None]


class EvidenceMap:
    """What this reader sees of the map under these filters, in five queries.

    Postgres counts: a row a cell, and a row for each level, direction and confidence that there is, for the filters.
    """

    def __init__(self, user: Any, selection: Selection) -> None:
        self.findings = Finding.objects.listed_for(user).order_by()
        self.selection = selection

    @cached_property
    def outcomes(self) -> list[Outcome]:
        """Level by level, as the columns stand."""
        places = {level: place for place, level in enumerate(Level.values)}
        return sorted(Outcome.objects.all(), key=lambda outcome: places[outcome.level])

    @cached_property
    def levels(self) -> list[tuple[str, Any, int]]:
        """Each level over how many columns."""
        widths = Counter(outcome.level for outcome in self.outcomes)
        return [(level.value, level.label, widths[level]) for level in Level if widths[level]]

    @cached_property
    def rows(self) -> list[Row]:
        cells = self._cells()
        return [
            Row(condition, [(outcome, cells.get((condition.pk, outcome.pk))) for outcome in self.outcomes])
            for condition in Condition.objects.all()
        ]

    @property
    def found(self) -> int:
        return sum(count for facts, count in self._facts if self._meets(facts))

    @property
    def cells_known(self) -> int:
        return sum(len(row.known) for row in self.rows)

    @property
    def cells_missing(self) -> int:
        return sum(len(row.missing) for row in self.rows)

    def facets(self) -> list[dict[str, Any]]:
        """As the component `facet` prints them; each counted under the other filters."""
        counts = {name: self._counts(name) for name in WORDS} | {"sector": self._sectors}
        most = max((count for counter in counts.values() for count in counter.values()), default=0)
        return [
            {"name": name, "title": title, "maximum": most, "options": list(self._options(name, counts[name]))}
            for name, title in FILTERS.items()
            if counts[name] or name in self.selection.values
        ]

    def chips(self) -> list[dict[str, str]]:
        return [
            {"label": self._label(name, value), "remove_url": self.selection.lifted(name, value).address() or "?"}
            for name, value in self.selection.pairs()
        ]

    def _cells(self) -> dict[tuple[str, str], Cell]:
        effects = {f"effect_{each}": Count("pk", filter=Q(effect=each)) for each in EFFECTS}
        confidences = {f"sure_{each}": Count("pk", filter=Q(confidence=each)) for each in SURE_FIRST}
        found = self.selection.apply(self.findings).values_list("condition", "outcome")
        return {
            (condition, outcome): Cell(
                Counter(dict(zip(EFFECTS, counts, strict=False))),
                Counter(dict(zip(SURE_FIRST, counts[len(effects) :], strict=True))),
            )
            for condition, outcome, *counts in found.annotate(**effects, **confidences)
        }

    @cached_property
    def _facts(self) -> list[tuple[dict[str, str], int]]:
        """How many there are of each level, direction and confidence, under the filter of sectors alone."""
        sectors = {name: kept for name, kept in self.selection.values.items() if name == "sector"}
        found = Selection(sectors).apply(self.findings).values_list(*COLUMNS.values()).annotate(Count("pk"))
        return [(dict(zip(COLUMNS, facts, strict=True)), count) for *facts, count in found]

    def _meets(self, facts: dict[str, str], without: str = "") -> bool:
        wanted = self.selection.values
        return all(facts[name] in wanted[name] for name in COLUMNS if name in wanted and name != without)

    def _counts(self, name: str) -> Counter[str]:
        counts: Counter[str] = Counter()
        for facts, count in self._facts:
            if self._meets(facts, without=name):
                counts[facts[name]] += count
        return counts

    @cached_property
    def _sectors(self) -> Counter[str]:
        """Of the sources of the findings under the other filters; the names come along in the same query."""
        found = self.selection.apply(self.findings, without="sector")
        tagged = Piece.sectors.through.objects.filter(piece__findings__in=found)
        named = tagged.values_list("sector", Sector.name_of("sector"))
        rows = list(named.annotate(Count("piece__findings")))
        self._sector_names = {code: name for code, name, _count in rows}
        return Counter({code: count for code, _name, count in rows})

    def _options(self, name: str, counts: Counter[str]) -> Iterator[dict[str, Any]]:
        chosen = self.selection.values.get(name, ())
        values = WORDS[name].values if name in WORDS else [code for code, _count in counts.most_common()]
        for value in dict.fromkeys([*values, *chosen]):
            label = self._label(name, value)
            yield {"value": value, "label": label, "count": counts[value], "selected": value in chosen}

    def _label(self, name: str, value: str) -> str:
        if name in WORDS:
            known = str(WORDS[name](value).label) if value in WORDS[name].values else None
        else:
            known = self._sector_names.get(value) if self._sectors is not None else None
        return known or _("%(value)s (unknown)") % {"value": value}


def in_map_order(findings: Any) -> Any:
    """With what a list by keys sorts by: the place of the row, then of the column."""
    return findings.annotate(row_place=F("condition__position"), column_place=F("outcome__position"))


LIST_KEYS = ("row_place", "column_place", "pk")
