"""Advice against what was done and what came of it: so that the rules can be doubted.

Demonstration records do not count. Numbers below SMALL could point to one institution; only the secretariat reads
them.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.functional import Promise

from advice.asking.rules import VERSION
from advice.models import CameOfIt, ModalityAdvice, Support

SMALL = 3


@dataclass
class Compared:
    """One advice: how often it was given, how often something was said of it, and what came of it either way."""

    advised: Support
    given: int = 0
    followed: Counter[str] = field(default_factory=Counter)
    not_followed: Counter[str] = field(default_factory=Counter)

    @property
    def lines(self) -> list[tuple[str | Promise, int, int]]:
        """A line for each thing that may come of it: words, with the advice followed, and without."""
        return [(label, self.followed[value], self.not_followed[value]) for value, label in CameOfIt.choices]

    @property
    def told(self) -> int:
        return self.followed.total() + self.not_followed.total()


def compared() -> list[Compared]:
    """One query; a line for each advice of the rules that hold now."""
    found = {Support(value): Compared(Support(value)) for value in Support.values}
    rows = ModalityAdvice.objects.filter(is_demo=False, rules=VERSION).only(
        "advised", "chosen", "came_of_it", "forms", "rules"
    )
    for row in rows.iterator():
        line = found[Support(row.advised)]
        line.given += 1
        if row.was_followed is not None and row.came_of_it:
            (line.followed if row.was_followed else line.not_followed)[row.came_of_it] += 1
    return list(found.values())


def shown(number: int, *, whole: bool) -> str:
    """A number as it may be read by this reader."""
    return str(number) if whole or number == 0 or number >= SMALL else f"1–{SMALL - 1}"


def as_rows(*, whole: bool) -> Iterator[list[str]]:
    """For the file: advice, what came of it, when followed, when not."""
    for line in compared():
        for label, followed, not_followed in line.lines:
            numbers = [shown(number, whole=whole) for number in (line.given, followed, not_followed)]
            yield [str(line.advised.label), numbers[0], str(label), *numbers[1:]]
