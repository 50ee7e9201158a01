"""The tables that ship with the product and say what words, names and cells of a spreadsheet mean.

They are explained in `docs/data/`.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from partnerships.imports.columns import split

DATA = Path(__file__).parents[1] / "data"
REGISTER = DATA / "starting_register.csv"


@dataclass(frozen=True)
class InstitutionFacts:
    """A body that the register knows, with the spellings that mean it."""

    key: str
    name: str
    acronym: str
    country: str
    kind: str
    level: str
    third_party_side: str
    org_identifier: str
    ror_id: str
    website: str
    other_names: tuple[str, ...]

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.name, *self.other_names)


@dataclass(frozen=True)
class Reading:
    """One member that a cell names; key and country may be empty."""

    key: str
    country: str
    stated: str


@cache
def institutions() -> dict[str, InstitutionFacts]:
    found = {}
    for row in _table("institutions"):
        other_names = tuple(split(row.pop("other_names")))
        found[row["key"]] = InstitutionFacts(**row, other_names=other_names)
    return found


@cache
def readings() -> dict[tuple[str, str, str], tuple[Reading, ...]]:
    """Members of the cells that were read by hand, by column, countries and text of the cell."""
    return {
        (row["column"], row["countries"], row["cell"]): tuple(
            Reading(*member.split("|", 2)) for member in row["reading"].split(";;")
        )
        for row in _table("cell_readings")
    }


@cache
def sectors_by_words() -> dict[str, tuple[str, ...]]:
    return {row["words"].casefold(): tuple(split(row["sectors"])) for row in _table("sector_words")}


@cache
def _kind_rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row["pattern"]), row["kind"]) for row in _table("modality_words"))


def kind_of(words: str) -> str:
    """The kind that the first rule found in the words gives; nothing where no rule fits."""
    return next((kind for pattern, kind in _kind_rules() if pattern.search(words.casefold())), "")


def _table(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
