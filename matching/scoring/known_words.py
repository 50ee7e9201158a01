"""The names that facts are told in, read once for all peers of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import F

from community.models import SDGTarget, Sector, Subregion
from core.models import Visibility
from core.searching import STEMMED
from matching.models import PeerProfile
from matching.profiles import OFFERING
from matching.scoring.asked import Asked, categories
from matching.scoring.peers import ScoredPeer, cleaned_long
from partnerships.models import Partnership, PartnershipMember

MOST_NAMED = 3  # sectors and targets that a fact names


@dataclass(frozen=True)
class Words:
    """Names by code, the words of the question by their stem, and by institution the partnership that tells most."""

    sectors: dict[str, str]
    targets: dict[str, str]
    regions: dict[str, str]
    typed: dict[str, str]
    records: dict[int, Partnership]

    def of_sectors(self, codes: Sequence[str]) -> str:
        return _line(self.sectors, codes)

    def of_targets(self, codes: Sequence[str]) -> str:
        return _line(self.targets, codes)

    def as_typed(self, stems: Sequence[str]) -> str:
        return ", ".join(dict.fromkeys(self.typed.get(stem, stem) for stem in stems))


def words_for(asked: Asked, shown: Sequence[tuple[ScoredPeer, PeerProfile]]) -> Words:
    profiles = [profile for _peer, profile in shown]
    sectors = {*asked.sectors, *categories(asked.sectors)}.union(*(p.sectors + p.categories for p in profiles))
    targets = set(asked.targets).union(*(p.targets for p in profiles))
    regions = {asked.who.region, *(p.region for p in profiles)}
    return Words(
        sectors={each.code: each.name for each in Sector.objects.filter(code__in=sectors)},
        targets={each.code: str(each) for each in SDGTarget.objects.filter(code__in=targets)},
        regions={each.code: each.name for each in Subregion.objects.filter(code__in=regions)},
        typed=_typed(asked) if any(peer.words for peer, _profile in shown) else {},
        records=_telling_records(shown),
    )


def _typed(asked: Asked) -> dict[str, str]:
    """The words of the question by their stem, so that readers meet what they wrote and no stems."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unnest(lexemes), lower(token) FROM ts_debug(%s::regconfig, %s) WHERE lexemes <> '{}'",
            [STEMMED.get(asked.language, STEMMED["en"]), cleaned_long(asked.text)],
        )
        return dict(reversed(cursor.fetchall()))


def _telling_records(shown: Sequence[tuple[ScoredPeer, PeerProfile]]) -> dict[int, Partnership]:
    """For each institution its public partnership that holds most of the words in common, in one query."""
    stems = {word for peer, _profile in shown for word in peer.words}
    if not stems:
        return {}
    query = SearchQuery(" or ".join(f'"{stem}"' for stem in sorted(stems)), search_type="websearch", config="simple")
    found = (
        PartnershipMember.objects.filter(
            institution__in={profile.institution_id for _peer, profile in shown},
            side__in=OFFERING,
            partnership__visibility=Visibility.PUBLIC,
            partnership__revises=None,
            partnership__search=query,
        )
        .annotate(rank=SearchRank(F("partnership__search"), query))
        .order_by("institution_id", "-rank", "partnership_id")
        .distinct("institution_id")
        .values_list("institution_id", "partnership_id")
    )
    best: dict[Any, Any] = dict(found)
    records = Partnership.objects.only("slug", "title").in_bulk(best.values())
    return {institution: records[pk] for institution, pk in best.items()}


def _line(names: dict[str, str], codes: Sequence[str]) -> str:
    return "; ".join([names[code] for code in codes if code in names][:MOST_NAMED])
