"""Scores from values that are stored already, with other weights: what `sql/scoring.sql` adds up, in Python."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import connection

from matching.models import Match, MatchWeights, PeerProfile
from matching.scoring.asked import Asked
from matching.scoring.clues import Clue, clues
from matching.scoring.criteria import NAMES, UNKNOWN
from matching.scoring.peers import ScoredPeer, emphasised


def fused(values: Mapping[str, float | None], demand: Mapping[str, float], supply: Mapping[str, float]) -> ScoredPeer:
    """Only its scores and values say something yet."""
    one, other = _mean(values, demand), _mean(values, supply)
    both = 2 * one * other / (one + other) if one + other else 0.0
    known = {name: values.get(name) for name in NAMES}
    return ScoredPeer(0, False, False, (), known, one, other, both)


def scored_again(
    matches: Sequence[Match], profiles: Mapping[tuple[int, int | None], PeerProfile], asked: Asked
) -> list[tuple[Match, ScoredPeer]]:
    """The matches whose peers are still known, best first after what the reader says matters most, own country first."""
    weights = MatchWeights.objects.current()
    demand, supply = emphasised(weights.demand, asked.emphasis), {k: float(v) for k, v in weights.supply.items()}
    pairs = [(each, profiles.get((each.institution_id, each.offer_id))) for each in matches]
    known = [(each, profile) for each, profile in pairs if profile is not None]
    common = clues_in_common(asked, [profile.pk for _match, profile in known])
    scored = [
        (
            match,
            replace(
                fused(match.criteria, demand, supply),
                profile_id=profile.pk,
                is_offer=profile.offer_id is not None,
                is_domestic=bool(profile.country) and profile.country == asked.who.country,
                clues=tuple(common.get(profile.pk, ())),
            ),
        )
        for match, profile in known
    ]
    return sorted(scored, key=lambda each: (not each[1].is_offer, not each[1].is_domestic, -each[1].score))


def clues_in_common(asked: Asked, profiles: Sequence[int]) -> dict[int, list[Clue]]:
    """The clues of the question that each profile holds, most telling first."""
    telling = clues(asked)
    if not telling or not profiles:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT p.id, array_agg(t.n::int ORDER BY t.n)
            FROM matching_peerprofile p
            CROSS JOIN unnest(%s::text[]) WITH ORDINALITY AS t(query, n)
            WHERE p.id = ANY(%s) AND p.words @@ t.query::tsquery
            GROUP BY p.id
            """,
            [[clue.query for clue in telling], list(profiles)],
        )
        return {profile: [telling[n - 1] for n in held] for profile, held in cursor.fetchall()}


def _mean(values: Mapping[str, float | None], weights: Mapping[str, float]) -> float:
    total = sum(float(weights.get(name, 0)) for name in NAMES)
    return sum(float(weights.get(name, 0)) * _counted(values.get(name)) for name in NAMES) / total


def _counted(value: float | None) -> float:
    return UNKNOWN if value is None else value
