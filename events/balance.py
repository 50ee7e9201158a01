"""How well the groups mix, as figures that a page can say in words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil

from events.allocation import Person


@dataclass(frozen=True)
class Spread:
    """How many of one institution or kind sit in one group at most; `best` is the fewest that could be."""

    name: str
    total: int
    fewest: int
    most: int
    best: int

    @property
    def is_best(self) -> bool:
        return self.most <= self.best


@dataclass(frozen=True)
class Balance:
    """`together` are the institutions with several people, those that crowd most first; `kinds` likewise."""

    groups: int
    placed: int
    smallest: int
    largest: int
    together: list[Spread]
    kinds: list[Spread]

    @property
    def is_even(self) -> bool:
        return self.largest - self.smallest <= 1

    @property
    def crowded(self) -> list[Spread]:
        """Institutions with more people in a group than there need be."""
        return [spread for spread in self.together if not spread.is_best]

    @property
    def most_of_one_institution(self) -> int:
        return max((spread.most for spread in self.together), default=1)


def balance(people: Iterable[Person], rooms: Iterable[int], places: Mapping[int, int]) -> Balance:
    """`places` says in which group each person is; who is in none does not count."""
    groups = list(rooms)
    seated = [person for person in people if person.key in places]
    sizes = Counter(places[person.key] for person in seated)
    institutions = _spreads(((p.institution, places[p.key]) for p in seated if p.institution), groups)
    together = [spread for spread in institutions if spread.total > 1]
    return Balance(
        groups=len(groups),
        placed=len(seated),
        smallest=min((sizes[group] for group in groups), default=0),
        largest=max((sizes[group] for group in groups), default=0),
        together=sorted(together, key=lambda spread: (-spread.most, spread.name)),
        kinds=_spreads(((p.kind, places[p.key]) for p in seated), groups),
    )


def _spreads(pairs: Iterable[tuple[str, int]], groups: list[int]) -> list[Spread]:
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for name, group in pairs:
        counts[name][group] += 1
    return [
        Spread(
            name=name,
            total=sum(count.values()),
            fewest=min(count[group] for group in groups),
            most=max(count.values()),
            best=ceil(sum(count.values()) / len(groups)),
        )
        for name, count in sorted(counts.items())
    ]
