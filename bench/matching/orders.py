"""The orders that are compared. Each gives keys of institutions, best first, without the one that asks."""

import random
from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.db import connection

from bench.matching.pairs import Pair
from community.models import Institution
from core.searching import STEMMED
from matching.models import MatchWeights, PeerProfile
from matching.scoring.asked import Asked, Asker, categories
from matching.scoring.peers import best_peers

Order = Callable[[Pair, Asked], list[int]]
EVERYBODY = 1_000_000


def asked_of(pair: Pair) -> Asked:
    """What the asking side could have said before it knew its peer. The title is left out: it names the peer."""
    record = pair.partnership
    told = (record.problem, record.reform, record.expertise_wanted, record.sector_words)
    return Asked(
        text=" ".join(filter(None, told)),
        who=Asker.at(Institution.objects.select_related("country").get(pk=pair.demand)),
        sectors=tuple(record.sectors.values_list("code", flat=True)),
        targets=tuple(record.sdg_targets.values_list("code", flat=True)),
    )


def ours(pair: Pair, asked: Asked) -> list[int]:
    """By the fused score. The page shows peers at home as a group of their own; the score puts them in one order."""
    peers = best_peers(
        asked,
        AnonymousUser(),
        MatchWeights.objects.current(),
        most=EVERYBODY,
        most_domestic=0,
        most_others=EVERYBODY,
        all_institutions=True,
    )
    owner = dict(PeerProfile.objects.values_list("pk", "institution"))
    ranked = sorted(peers, key=lambda peer: (-peer.score, peer.profile_id))
    return list(dict.fromkeys(owner[peer.profile_id] for peer in ranked))


def same_sector(pair: Pair, asked: Asked) -> list[int]:
    """Institutions known in a category of the question, in no order; nobody else."""
    known = PeerProfile.objects.filter(categories__overlap=categories(asked.sectors)).exclude(institution=pair.demand)
    return _shuffled(list(known.order_by("institution").values_list("institution", flat=True)), pair)


def full_text(pair: Pair, asked: Asked) -> list[int]:
    """By `ts_rank` of any word of the question, and nothing else."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT p.institution_id FROM matching_peerprofile p, (
                SELECT string_agg(quote_literal(word), ' | ')::tsquery AS q
                FROM unnest(tsvector_to_array(to_tsvector(%s::regconfig, %s))) word) asked
            WHERE p.words @@ asked.q AND p.institution_id <> %s
            ORDER BY ts_rank(p.words, asked.q) DESC, p.institution_id
            """,
            [STEMMED[asked.language], asked.text, pair.demand],
        )
        return [row[0] for row in cursor.fetchall()]


def by_chance(pair: Pair, asked: Asked) -> list[int]:
    """Everybody, in no order."""
    everybody = PeerProfile.objects.exclude(institution=pair.demand).order_by("institution")
    return _shuffled(list(everybody.values_list("institution", flat=True)), pair)


def _shuffled(ids: list[int], pair: Pair) -> list[int]:
    """The same for the same record in each run."""
    mixed = list(dict.fromkeys(ids))
    random.Random(pair.partnership.slug).shuffle(mixed)  # noqa: S311 - no secret
    return mixed


ORDERS: dict[str, Order] = {"ours": ours, "same_sector": same_sector, "full_text": full_text, "random": by_chance}
