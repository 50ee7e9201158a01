"""Lines over periods: what was observed, the path to the target, the baseline, and what happened when."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from core.charts.axes import EVENT_LINE, PLOT, draw_events, draw_grid, draw_periods
from core.charts.chart import Chart
from core.charts.drawing import Drawing, Key, Mark, Stroke, Table, Text, gutter, lines_of
from core.charts.numbers import drawable
from core.charts.scales import Scale, on_ticks, scale_of
from core.charts.series import Event, Series, numbers, placed, shape_of

BELOW = 30


@dataclass(frozen=True, kw_only=True)
class LineChart(Chart):
    """`positions` places periods that are not evenly apart (a year as 2024.5), and then events too.

    `bounds` are the ends of a scale that has them (1 to 5); else the axis begins at zero.
    """

    periods: Sequence[str]
    series: Sequence[Series]
    target: Series | None = None
    baseline: Any = None
    baseline_label: str = ""
    events: Sequence[Event] = ()
    positions: Sequence[float] = ()
    bounds: tuple[float, float] | None = None
    period_head: str = ""

    def is_empty(self) -> bool:
        return not any(numbers(line) for line in self.every_series)

    @property
    def every_series(self) -> list[Series]:
        return [*self.series, self.target] if self.target else [*self.series]

    def summary(self) -> str:
        parts = []
        for line in self.every_series:
            known = list(placed(line))
            if known:
                (first, begun), (last, ended) = known[0], known[-1]
                words = {"name": line.label, "begun": self.short(begun), "first": self.periods[first]}
                words |= {"ended": self.short(ended), "last": self.periods[last]}
                one = _("%(name)s: %(ended)s in %(last)s.")
                parts.append(
                    (one if first == last else _("%(name)s: from %(begun)s in %(first)s to %(ended)s in %(last)s."))
                    % words
                )
        return " ".join(parts)

    def legend(self) -> Sequence[Key]:
        keys = [Key(shape_of(line, n), line.label, f"s{n} {line.side}") for n, line in enumerate(self.series)]
        if self.target:
            keys.append(Key("dashed", self.target.label, "target"))
        if drawable(self.baseline) is not None:
            keys.append(Key("dotted", self.baseline_label or _("Baseline"), "baseline"))
        return keys if len(keys) > 1 else []

    def table(self) -> Table:
        head = [self.period_head or _("Period"), *(line.label + self.unit_in_head for line in self.every_series)]
        columns = [[self.full(value) for value in line.values] for line in self.every_series]
        return Table(head, list(zip(self.periods, *columns, strict=True)))

    def drawing(self) -> Drawing:
        values = [value for line in self.every_series for value in numbers(line)]
        if (base := drawable(self.baseline)) is not None:
            values.append(base)
        scale, ticks = on_ticks(Scale(*self.bounds) if self.bounds else scale_of(values))
        events = [(self.x(event.at), lines_of(event.text, 24, 3)) for event in self.events]
        top = 24.0 + sum(len(lines) for _x, lines in events) * EVENT_LINE
        labels = [self.short(tick) for tick in ticks]
        drawing = Drawing(top + PLOT + BELOW, gutter(labels), "s")
        draw_grid(drawing, ticks, labels, scale, top)
        draw_events(drawing, events, top)
        at = partial(scale.down, top=top, bottom=top + PLOT)
        if base is not None:
            drawing.strokes.append(Stroke(0, at(base), 100, at(base), "baseline"))
        if self.target:
            self.draw_target(drawing, self.target, at)
        for n, line in enumerate(self.series):
            self.draw_line(drawing, line, n, at)
        draw_periods(drawing, [(self.place(n), str(name)) for n, name in enumerate(self.periods)], top + PLOT + 20)
        return drawing

    def x(self, at: float) -> float:
        places = self.positions or range(len(self.periods))
        scale = Scale(min(places), max(places))
        return scale.at(at) if scale.high > scale.low else 50.0

    def place(self, n: int) -> float:
        """Of the nth period."""
        return self.x(self.positions[n] if self.positions else n)

    def points(self, line: Series, at: Callable[[float], float]) -> dict[int, tuple[float, float]]:
        return {n: (self.place(n), at(value)) for n, value in placed(line)}

    def draw_line(self, drawing: Drawing, line: Series, n: int, at: Callable[[float], float]) -> None:
        """Broken where a value is missing, with a mark for each and the number of the first and the last."""
        points, known = self.points(line, at), dict(placed(line))
        css = f"s{n} {line.side}".strip()
        draw_path(drawing, points, css)
        drawing.marks += [Mark(*point, shape_of(line, n), css) for point in points.values()]
        for end in {min(known), max(known)} if known else ():
            self.draw_number(drawing, line, end, self.short(known[end]), points[end], css)

    def draw_target(self, drawing: Drawing, target: Series, at: Callable[[float], float]) -> None:
        """A dashed path, and an open circle where it leads to."""
        points, known = self.points(target, at), dict(placed(target))
        draw_path(drawing, points, "target")
        if known:
            end = max(known)
            drawing.marks.append(Mark(*points[end], "ring", "target"))
            self.draw_number(drawing, target, end, f"{target.label} {self.short(known[end])}", points[end], "target")

    def draw_number(
        self, drawing: Drawing, line: Series, n: int, text: str, point: tuple[float, float], css: str
    ) -> None:
        x, y = point
        above = self.is_above(line, n)
        drawing.texts.append(Text(x, y - 11 if above else y + 21, text, f"value {css}", anchor=anchored(x)))

    def is_above(self, line: Series, n: int) -> bool:
        """Numbers at one place give way: the larger stands above its mark, the lesser below."""
        own = drawable(line.values[n]) or 0
        others = [drawable(other.values[n]) for other in self.every_series if other is not line]
        return all(other is None or own >= other for other in others)


def anchored(x: float) -> str:
    return "start" if x < 8 else "end" if x > 92 else "middle"


def draw_path(drawing: Drawing, points: Mapping[int, tuple[float, float]], css: str) -> None:
    drawing.strokes += [Stroke(*points[n], *points[n + 1], f"line {css}") for n in points if n + 1 in points]
