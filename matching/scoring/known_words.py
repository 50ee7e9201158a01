"""The names that facts are told in, read once for all peers of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQueryField, SearchRank
from django.db.models import F, Value
from django.db.models.functions import Cast

from community.models import SDGTarget, Sector, Subregion
from core.models import Visibility
from core.searching import Holds
from matching.models import PeerProfile
from matching.profiles import OFFERING
from matching.scoring.asked import Asked, categories
from matching.scoring.clues import either
from matching.scoring.peers import ScoredPeer
from partnerships.models import Partnership, PartnershipMember

MOST_NAMED = 3  # sectors and targets that a fact names


@dataclass(frozen=True)
class Words:
    """Names by code, and by institution the partnership that tells most."""

    sectors: dict[str, str]
    targets: dict[str, str]
    regions: dict[str, str]
    records: dict[int, Partnership]

    def of_sectors(self, codes: Sequence[str]) -> str:
        return _line(self.sectors, codes)

    def of_targets(self, codes: Sequence[str]) -> str:
        return _line(self.targets, codes)


def words_for(asked: Asked, shown: Sequence[tuple[ScoredPeer, PeerProfile]]) -> Words:
    profiles = [profile for _peer, profile in shown]
    sectors = {*asked.sectors, *categories(asked.sectors)}.union(*(p.sectors + p.categories for p in profiles))
    targets = set(asked.targets).union(*(p.targets for p in profiles))
    regions = {asked.who.region, *(p.region for p in profiles)}
    return Words(
        sectors={each.code: each.name for each in Sector.objects.filter(code__in=sectors)},
        targets={each.code: str(each) for each in SDGTarget.objects.filter(code__in=targets)},
        regions={each.code: each.name for each in Subregion.objects.filter(code__in=regions)},
        records=_telling_records(shown),
    )


def _telling_records(shown: Sequence[tuple[ScoredPeer, PeerProfile]]) -> dict[int, Partnership]:
    """For each institution its public partnership that holds most of what is in common, in one query."""
    held = list(dict.fromkeys(clue for peer, _profile in shown for clue in peer.clues))
    if not held:
        return {}
    query = either(held)
    found = (
        PartnershipMember.objects.filter(
            institution__in={profile.institution_id for _peer, profile in shown},
            side__in=OFFERING,
            partnership__visibility=Visibility.PUBLIC,
            partnership__revises=None,
        )
        .filter(Holds(query, "partnership__search"))
        .annotate(rank=SearchRank(F("partnership__search"), Cast(Value(query), SearchQueryField())))
        .order_by("institution_id", "-rank", "partnership_id")
        .distinct("institution_id")
        .values_list("institution_id", "partnership_id")
    )
    best: dict[Any, Any] = dict(found)
    records = Partnership.objects.only("slug", "title").in_bulk(best.values())
    return {institution: records[pk] for institution, pk in best.items()}


def _line(names: dict[str, str], codes: Sequence[str]) -> str:
    return "; ".join([names[code] for code in codes if code in names][:MOST_NAMED])
