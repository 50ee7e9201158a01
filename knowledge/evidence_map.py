"""The evidence map: conditions by outcomes, how many findings of which direction and confidence, and what is missing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from knowledge.evidence_counts import Cell, counts_for
from knowledge.evidence_filters import FILTERS, WORDS, Selection
from knowledge.models import Condition, Outcome
from knowledge.models.choices import Level


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
    """What this reader sees of the map under these filters: its rows, and the filters with their counts."""

    def __init__(self, user: Any, selection: Selection) -> None:
        self.selection = selection
        self.counts = counts_for(user, selection)

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
        cells = self.counts.cells
        return [
            Row(condition, [(outcome, cells.get((condition.pk, outcome.pk))) for outcome in self.outcomes])
            for condition in Condition.objects.all()
        ]

    @property
    def found(self) -> int:
        return self.counts.found

    @property
    def cells_known(self) -> int:
        return sum(len(row.known) for row in self.rows)

    @property
    def cells_missing(self) -> int:
        return sum(len(row.missing) for row in self.rows)

    def facets(self) -> list[dict[str, Any]]:
        """As the component `facet` prints them; each counted under the other filters."""
        counts = self.counts.by_filter
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
            known = self.counts.sector_names.get(value)
        return known or _("%(value)s (unknown)") % {"value": value}


def in_map_order(findings: Any) -> Any:
    """With what a list by keys sorts by: the place of the row, then of the column."""
    return findings.annotate(row_place=F("condition__position"), column_place=F("outcome__position"))


LIST_KEYS = ("row_place", "column_place", "pk")
