"""What a spreadsheet is read into."""

from dataclasses import dataclass, field

from core.exports import bare_cell

MOST_COLUMNS = 100
LONGEST_CELL = 32_767  # as in Excel


class SpreadsheetError(Exception):
    """The file as a whole cannot be read; the message says why and what to do."""


@dataclass(frozen=True)
class Limits:
    """What a file may at most hold, and how long reading it may take."""

    size: int
    unpacked: int
    rows: int
    seconds: float = 60


@dataclass(frozen=True)
class Row:
    """A row as the spreadsheet numbers it; `problems` are by the place of the cell, from 0."""

    number: int
    cells: list[str]
    problems: dict[int, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.problems and not any(self.cells)


@dataclass(frozen=True)
class Table:
    """The first row with anything in it are the headers; `notes` tell how the file was taken."""

    headers: list[str]
    rows: list[Row]
    notes: list[str]


def plain(text: str) -> str:
    """Text without outer spaces and without the mark that our exports put before what looks like a formula."""
    return bare_cell(text.strip())
