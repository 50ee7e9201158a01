"""What a line is made of: a value for each period, and what happened when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from core.charts.numbers import drawable

SHAPES = ["disc", "ring", "diamond"]
SIDE_SHAPES = {"demand": "disc", "supply": "ring", "broker": "diamond"}


@dataclass(frozen=True)
class Series:
    """A value for each period; None where nothing was observed, and the line is broken there."""

    label: str
    values: Sequence[Any]
    side: str = ""


@dataclass(frozen=True)
class Event:
    """`at` counts periods: 0 is the first, 1.5 half way between the second and the third."""

    at: float
    text: str


def numbers(line: Series) -> list[float]:
    return [value for _n, value in placed(line)]


def placed(line: Series) -> Iterator[tuple[int, float]]:
    for n, each in enumerate(line.values):
        if (value := drawable(each)) is not None:
            yield n, value


def shape_of(line: Series, n: int) -> str:
    return SIDE_SHAPES.get(line.side) or SHAPES[n % len(SHAPES)]
