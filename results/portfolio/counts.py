"""How many outcomes a selection holds, by level and strength of evidence."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum

from results.models import HarvestedOutcome, OutcomeTally
from results.models.choices import Evidence, Level
from results.selections import Selection

STRONGEST_FIRST = list(reversed(Evidence.values))


@dataclass(frozen=True)
class OutcomeCounts:
    """`cells` counts by `(level, evidence)`; `negative` those for the worse among them."""

    cells: Counter[tuple[str, str]]
    negative: int

    @property
    def total(self) -> int:
        return sum(self.cells.values())

    def of_level(self, level: str) -> list[int]:
        """From the strongest evidence to the weakest."""
        return [self.cells[level, evidence] for evidence in STRONGEST_FIRST]

    def of_evidence(self, evidence: str) -> int:
        return sum(self.cells[level, evidence] for level in Level.values)

    @property
    def corroborated(self) -> int:
        return self.of_evidence(Evidence.CORROBORATED) + self.of_evidence(Evidence.VERIFIED)


def count(selection: Selection, user: Any) -> OutcomeCounts:
    """Counts of what this person may see; one query for the public, one more for what a member sees beyond it.

    Kept counts answer for everything, for one filter, and for two of those that people combine; for more, the
    rows are counted, which are few by then.
    """
    rows = list(_public(selection))
    if user.is_authenticated and user.is_verified_member:
        rows += _counted(selection.apply(HarvestedOutcome.objects.beyond_public(user)))
    cells: Counter[tuple[str, str]] = Counter()
    negative = 0
    for level, evidence, is_negative, n in rows:
        cells[level, evidence] += n
        negative += n if is_negative else 0
    return OutcomeCounts(+cells, negative)


def _public(selection: Selection) -> Any:
    tokens = selection.tallied_under()
    if tokens is None:
        return _counted(selection.apply(HarvestedOutcome.objects.public()))
    kept = OutcomeTally.objects.filter(token__in=tokens)
    for name in ("level", "evidence"):
        if name in selection.values:
            kept = kept.filter(**{f"{name}__in": selection.values[name]})
    if selection.since:
        kept = kept.filter(year__gte=selection.since)
    if selection.until:
        kept = kept.filter(year__lte=selection.until)
    return kept.values_list("level", "evidence", "is_negative").annotate(count=Sum("n")).order_by()


def _counted(outcomes: Any) -> Any:
    return outcomes.order_by().values_list("level", "evidence", "is_negative").annotate(count=Count("pk"))
