"""One dot, one case: rows of dots, sorted from the strongest evidence to the weakest.

The dots of a row stand in columns, so the rows compare at a glance. Where there are more cases than dots
that can be told apart, a dot stands for 2, 5, 10 … of them, and the chart says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.charts.chart import Chart
from core.charts.drawing import Drawing, Key, Table
from core.charts.numbers import in_full
from core.charts.scales import round_step

STEP, RADIUS = 14, 7
COLUMNS, LEAST_LINES, MOST_LINES = 34, 6, 12


@dataclass(frozen=True)
class DotRow:
    """`counts` follow the steps of the chart. `level` (individual, organisation, institution) draws its glyph."""

    label: str
    counts: Sequence[int]
    level: str = ""
    url: str = ""

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class Dots:
    """The dots of one strength as one path: a point for each, which the style sheet makes round."""

    shape: str
    path: str
    halves: str = ""


@dataclass(frozen=True)
class DrawnRow:
    row: DotRow
    total: str
    told: str
    width: float
    height: float
    dots: list[Dots]


@dataclass(frozen=True, kw_only=True)
class DotChart(Chart):
    """`steps` names up to four strengths, the strongest first; each has its own shape and darkness."""

    rows: Sequence[DotRow]
    steps: Sequence[str]
    label_head: str = ""

    def is_empty(self) -> bool:
        return all(row.total == 0 for row in self.rows)

    def summary(self) -> str:
        return " ".join(self.row_told(row) for row in self.rows)

    def row_told(self, row: DotRow) -> str:
        parts = [f"{step} {in_full(count)}" for step, count in zip(self.steps, row.counts, strict=True)]
        return _("%(name)s: %(parts)s.") % {"name": row.label, "parts": ", ".join(parts)}

    def legend(self) -> Sequence[Key]:
        return [Key("dot", step, f"e{4 - n}") for n, step in enumerate(self.steps)]

    def table(self) -> Table:
        head = [self.label_head or _("Level"), *self.steps, _("Total")]
        return Table(head, [[str(row.label), *map(in_full, row.counts), in_full(row.total)] for row in self.rows])

    @property
    def each(self) -> int:
        """How many cases a dot stands for."""
        longest = max((row.total for row in self.rows), default=0)
        most = COLUMNS * MOST_LINES - len(self.steps)
        return 1 if longest <= most else int(round_step(longest / most))

    @property
    def each_told(self) -> str:
        return ngettext("One dot is one outcome.", "One dot is up to %(count)s outcomes.", self.each) % {
            "count": in_full(self.each)
        }

    def drawn_rows(self, *, is_mirrored: bool) -> list[DrawnRow]:
        dots = [[-(-count // self.each) for count in row.counts] for row in self.rows]
        lines = max(LEAST_LINES, -(-max(map(sum, dots), default=0) // COLUMNS))
        return [
            DrawnRow(
                row,
                in_full(row.total),
                self.row_told(row),
                COLUMNS * STEP,
                min(lines, max(1, sum(counts))) * STEP,
                placed_dots(counts, lines, is_mirrored=is_mirrored),
            )
            for row, counts in zip(self.rows, dots, strict=True)
        ]

    def drawing(self) -> Drawing:
        """Empty: its dots are drawn row by row, beside their names."""
        return Drawing(0)


def placed_dots(counts: Sequence[int], lines: int, *, is_mirrored: bool) -> list[Dots]:
    """Column by column, from where reading begins."""
    drawn, begun = [], 0
    for n, count in enumerate(counts):
        places = [divmod(place, lines) for place in range(begun, begun + count)]
        points = [((COLUMNS - 1 - x if is_mirrored else x) * STEP + RADIUS, y * STEP + RADIUS) for x, y in places]
        halves = "".join(f"M{x - 5} {y}a5 5 0 0 0 10 0z" for x, y in points) if n == 1 else ""
        if count:
            drawn.append(Dots(f"e{4 - n}", "".join(f"M{x} {y}h.01" for x, y in points), halves))
        begun += count
    return drawn
