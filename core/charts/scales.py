"""From values to places: round ticks (1, 2, 5, 10, 20 …) and hundredths of the plot."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

LEAST_SPAN = 1e-100


@dataclass(frozen=True)
class Scale:
    low: float
    high: float

    def at(self, value: float, length: float = 100) -> float:
        """How far along, of a length; what lies outside is held at the end."""
        share = (value - self.low) / (self.high - self.low)
        return round(min(1.0, max(0.0, share)) * length, 2)

    def down(self, value: float, top: float, bottom: float) -> float:
        """How far from the top: larger is higher."""
        return round(bottom - self.at(value, bottom - top), 2)


def scale_of(values: Iterable[float], *, with_zero: bool = True) -> Scale:
    """From the least to the largest; zero belongs to it, so that lengths can be compared."""
    every = [*values, 0.0] if with_zero else list(values)
    low, high = min(every), max(every)
    return Scale(low, high) if high - low > LEAST_SPAN else Scale(low, low + max(1.0, abs(low)))


def ticks_of(scale: Scale, about: int = 4) -> list[float]:
    """Round numbers, evenly apart, of which the first and the last hold the scale between them."""
    step = round_step((scale.high - scale.low) / about)
    first, last = math.floor(scale.low / step), math.ceil(scale.high / step)
    return [float(f"{n * step:.12g}") for n in range(first, last + 1)]


def round_step(rough: float) -> float:
    """The least of 1, 2 and 5 times a power of ten that is no smaller."""
    power = 10.0 ** math.floor(math.log10(rough))
    times = next((n for n in (1, 2, 5) if n * power >= rough * (1 - 1e-9)), 10)
    return times * power


def on_ticks(scale: Scale, about: int = 4) -> tuple[Scale, list[float]]:
    """The scale widened to its ticks."""
    ticks = ticks_of(scale, about)
    return Scale(ticks[0], ticks[-1]), ticks
