"""What every chart has: its words, and the numbers written as its reader writes them."""

import zlib
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.charts.drawing import Drawing, Key, Table
from core.charts.numbers import in_full, in_short


@dataclass(frozen=True, kw_only=True)
class Chart(ABC):
    """Its words. Only the title must be given; the description is made from the numbers where there is none.

    `unit` stands in the table and, where it is "%", behind each number. `how_url` leads to how the numbers
    are worked out, `data_url` to a file of them.
    """

    title: str
    subtitle: str = ""
    description: str = ""
    source: str = ""
    unit: str = ""
    how_url: str = ""
    data_url: str = ""
    key: str = ""  # begins the ids; needed only where one page shows the same chart twice

    @property
    def anchor(self) -> str:
        return self.key or f"chart-{zlib.crc32(repr(self).encode()):08x}"

    @property
    def told(self) -> str:
        """What somebody hears who does not see the picture."""
        return self.description or self.summary()

    def short(self, value: float) -> str:
        return in_short(value, self.unit)

    def full(self, value: Any) -> str:
        return in_full(value, self.unit)

    @property
    def unit_in_head(self) -> str:
        """Behind the name of a column, unless each number carries it."""
        return f" ({self.unit})" if self.unit and self.unit != "%" else ""

    @abstractmethod
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""

    @abstractmethod
    def summary(self) -> str:
        """The numbers in a sentence."""

    def legend(self) -> Sequence[Key]:
        return ()

    @abstractmethod
    def table(self) -> Table:
        """All numbers, for who reads no picture."""

    @abstractmethod
    def drawing(self) -> Drawing:
        """The picture, in units of its own."""
