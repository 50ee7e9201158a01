"""How much each criterion counts, from either side, as pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from matching.models import MatchWeights
from matching.scoring.criteria import CRITERIA, FAMILIES, MATTERS, Criterion
from matching.scoring.explaining import shares


@dataclass(frozen=True)
class Weighed:
    """A criterion with what it counts of a hundred for who asks and for who offers."""

    criterion: Criterion
    matter: str | Promise
    demand: float
    supply: float


def rows(weights: MatchWeights | None = None) -> list[tuple[str | Promise, list[Weighed]]]:
    """By family, of the version that holds now unless another is given."""
    version = weights or MatchWeights.objects.current()
    demand, supply = shares(version.demand), shares(version.supply)
    weighed = [Weighed(each, MATTERS[each.matter], demand[each.name], supply[each.name]) for each in CRITERIA]
    return [(label, [each for each in weighed if each.criterion.family == name]) for name, label in FAMILIES.items()]


def history() -> Sequence[Any]:
    """All versions, newest first."""
    return list(MatchWeights.objects.order_by("-number"))
