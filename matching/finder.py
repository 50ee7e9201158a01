"""Peers for a question: those that offer, those that might be asked, and the address that shows them."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from community.models import Institution
from matching.models import MatchWeights, PeerProfile
from matching.scoring.asked import Asked
from matching.scoring.criteria import AS_IT_IS
from matching.scoring.explaining import ExplainedPeer, explain
from matching.scoring.pairs import OwnFacts
from matching.scoring.peers import best_peers

FIRST = 5  # of each sort are shown at once
MOST = 20
MOST_COMPARED = 3


@dataclass(frozen=True)
class Findings:
    """Real offers, and apart from them who might be asked. `has_more` says whether the list is longer than shown."""

    offers: list[ExplainedPeer]
    others: list[ExplainedPeer]
    has_more: bool

    @property
    def count(self) -> int:
        return len(self.offers) + len(self.others)


def find_peers(asked: Asked, user: Any, *, show_all: bool = False) -> Findings:
    weights = MatchWeights.objects.current()
    scored = best_peers(asked, user, weights, most=MOST, most_others=MOST)
    offers, others = ([peer for peer in scored if peer.is_offer is wanted] for wanted in (True, False))
    shown = [*offers, *others] if show_all else [*offers[:FIRST], *others[:FIRST]]
    explained = explain(shown, asked, user, weights)
    return Findings(
        [peer for peer in explained if peer.offer],
        [peer for peer in explained if not peer.offer],
        has_more=len(explained) < len(scored),
    )


def compare_peers(asked: Asked, user: Any, keys: list[str], own_facts: str) -> list[ExplainedPeer]:
    """The peers of these keys (see `ExplainedPeer.key`), best first; what who asks left out leads to `own_facts`."""
    weights = MatchWeights.objects.current()
    chosen = PeerProfile.objects.visible_to(user).of_keys(keys[:MOST_COMPARED])
    if not chosen:
        return []
    scored = best_peers(asked, user, weights, most_domestic=0, only=chosen)
    return explain(scored, asked, user, weights, own=OwnFacts(own_facts))


def peer_address(asked: Asked) -> str:
    """Where the finder answers this question; the text is cut where an address could not hold it."""
    query = QueryDict(mutable=True)
    query["text"] = asked.text[:600]
    who = asked.who
    institution = Institution.objects.filter(pk=who.institution_id).first() if who.institution_id else None
    named = {"institution": institution.slug} if institution else {"country": who.country, "kind": who.kind}
    stage = str(int(asked.reform_stage)) if asked.reform_stage else ""
    one = {"sector": asked.sectors[:1], "target": asked.targets[:1]}
    single = named | {name: codes[0] if codes else "" for name, codes in one.items()} | {"stage": stage}
    switched = {"interpreter": asked.has_interpreter, "abroad": not asked.include_own_country}
    single |= {name: "on" for name, is_on in switched.items() if is_on}
    single |= {f"m_{name}": str(step) for name, step in asked.emphasis.items() if step != AS_IT_IS}
    for name, value in single.items():
        if value:
            query[name] = value
    query.setlist("languages", list(asked.languages))
    query.setlist("form", list(asked.forms))
    return f"{reverse('matching:peers')}?{query.urlencode()}"
