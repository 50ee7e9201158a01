"""Chance that repeats itself: row 17 of a seed is the same row whenever it is made."""

from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

Item = TypeVar("Item")


def chance(seed: int, kind: str, number: int) -> Random:
    return Random(f"{seed} {kind} {number}")  # noqa: S311 - invents rows, guards nothing


class Ranked(Generic[Item]):
    """Things of which the first is drawn most often, as words, donors and countries are (Zipf's law).

    The steeper, the more the first ones take; 1 is the law of words.
    """

    def __init__(self, items: Sequence[Item], steepness: float = 1.0) -> None:
        self.items = items
        self.weights = list(accumulate(1 / rank**steepness for rank in range(1, len(items) + 1)))

    def draw(self, rng: Random, count: int) -> list[Item]:
        return rng.choices(self.items, cum_weights=self.weights, k=count)

    def one(self, rng: Random) -> Item:
        return self.draw(rng, 1)[0]

    def several(self, rng: Random, count: int) -> list[Item]:
        """At most so many, each once; none where there are none."""
        return list(dict.fromkeys(self.draw(rng, count))) if self.items else []


class Shares(Generic[Item]):
    """Things drawn by given shares: `Shares({"public": 6, "community": 1})`."""

    def __init__(self, shares: dict[Item, float]) -> None:
        self.items = list(shares)
        self.weights = list(accumulate(shares.values()))

    def one(self, rng: Random) -> Item:
        return rng.choices(self.items, cum_weights=self.weights)[0]
