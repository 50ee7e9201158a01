"""The best peers of a question: its clues, then one statement that scores."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from core.models import Visibility
from matching.models import MatchWeights, PeerProfile
from matching.scoring.asked import Asked, categories
from matching.scoring.clues import Clue, clues
from matching.scoring.criteria import AS_IT_IS, CRITERIA, EMPHASIS, NAMES, UNKNOWN
from matching.sql import read

SCORING = read("scoring.sql")
NO_HITS = "SELECT NULL::bigint, NULL::float8, NULL::int WHERE false"
HIT = "SELECT id, %(idf_{n})s::float8, {n} FROM matching_peerprofile WHERE words @@ %(query_{n})s::tsquery"


@dataclass(frozen=True)
class ScoredPeer:
    """A possible peer, with the clues of the question that it holds, most telling first.

    `values` has each criterion by name, 0 to 1, None for what is not known.
    """

    profile_id: int
    is_offer: bool
    is_domestic: bool
    clues: tuple[Clue, ...]
    values: dict[str, float | None]
    score_demand: float
    score_supply: float
    score: float


def best_peers(
    asked: Asked,
    user: Any,
    weights: MatchWeights,
    *,
    most: int = 20,
    most_domestic: int = 3,
    most_others: int = 20,
    all_institutions: bool = False,
    only: Iterable[int] = (),
) -> list[ScoredPeer]:
    """Offers first, those in one's own country before others, best first; then who might be asked.

    With `all_institutions` the latter are not only those with a track record: `make bench-matching` asks so.
    `only` names the profiles to score, whatever they have in common with the question.
    """
    telling = clues(asked)
    params = _params(asked, user) | {
        "most": most,
        "most_domestic": most_domestic if asked.include_own_country else 0,
        "most_others": most_others,
        "all_institutions": all_institutions,
        "only": list(only),
        "all_idf": sum(clue.idf for clue in telling),
    }
    for n, clue in enumerate(telling):
        params |= {f"idf_{n}": clue.idf, f"query_{n}": clue.query}
    hits = " UNION ALL ".join(HIT.format(n=n) for n in range(len(telling))) or NO_HITS
    statement = SCORING.format(
        hits=hits,
        demand=weighed(emphasised(weights.demand, asked.emphasis)),
        supply=weighed(weights.supply),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        columns = [column.name for column in cursor.description]
        return [_peer(dict(zip(columns, row, strict=True)), telling) for row in cursor.fetchall()]


def emphasised(weights: dict[str, float], emphasis: dict[str, int]) -> dict[str, float]:
    """The weights after what the reader says matters most; as they are where that would leave nothing."""
    changed = {
        each.name: float(weights.get(each.name, 0)) * EMPHASIS[emphasis.get(each.matter, AS_IT_IS)] for each in CRITERIA
    }
    return changed if any(changed.values()) else {name: float(weights.get(name, 0)) for name in NAMES}


def weighed(weights: dict[str, float]) -> str:
    """The weighted mean of the criteria as SQL; names and numbers are ours, nothing typed is in it."""
    total = sum(float(weights.get(name, 0)) for name in NAMES)
    if not total > 0:
        raise ValueError("weights that are all nothing order nothing")
    parts = [
        f"{float(weights[name]) / total!r} * coalesce({name}, {UNKNOWN})" for name in NAMES if weights.get(name, 0)
    ]
    return " + ".join(parts)


def _params(asked: Asked, user: Any) -> dict[str, Any]:
    who = asked.who
    sees_all = user.is_authenticated and user.is_verified_member
    return {
        "visibilities": [Visibility.PUBLIC, Visibility.COMMUNITY] if sees_all else [Visibility.PUBLIC],
        "institution": who.institution_id,
        "country": who.country,
        "region": who.region,
        "income": who.income,
        "legal_tradition": who.legal_tradition,
        "kind": who.kind,
        "branch": who.branch,
        "staff": who.staff,
        "sectors": list(asked.sectors),
        "categories": categories(asked.sectors),
        "targets": list(asked.targets),
        "goals": sorted({target.split(".")[0] for target in asked.targets}),
        "speaks": list(asked.speaks),
        "has_interpreter": asked.has_interpreter,
        "has_stated_languages": asked.has_stated_languages,
        "forms": list(asked.forms),
        "reform_stage": asked.reform_stage,
        "starts_on": asked.starts_on,
        "ends_on": asked.ends_on,
        "today": timezone.localdate(),
        "excluded": list(asked.excluded),
        "include_own_country": asked.include_own_country,
    }


def _peer(row: dict[str, Any], telling: list[Clue]) -> ScoredPeer:
    return ScoredPeer(
        profile_id=row["id"],
        is_offer=row["is_offer"],
        is_domestic=row["is_domestic"],
        clues=tuple(telling[n] for n in row["shared_clues"] or ()),
        values={name: row[name] for name in NAMES},
        score_demand=row["score_demand"],
        score_supply=row["score_supply"],
        score=row["score"],
    )


def profiles_of(peers: list[ScoredPeer], user: Any) -> dict[int, PeerProfile]:
    """What is known of each, with its institution and offer, in one query."""
    found = (
        PeerProfile.objects.visible_to(user)
        .select_related("institution__country", "offer")
        .defer("words", "institution__search")
    )
    return {profile.pk: profile for profile in found.filter(pk__in=[peer.profile_id for peer in peers])}
