"""The peers of a need, found by a job and kept, so that its page asks for no scores."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from matching.locking import locked
from matching.models import Match, MatchWeights, Need, PeerProfile
from matching.models.needs import NeedQuerySet
from matching.scoring.asked import asked_by
from matching.scoring.peers import ScoredPeer, best_peers, profiles_of

SCORED = ("score_demand", "score_supply", "score", "criteria", "weights")


@dataclass(frozen=True)
class AnyMember:
    """Who matches are found for: offers for members count, because members alone read them."""

    is_authenticated: bool = True
    is_verified_member: bool = True


def rescore(needs: Iterable[int] | None = None) -> int:
    """Find the peers of these needs anew, of all open ones with None; how many needs. Safe to repeat."""
    found = Need.objects.open().order_by("pk")
    wanted = found if needs is None else found.filter(pk__in=list(needs))
    return sum(store_matches(need) for need in wanted.only("pk").iterator())


@transaction.atomic
def store_matches(need: Need) -> bool:
    """Keep what the score finds now. What somebody proposed or set aside stays as they left it, with fresh scores.

    False for a need that is not open: nobody looks for its peers.
    """
    stored = locked(need)
    if stored.status not in NeedQuerySet.open_states:
        return False
    weights = MatchWeights.objects.current()
    asked = asked_by(stored)
    kept = {(each.institution_id, each.offer_id): each for each in Match.objects.filter(need=stored)}
    by_hand = {key: each for key, each in kept.items() if each.is_proposed or each.set_aside_at}
    scored = best_peers(asked, AnyMember(), weights)
    found = _by_pair(scored)
    if missing := _profiles([key for key in by_hand if key not in found]):
        again = best_peers(asked, AnyMember(), weights, most_domestic=0, all_institutions=True, only=missing)
        found |= _by_pair(again)
    fresh: list[Match] = []
    changed: list[Match] = []
    for (institution, offer), peer in found.items():
        match = kept.get((institution, offer))
        (changed if match else fresh).append(
            scored_as(peer, match or Match(need=stored, institution_id=institution, offer_id=offer), weights)
        )
    gone = [each.pk for key, each in kept.items() if key not in found and key not in by_hand]
    Match.objects.filter(pk__in=gone).delete()
    Match.objects.bulk_create(fresh)
    Match.objects.bulk_update(changed, SCORED)
    return True


def scored_as(peer: ScoredPeer, match: Match, weights: MatchWeights) -> Match:
    match.score_demand, match.score_supply, match.score = peer.score_demand, peer.score_supply, peer.score
    match.criteria, match.weights = peer.values, weights
    return match


def _by_pair(scored: list[ScoredPeer]) -> dict[tuple[int, int | None], ScoredPeer]:
    profiles = profiles_of(scored, AnyMember())
    pairs = [(profiles[peer.profile_id], peer) for peer in scored if peer.profile_id in profiles]
    return {(profile.institution_id, profile.offer_id): peer for profile, peer in pairs}


def _profiles(pairs: list[tuple[int, int | None]]) -> list[int]:
    if not pairs:
        return []
    named = Q()
    for institution, offer in pairs:
        named |= Q(institution=institution, offer=offer)
    return list(PeerProfile.objects.filter(named).values_list("pk", flat=True))
