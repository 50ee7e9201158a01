"""Recall at five and at ten and the mean reciprocal rank of each order, with intervals by bootstrap."""

import random
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import Any

from django.db import transaction

from bench.matching.orders import ORDERS, asked_of
from bench.matching.pairs import Pair, of_file, of_register
from matching.models import PeerProfile
from matching.profiles import refresh

RESAMPLES = 2_000
SEED = 20_200_504  # the day of the learning event that asked for this


@dataclass
class Found:
    """`ranks` has for each order the best rank of a supplier of each pair, from 1; None where none was found."""

    skipped: int
    pool: int
    ranks: dict[str, list[int | None]] = field(default_factory=dict)

    @property
    def pairs(self) -> int:
        return len(next(iter(self.ranks.values()), []))

    def as_object(self) -> dict[str, Any]:
        told: dict[str, Any] = {"pairs": self.pairs, "skipped": self.skipped, "pool": self.pool}
        told |= {name: figures(ranks) for name, ranks in self.ranks.items()}
        return told | {"intervals": {name: intervals(ranks) for name, ranks in self.ranks.items()}}

    def as_table(self) -> str:
        told = self.as_object()
        lines = [f"{self.pairs} pairs, {self.skipped} skipped, {self.pool} institutions to choose from"]
        lines.append(f"{'':14}{'recall@5':>22}{'recall@10':>22}{'mrr':>22}")
        for name in self.ranks:
            cells = [
                f"{value:.3f} ({low:.3f}–{high:.3f})"
                for value, (low, high) in zip(told[name].values(), told["intervals"][name].values(), strict=True)
            ]
            lines.append(f"{name:14}" + "".join(f"{cell:>22}" for cell in cells))
        return "\n".join(lines)


def measure(path: Path | None) -> Found:
    """Ask for each pair in turn; the register is as before when it is over."""
    with transaction.atomic():
        pairs, skipped = of_file(path) if path else of_register()
        refresh(None)
        found = Found(skipped, PeerProfile.objects.count(), {name: [] for name in ORDERS})
        for pair in pairs:
            for name, rank in ranks_of(pair).items():
                found.ranks[name].append(rank)
        transaction.set_rollback(True)
    return found


def ranks_of(pair: Pair) -> dict[str, int | None]:
    """The best rank of a supplier in each order, as if nothing of the two together were known."""
    concerned = {pair.demand, *pair.suppliers}
    refresh(concerned, hidden=pair.hidden)
    try:
        asked = asked_of(pair)
        return {name: best_rank(order(pair, asked), pair.suppliers) for name, order in ORDERS.items()}
    finally:
        refresh(concerned)


def best_rank(ids: list[int], wanted: frozenset[int]) -> int | None:
    return next((place for place, pk in enumerate(ids, start=1) if pk in wanted), None)


def figures(ranks: list[int | None]) -> dict[str, float]:
    if not ranks:
        return {"recall@5": 0.0, "recall@10": 0.0, "mrr": 0.0}
    return {
        "recall@5": mean(rank is not None and rank <= 5 for rank in ranks),
        "recall@10": mean(rank is not None and rank <= 10 for rank in ranks),
        "mrr": mean(1 / rank if rank else 0.0 for rank in ranks),
    }


def intervals(ranks: list[int | None]) -> dict[str, tuple[float, float]]:
    """The middle 95 % of each figure over samples of the pairs, drawn with replacement (Efron, 1979)."""
    if not ranks:
        return dict.fromkeys(figures(ranks), (0.0, 0.0))
    chance = random.Random(SEED)  # noqa: S311 - no secret
    drawn = [figures(chance.choices(ranks, k=len(ranks))) for _each in range(RESAMPLES)]
    low, high = int(RESAMPLES * 0.025), int(RESAMPLES * 0.975) - 1
    spread = {name: sorted(sample[name] for sample in drawn) for name in figures(ranks)}
    return {name: (values[low], values[high]) for name, values in spread.items()}
