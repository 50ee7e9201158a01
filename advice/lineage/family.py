"""The partnerships that one grew out of, and those that grew out of it, as far as a reader may know of them.

The way leads through what the reader may see only: behind a record that is hidden it ends, so that nothing
tells of it. A circle, which no form lets anyone make, is walked once. Two queries, however large the family.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

from advice.lineage.rungs import Rung, rung_of
from partnerships.models import Partnership

FURTHEST = 12  # steps, either way
MOST = 60
FAMILY = (Path(__file__).parent.parent / "sql" / "family.sql").read_text()
SHOWN = ("title", "slug", "start", "end", "stage", "scaled_from", "scale_adaptation", "is_demo", "standing")


@dataclass
class Branch:
    """A partnership with what grew out of it; `level` counts from the oldest shown."""

    partnership: Any
    is_this: bool = False
    level: int = 0
    grown: list["Branch"] = field(default_factory=list)

    @property
    def rung(self) -> Rung:
        return Rung(self.partnership.rung)

    def flat(self) -> list["Branch"]:
        """From the oldest down, each before what grew out of it."""
        return [self, *(each for branch in self.grown for each in branch.flat())]


@dataclass(frozen=True)
class Family:
    oldest: Branch
    count: int
    is_cut: bool

    @property
    def has_others(self) -> bool:
        return self.count > 1


def family_of(partnership: Partnership, user: Any) -> Family:
    """The line it comes from and all that came of it. The reader must be able to see it."""
    rows = _rows(partnership.pk, user)
    is_cut = len(rows) > MOST or any(abs(steps) == FURTHEST for _pk, _parent, steps in rows)
    rows = rows[:MOST]
    read = Partnership.objects.annotate(rung=rung_of()).only(*SHOWN).in_bulk([pk for pk, _parent, _steps in rows])
    oldest = min(rows, key=lambda row: row[2])[0]
    grown: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent, _steps in rows:
        if pk != oldest:
            grown[parent].append(pk)

    def branch(pk: int, level: int) -> Branch:
        in_time = sorted(grown[pk], key=lambda each: (read[each].start or "9999", each))
        return Branch(read[pk], pk == partnership.pk, level, [branch(each, level + 1) for each in in_time])

    return Family(branch(oldest, 0), len(rows), is_cut)


def _rows(pk: int, user: Any) -> list[tuple[int, int | None, int]]:
    """Of each its key, that of what it grew out of, and its steps from this one; the nearest first."""
    seen = Partnership.objects.listed_for(user).order_by().values("pk", "scaled_from")
    visible, words = seen.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(FAMILY.replace("{visible}", visible), [*words, pk, FURTHEST, pk, FURTHEST, MOST + 1])
        found: list[tuple[int, int | None, int]] = cursor.fetchall()
    return found
