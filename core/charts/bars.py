"""Horizontal bars, each with its number, and a tick for what it is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.charts.chart import Chart
from core.charts.drawing import GUTTERS, LETTER, LINE, Box, Drawing, Key, Mark, Stroke, Table, Text, gutter, lines_of
from core.charts.numbers import drawable
from core.charts.scales import scale_of

BAR, BESIDE_ROW, GAP = 18, 36, 16


@dataclass(frozen=True)
class Bar:
    """`side` (demand, supply, broker) colours it, so say the side in the label or note too."""

    label: str
    value: Any
    compared: Any = None
    side: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class BarChart(Chart):
    """`compared_label` says what the ticks stand for ("The peer, that year")."""

    bars: Sequence[Bar]
    label_head: str = ""
    compared_label: str = ""

    def is_empty(self) -> bool:
        return all(drawable(bar.value) is None for bar in self.bars)

    def summary(self) -> str:
        known = [(number, bar) for bar in self.bars if (number := drawable(bar.value)) is not None]
        (low, least), (high, most) = min(known, key=lambda k: k[0]), max(known, key=lambda k: k[0])
        return _("%(count)s bars, from %(low)s (%(least)s) to %(high)s (%(most)s).") % {
            "count": len(known),
            "low": self.short(low),
            "least": least.label,
            "high": self.short(high),
            "most": most.label,
        }

    def legend(self) -> Sequence[Key]:
        return [Key("tick", self.compared_label, "compared")] if self.compared_label else []

    def table(self) -> Table:
        head = [self.label_head or _("Group"), _("Value") + self.unit_in_head]
        has_notes = any(bar.note for bar in self.bars)
        columns = [[bar.label for bar in self.bars], [self.full(bar.value) for bar in self.bars]]
        if any(bar.compared is not None for bar in self.bars):
            head.append(self.compared_label or _("Compared with"))
            columns.append([self.full(bar.compared) for bar in self.bars])
        if has_notes:
            head.append(_("Note"))
            columns.append([bar.note for bar in self.bars])
        return Table(head, list(zip(*columns, strict=True)))

    def drawing(self) -> Drawing:
        values = [number for bar in self.bars for v in (bar.value, bar.compared) if (number := drawable(v)) is not None]
        scale = scale_of(values)
        names = [lines_of(f"{bar.label} · {bar.note}" if bar.note else str(bar.label)) for bar in self.bars]
        is_beside = scale.low == 0 and all(
            len(name[0]) * LETTER + 10 <= GUTTERS["m"] and len(name) == 1 for name in names
        )
        shown = [_("not known") if (n := drawable(bar.value)) is None else self.short(n) for bar in self.bars]
        drawing = Drawing(0, gutter((n[0] for n in names), least="s") if is_beside else "", gutter(shown))
        if scale.low < 0:
            drawing.start = gutter(
                (s for s, bar in zip(shown, self.bars, strict=True) if (drawable(bar.value) or 0) < 0)
            )
        y = 2.0
        for bar, name, text in zip(self.bars, names, shown, strict=True):
            top = y if is_beside else y + LINE * len(name)
            self.draw_name(drawing, name, y, is_beside=is_beside)
            self.draw_bar(drawing, bar, text, top, scale)
            y = top + (BESIDE_ROW if is_beside else BAR + GAP)
        drawing.height = y
        return drawing

    def draw_name(self, drawing: Drawing, name: Sequence[str], y: float, *, is_beside: bool) -> None:
        if is_beside:
            drawing.texts.append(Text(0, y + 14, name[0], "label", dx=-GUTTERS[drawing.start]))
            return
        out = GUTTERS[drawing.start] if drawing.start else 0
        drawing.texts += [Text(0, y + 12 + LINE * n, line, "label", dx=-out) for n, line in enumerate(name)]

    def draw_bar(self, drawing: Drawing, bar: Bar, text: str, y: float, scale: Any) -> None:
        value, compared = drawable(bar.value), drawable(bar.compared)
        zero, at = scale.at(0), scale.at(value or 0)
        drawing.strokes.append(Stroke(zero, y - 4, zero, y + BAR + 4, "axis"))
        if value is not None:
            drawing.boxes.append(Box(min(zero, at), y, round(abs(at - zero), 2), BAR, f"bar {bar.side}".strip()))
        if compared is not None:
            drawing.marks.append(Mark(scale.at(compared), y + BAR / 2, "tick", "compared"))
        if value is not None and value < 0:
            drawing.texts.append(Text(at, y + 14, text, "value", dx=-8, anchor="end"))
        else:
            drawing.texts.append(Text(at, y + 14, text, "value" if value is not None else "label", dx=8))
