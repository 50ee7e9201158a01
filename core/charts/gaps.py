"""What two sides say to the same question: a mark for each on one scale, and the gap between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.charts.axes import draw_foot
from core.charts.chart import Chart
from core.charts.drawing import GUTTERS, LINE, Drawing, Key, Mark, Stroke, Table, Text, gutter, lines_of
from core.charts.numbers import drawable
from core.charts.scales import Scale, ticks_of

GAP, BELOW = 22, 26


@dataclass(frozen=True)
class Gap:
    """The two means; None for a side of which too few answered."""

    label: str
    demand: Any
    supply: Any


@dataclass(frozen=True, kw_only=True)
class GapChart(Chart):
    """`low` and `high` are the ends of the scale that people answered on. For the trend take a `LineChart`."""

    gaps: Sequence[Gap]
    demand_label: str
    supply_label: str
    low: float = 1
    high: float = 5
    label_head: str = ""

    def is_empty(self) -> bool:
        return all(drawable(side) is None for gap in self.gaps for side in (gap.demand, gap.supply))

    def summary(self) -> str:
        wide = [(abs(width), gap) for gap in self.gaps if (width := width_of(gap)) is not None]
        if not wide:
            return _("No question was answered by enough people on both sides.")
        width, gap = max(wide, key=lambda each: each[0])
        return _("The widest gap is %(gap)s, at: %(question)s.") % {"gap": self.short(width), "question": gap.label}

    def legend(self) -> Sequence[Key]:
        return [Key("disc", self.demand_label, "demand"), Key("ring", self.supply_label, "supply")]

    def table(self) -> Table:
        head = [self.label_head or _("Question"), self.demand_label, self.supply_label, _("Gap")]
        return Table(
            head,
            [
                [str(gap.label), self.full(gap.demand), self.full(gap.supply), self.shown(width_of(gap))]
                for gap in self.gaps
            ],
        )

    def shown(self, width: float | None) -> str:
        return self.full(None) if width is None else self.short(abs(width))

    def drawing(self) -> Drawing:
        scale = Scale(self.low, self.high)
        shown = [self.shown(width_of(gap)) for gap in self.gaps]
        drawing = Drawing(0, "xs", gutter([*shown, _("Gap")], least="s"))
        drawing.texts.append(Text(100, 12, _("Gap"), "tick", dx=14))
        y = 4.0
        for gap, text in zip(self.gaps, shown, strict=True):
            for line in lines_of(str(gap.label)):
                drawing.texts.append(Text(0, y + 12, line, "label", dx=-GUTTERS["xs"]))
                y += LINE
            draw_gap(drawing, gap, y + 9, scale)
            drawing.texts.append(Text(100, y + 14, text, "value", dx=14))
            y += 9 + GAP
        ticks = ticks_of(scale)
        draw_foot(drawing, ticks, [self.short(tick) for tick in ticks], scale, y)
        drawing.height = y + BELOW
        return drawing


def width_of(gap: Gap) -> float | None:
    demand, supply = drawable(gap.demand), drawable(gap.supply)
    return None if demand is None or supply is None else round(demand - supply, 2)


def draw_gap(drawing: Drawing, gap: Gap, y: float, scale: Scale) -> None:
    demand, supply = drawable(gap.demand), drawable(gap.supply)
    if demand is not None and supply is not None:
        drawing.strokes.append(Stroke(scale.at(demand), y, scale.at(supply), y, "between"))
    if supply is not None:
        drawing.marks.append(Mark(scale.at(supply), y, "ring", "supply"))
    if demand is not None:
        drawing.marks.append(Mark(scale.at(demand), y, "disc", "demand"))
