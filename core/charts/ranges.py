"""Ranges: a dot at the median, a line over the middle 80 %, and a diamond for what it is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.charts.axes import draw_foot
from core.charts.chart import Chart
from core.charts.drawing import GUTTERS, LINE, Drawing, Key, Mark, Stroke, Table, Text, gutter, lines_of
from core.charts.numbers import drawable
from core.charts.scales import Scale, on_ticks, scale_of

GAP, BELOW = 22, 26


@dataclass(frozen=True)
class Range:
    """`low` and `high` bound the middle 80 %; `count` says of how many cases."""

    label: str
    low: Any
    middle: Any
    high: Any
    compared: Any = None
    count: str = ""


@dataclass(frozen=True, kw_only=True)
class RangeChart(Chart):
    """`compared_label` names the comparator; `count_head` what is counted ("Partnerships with known costs")."""

    ranges: Sequence[Range]
    label_head: str = ""
    compared_label: str = ""
    count_head: str = ""

    def is_empty(self) -> bool:
        return all(drawable(each.middle) is None for each in self.ranges)

    def summary(self) -> str:
        known = [(each.label, value) for each in self.ranges if (value := drawable(each.middle)) is not None]
        return _("Medians: %(list)s.") % {"list": ", ".join(f"{label} {self.short(value)}" for label, value in known)}

    def legend(self) -> Sequence[Key]:
        keys = [Key("disc", _("Median"), "middle"), Key("thick", _("Middle 80%"), "spread")]
        return [*keys, Key("diamond", self.compared_label, "compared")] if self.compared_label else keys

    def table(self) -> Table:
        unit = self.unit_in_head
        head = [self.label_head or _("Group"), _("Tenth lowest") + unit, _("Median") + unit, _("Tenth highest") + unit]
        columns = [[str(each.label) for each in self.ranges]]
        columns += [[self.full(getattr(each, name)) for each in self.ranges] for name in ("low", "middle", "high")]
        if any(each.compared is not None for each in self.ranges):
            head.append((self.compared_label or _("Compared with")) + unit)
            columns.append([self.full(each.compared) for each in self.ranges])
        if any(each.count for each in self.ranges):
            head.append(self.count_head or _("Number of cases"))
            columns.append([each.count for each in self.ranges])
        return Table(head, list(zip(*columns, strict=True)))

    def drawing(self) -> Drawing:
        parts = [value for each in self.ranges for value in (each.low, each.middle, each.high, each.compared)]
        scale, ticks = on_ticks(scale_of([number for part in parts if (number := drawable(part)) is not None]), 3)
        drawing = Drawing(
            0, "xs", gutter([self.short(drawable(each.middle) or 0) for each in self.ranges] + [_("Median")])
        )
        drawing.texts.append(Text(100, 12, _("Median"), "tick", dx=14))
        y = 4.0
        for each in self.ranges:
            for line in lines_of(str(each.label)):
                drawing.texts.append(Text(0, y + 12, line, "label", dx=-GUTTERS["xs"]))
                y += LINE
            self.draw_range(drawing, each, y + 9, scale)
            y += 9 + GAP
        draw_foot(drawing, ticks, [self.short(tick) for tick in ticks], scale, y)
        drawing.height = y + BELOW
        return drawing

    def draw_range(self, drawing: Drawing, each: Range, y: float, scale: Scale) -> None:
        low, middle, high = drawable(each.low), drawable(each.middle), drawable(each.high)
        if low is not None and high is not None:
            drawing.strokes.append(Stroke(scale.at(low), y, scale.at(high), y, "spread"))
        if (compared := drawable(each.compared)) is not None:
            drawing.marks.append(Mark(scale.at(compared), y, "diamond", "compared"))
        if middle is None:
            drawing.texts.append(Text(0, y + 5, _("not known"), "tick"))
            return
        drawing.marks.append(Mark(scale.at(middle), y, "disc", "middle"))
        drawing.texts.append(Text(100, y + 5, self.short(middle), "value", dx=14))
