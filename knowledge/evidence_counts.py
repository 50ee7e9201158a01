"""How many findings a reader sees under filters: in each cell of the map, of each fact, and of each sector."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import get_language

from community.models import Sector
from core.keeping import Kept
from knowledge.evidence_filters import COLUMNS, Selection
from knowledge.models import Finding, Piece
from knowledge.models.choices import Confidence, Effect
from knowledge.models.evidence import FindingQuerySet
from knowledge.models.pieces import reads_members_texts

EFFECTS = tuple(Effect)  # walked for every cell: an enumeration is slow to walk
SURE_FIRST = (Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW)
KEPT_FOR = 20.0  # seconds, in each process; a text that is taken down is gone from the map as soon


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


class EvidenceCounts:
    """Counted by Postgres in three queries, each when it is first asked for.

    A row a cell, a row for each level, direction and confidence that there is, and a row a sector.
    """

    def __init__(self, findings: FindingQuerySet, selection: Selection) -> None:
        self.findings = findings.order_by()
        self.selection = selection

    @cached_property
    def cells(self) -> dict[tuple[str, str], Cell]:
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

    @property
    def found(self) -> int:
        return sum(count for facts, count in self._facts if self._meets(facts))

    @cached_property
    def by_filter(self) -> dict[str, Counter[str]]:
        """Of each value of a filter, under the other filters."""
        return {name: self._of_fact(name) for name in COLUMNS} | {"sector": self._sectors}

    @cached_property
    def sector_names(self) -> dict[str, str]:
        return {code: name for code, name, _count in self._tagged}

    @cached_property
    def _facts(self) -> list[tuple[dict[str, str], int]]:
        """Under the filter of sectors alone."""
        sectors = {name: kept for name, kept in self.selection.values.items() if name == "sector"}
        found = Selection(sectors).apply(self.findings).values_list(*COLUMNS.values()).annotate(Count("pk"))
        return [(dict(zip(COLUMNS, facts, strict=True)), count) for *facts, count in found]

    def _meets(self, facts: dict[str, str], without: str = "") -> bool:
        wanted = self.selection.values
        return all(facts[name] in wanted[name] for name in COLUMNS if name in wanted and name != without)

    def _of_fact(self, name: str) -> Counter[str]:
        counts: Counter[str] = Counter()
        for facts, count in self._facts:
            if self._meets(facts, without=name):
                counts[facts[name]] += count
        return counts

    @cached_property
    def _sectors(self) -> Counter[str]:
        return Counter({code: count for code, _name, count in self._tagged})

    @cached_property
    def _tagged(self) -> list[tuple[str, str, int]]:
        """Sectors of the sources of the findings under the other filters, with their names."""
        found = self.selection.apply(self.findings, without="sector")
        tagged = Piece.sectors.through.objects.filter(piece__findings__in=found)
        named = tagged.values_list("sector", Sector.name_of("sector"))
        return list(named.annotate(Count("piece__findings")))


_kept: Kept[EvidenceCounts] = Kept(KEPT_FOR)


def counts_for(user: Any, selection: Selection) -> EvidenceCounts:
    """Those of the whole map are kept: they follow from the language and from which texts the reader is shown."""
    counts = EvidenceCounts(Finding.objects.listed_for(user), selection)
    if selection.values:
        return counts
    return _kept((get_language(), reads_members_texts(user)), 0, lambda: counts)
