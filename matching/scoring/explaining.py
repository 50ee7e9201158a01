"""Why a peer stands where it stands: each criterion with one fact, weak ones and missing ones too."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from matching.models import MatchWeights, PeerProfile
from matching.scoring.asked import Asked
from matching.scoring.criteria import CRITERIA, FAMILIES, MATTERS, NAMES, UNKNOWN, Criterion
from matching.scoring.facts import FACTS
from matching.scoring.known_words import Words, words_for
from matching.scoring.pairs import Fact, OwnFacts, Pair
from matching.scoring.peers import ScoredPeer, emphasised, profiles_of

WEAK = 0.5  # below it a bar is paler


@dataclass(frozen=True)
class Explained:
    """One criterion of one peer. `value` is None where something is not known: then `fact` says what is missing.

    `demand` and `supply` say how much it counts, in hundredths, for who asks and for who offers.
    """

    criterion: Criterion
    value: float | None
    fact: Fact
    demand: float
    supply: float

    @property
    def label(self) -> str | Promise:
        return self.criterion.label

    @property
    def is_known(self) -> bool:
        return self.value is not None

    @property
    def is_weak(self) -> bool:
        return self.value is None or self.value < WEAK

    @property
    def percent(self) -> int:
        return round(100 * (self.value or 0))

    @property
    def counted(self) -> float:
        """What enters the sum: what is not known counts too, a little."""
        return UNKNOWN if self.value is None else self.value


@dataclass(frozen=True)
class Matter:
    """Criteria that a reader weighs together, as one bar with the fact that tells most."""

    name: str
    label: str | Promise
    criteria: tuple[Explained, ...]

    @property
    def told(self) -> Explained:
        """What is known before what is not; of that what counts most for who asks."""
        return max(self.criteria, key=self._tells)

    def _tells(self, each: Explained) -> tuple[bool, float, bool, float]:
        return each.is_known, each.demand * (each.value or 0), each.criterion.name == self.name, each.demand

    @property
    def fact(self) -> Fact:
        return self.told.fact

    @property
    def is_known(self) -> bool:
        return self.told.is_known

    @property
    def percent(self) -> int:
        """The mean of what is known, as it is weighed."""
        known = [each for each in self.criteria if each.is_known]
        weight = sum(each.demand for each in known)
        if not weight:
            return self.told.percent
        return round(100 * sum(each.demand * (each.value or 0) for each in known) / weight)

    @property
    def is_weak(self) -> bool:
        return not self.is_known or self.percent < 100 * WEAK


@dataclass(frozen=True)
class ExplainedPeer:
    """A possible peer with everything that a page says of it."""

    scored: ScoredPeer
    profile: PeerProfile
    criteria: tuple[Explained, ...]

    @property
    def institution(self) -> Any:
        return self.profile.institution

    @property
    def offer(self) -> Any:
        return self.profile.offer

    @property
    def key(self) -> str:
        """Names the peer in an address: profiles are written anew, institutions and offers stay."""
        return f"{self.institution.slug}.{self.offer.pk}" if self.offer else self.institution.slug

    @property
    def families(self) -> list[tuple[str | Promise, list[Explained]]]:
        return [
            (label, [each for each in self.criteria if each.criterion.family == name])
            for name, label in FAMILIES.items()
        ]

    @property
    def matters(self) -> list[Matter]:
        return [
            Matter(name, label, tuple(each for each in self.criteria if each.criterion.matter == name))
            for name, label in MATTERS.items()
        ]

    @property
    def score_demand(self) -> int:
        return round(100 * self.scored.score_demand)

    @property
    def score_supply(self) -> int:
        return round(100 * self.scored.score_supply)

    @property
    def score(self) -> int:
        return round(100 * self.scored.score)

    @property
    def missing(self) -> list[Explained]:
        return [each for each in self.criteria if not each.is_known]


def explain(
    peers: Sequence[ScoredPeer], asked: Asked, user: Any, weights: MatchWeights, *, own: OwnFacts | None = None
) -> list[ExplainedPeer]:
    """All of them, in their order, in a fixed number of queries. `own` is where who asks says more; else on the page."""
    profiles = profiles_of(list(peers), user)
    shown = [(peer, profiles[peer.profile_id]) for peer in peers if peer.profile_id in profiles]
    words = words_for(asked, shown)
    demand, supply = shares(emphasised(weights.demand, asked.emphasis)), shares(weights.supply)
    return [
        ExplainedPeer(
            peer, profile, _criteria(Pair(asked, peer, profile, words, user, own or OwnFacts()), words, demand, supply)
        )
        for peer, profile in shown
    ]


def _criteria(pair: Pair, words: Words, demand: dict[str, float], supply: dict[str, float]) -> tuple[Explained, ...]:
    return tuple(
        Explained(each, pair.peer.values[each.name], FACTS[each.name](pair), demand[each.name], supply[each.name])
        for each in CRITERIA
    )


def shares(weights: dict[str, float]) -> dict[str, float]:
    """How much each criterion counts of a hundred."""
    total = sum(float(weights.get(name, 0)) for name in NAMES)
    return {name: 100 * float(weights.get(name, 0)) / total for name in NAMES}
