"""The ground that lines are drawn on: the grid, the names of periods, and what happened when."""

from collections.abc import Sequence

from core.charts.drawing import GUTTERS, LETTER, NARROWEST, Drawing, Stroke, Text
from core.charts.scales import Scale

PLOT, EVENT_LINE = 220, 16


def draw_grid(drawing: Drawing, ticks: Sequence[float], labels: Sequence[str], scale: Scale, top: float) -> None:
    foot = 0 if 0 in ticks else ticks[0]
    for tick, label in zip(ticks, labels, strict=True):
        y = scale.down(tick, top, top + PLOT)
        drawing.strokes.append(Stroke(0, y, 100, y, "axis" if tick == foot else "grid"))
        drawing.texts.append(Text(0, y + 4, label, "tick", dx=-8, anchor="end"))


def draw_foot(drawing: Drawing, ticks: Sequence[float], labels: Sequence[str], scale: Scale, y: float) -> None:
    """The grid of a scale that lies down, behind all else, and below it as many of its numbers as a phone has room for."""
    room = NARROWEST - GUTTERS.get(drawing.start, 0) - GUTTERS.get(drawing.end, 0)
    widest = max(map(len, labels)) * LETTER + 12
    apart = max(1, -(-int(len(labels) * widest) // room))
    for n, (tick, label) in enumerate(zip(ticks, labels, strict=True)):
        x = scale.at(tick)
        drawing.strokes.insert(0, Stroke(x, 0, x, y, "grid"))
        if n % apart == 0:
            is_cut = n == 0 and len(label) * LETTER / 2 > GUTTERS["xs"]
            drawing.texts.append(Text(x, y + 18, label, "tick", anchor="start" if is_cut else "middle"))


def draw_events(drawing: Drawing, events: Sequence[tuple[float, list[str]]], top: float) -> None:
    """Each has lines of its own above the plot, so that no two meet."""
    y = 12.0
    for x, lines in events:
        is_late = x > 50
        drawing.strokes.append(Stroke(x, y - 10, x, top + PLOT, "event"))
        for line in lines:
            drawing.texts.append(
                Text(x, y, line, "event", dx=-7 if is_late else 7, anchor="end" if is_late else "start")
            )
            y += EVENT_LINE


def draw_periods(drawing: Drawing, periods: Sequence[tuple[float, str]], y: float) -> None:
    """As many as a phone has room for, the first and the last among them."""
    longest = max(len(name) for _x, name in periods) * LETTER
    room = int((NARROWEST - GUTTERS[drawing.start]) / (longest + 12))
    last = len(periods) - 1
    apart = max(1, -(-last // max(1, room - 1)))
    is_wide = longest / 2 > GUTTERS["s"]
    for n in [n for n in range(0, last, apart) if last - n >= apart] + [last]:
        x, name = periods[n]
        edge = "start" if x == 0 else "end" if x == 100 else "middle"
        drawing.texts.append(Text(x, y, name, "tick", anchor=edge if is_wide else "middle"))
