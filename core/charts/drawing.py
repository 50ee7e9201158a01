"""What a drawn chart is made of. Across, all is in hundredths of the plot; down, in pixels.

So one drawing fits a phone, a desk and paper, and its letters are as large on each. What stands outside
the plot (names of rows, numbers at the ends of bars) reaches into gutters, whose width the style sheet
knows by name. In languages written from the right the whole is mirrored here.
"""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

LETTER = 7.2  # about as wide as a letter or digit of a label
LINE = 17
GUTTERS = {"xs": 14, "s": 44, "m": 68, "l": 100}  # px; the same names and widths stand in _charts.scss
NARROWEST = 320  # px of a chart on a phone


@dataclass(frozen=True)
class Text:
    x: float
    y: float
    text: str
    css: str = ""
    dx: float = 0
    anchor: str = "start"


@dataclass(frozen=True)
class Stroke:
    x1: float
    y1: float
    x2: float
    y2: float
    css: str


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    css: str


@dataclass(frozen=True)
class Mark:
    """`shape`: disc, ring, diamond or tick."""

    x: float
    y: float
    shape: str
    css: str = ""


@dataclass(frozen=True)
class Key:
    """A line of the legend: the mark and what it stands for."""

    shape: str
    label: str
    css: str = ""


@dataclass(frozen=True)
class Table:
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass
class Drawing:
    height: float
    start: str = ""
    end: str = ""
    strokes: list[Stroke] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def mirrored(self) -> "Drawing":
        """For languages written from the right: what begins at the left begins at the right."""
        return replace(
            self,
            strokes=[replace(s, x1=across(s.x1), x2=across(s.x2)) for s in self.strokes],
            boxes=[replace(b, x=across(b.x + b.width)) for b in self.boxes],
            marks=[replace(m, x=across(m.x)) for m in self.marks],
            texts=[replace(t, x=across(t.x), dx=-t.dx) for t in self.texts],
        )


def across(x: float) -> float:
    return round(100 - x, 2)


def gutter(texts: Iterable[str], *, least: str = "") -> str:
    """The name of the narrowest gutter that these fit into."""
    needed = max((len(text) for text in texts), default=0) * LETTER + 10
    names = list(GUTTERS)
    fitting = next((name for name in names if GUTTERS[name] >= needed), names[-1])
    return fitting if not least or GUTTERS[fitting] >= GUTTERS[least] else least


def lines_of(text: str, letters: int = 40, most: int = 2) -> list[str]:
    """At most two lines that fit a phone; the table has the whole."""
    return textwrap.wrap(text, letters, max_lines=most, placeholder="…") or [""]
