"""The peers of a need as its own people and brokers read them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from matching import permissions
from matching.models import Match, MatchWeights, Need, PeerProfile
from matching.models.needs import NeedQuerySet
from matching.scoring.again import scored_again
from matching.scoring.asked import asked_by
from matching.scoring.explaining import ExplainedPeer, explain
from matching.scoring.pairs import OwnFacts
from matching.scoring.peers import best_peers

IN_PANEL = 3
# What the finder asks, by the places on the form of a need.
FIELDS = {
    "text": "problem",
    "sector": "sectors_list",
    "target": "sdg_targets_list",
    "stage": "reform_stage",
    "form": "forms",
}


@dataclass(frozen=True)
class Suggested:
    """A peer with what was done about it; `match` is None while the job has not kept it yet."""

    peer: ExplainedPeer
    match: Match | None


def matches_panel(need: Need, user: Any, emphasis: dict[str, int] | None = None) -> dict[str, Any]:
    """What `matching/_matches.html` prints on the page of a need; nothing for whom it is not meant."""
    if not permissions.can_see_matches(user, need) or need.status not in NeedQuerySet.open_states:
        return {}
    return suggestions(need, user, emphasis, most=IN_PANEL)


def suggestions(
    need: Need, user: Any, emphasis: dict[str, int] | None = None, most: int | None = None
) -> dict[str, Any]:
    """Offers, who might be asked, and who was set aside, in a fixed number of queries."""
    asked = asked_by(need, emphasis)
    weights = MatchWeights.objects.current()
    kept = Match.objects.filter(need=need)
    matches = list(kept.possible())
    is_kept = bool(matches) or kept.exists()
    by_profile: dict[int, Match] = {}
    if is_kept:
        pairs = scored_again(matches, _profiles(matches, user), asked)
        scored = [peer for _match, peer in pairs]
        by_profile = {peer.profile_id: match for match, peer in pairs}
    else:
        scored = best_peers(asked, user, weights)
    standing = [peer for peer in scored if not _is_aside(by_profile.get(peer.profile_id))]
    aside = [peer for peer in scored if _is_aside(by_profile.get(peer.profile_id))] if most is None else []
    shown = [*standing[:most], *aside]
    own = OwnFacts(reverse("matching:need_edit", args=[need.pk]), FIELDS)
    explained = explain(shown, asked, user, weights, own=own)
    each = [Suggested(peer, by_profile.get(peer.profile.pk)) for peer in explained]
    return {
        "need": need,
        "offers": [one for one in each if one.peer.offer and not _is_aside(one.match)],
        "others": [one for one in each if not one.peer.offer and not _is_aside(one.match)],
        "aside": [one for one in each if _is_aside(one.match)],
        "count": len(standing),
        "has_more": len(standing) > len(shown),
        "is_kept": is_kept,
        "may_set_aside": permissions.can_set_aside(user, need),
        "may_propose": permissions.can_propose(user),
        "may_remove": permissions.can_remove_match(user),
        "may_ask": permissions.can_request_for(user, need.institution),
    }


def _is_aside(match: Match | None) -> bool:
    return match is not None and match.set_aside_at is not None


def _profiles(matches: list[Match], user: Any) -> dict[tuple[int, int | None], PeerProfile]:
    wanted = Q(institution__in={each.institution_id for each in matches})
    found = PeerProfile.objects.visible_to(user).filter(wanted).only("institution", "offer", "country")
    return {(each.institution_id, each.offer_id): each for each in found}
