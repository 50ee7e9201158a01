"""Charts drawn by the server: plain dataclasses in, SVG with its table out, by `{% chart %}`.

Nothing here queries or knows a model. See docs/apps/core.md for when to take which.
"""

from core.charts.bars import Bar, BarChart
from core.charts.chart import Chart
from core.charts.dots import DotChart, DotRow
from core.charts.gaps import Gap, GapChart
from core.charts.lines import LineChart
from core.charts.ranges import Range, RangeChart
from core.charts.series import Event, Series

__all__ = [
    "Bar",
    "BarChart",
    "Chart",
    "DotChart",
    "DotRow",
    "Event",
    "Gap",
    "GapChart",
    "LineChart",
    "Range",
    "RangeChart",
    "Series",
]
