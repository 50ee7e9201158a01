"""Full-text search of the register, and what to offer when nothing was found.

The search text of a record holds its words stemmed and as they are, the names and spellings of its
institutions and the names of its countries in four languages, all without accents.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.db.models import F, FloatField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from community.models import Country, Institution
from core import searching, spelling
from core.searching import RANKED
from partnerships.models import Partnership
from partnerships.models.partnership import PartnershipQuerySet

SUGGESTIONS = 3


def query_for(text: str) -> Any:
    return searching.query_for(text, "en")


def matching(partnerships: PartnershipQuerySet, text: str) -> PartnershipQuerySet:
    return partnerships.filter(search=query_for(text))


def ranked(partnerships: PartnershipQuerySet, text: str, newest: Sequence[int] | None = None) -> PartnershipQuerySet:
    """The newest hits, the best of them first.

    `newest` are their keys where somebody has them; else the way down from the newest record meets
    them, soon if they are many.
    """
    hits: Any = partnerships.order_by("-changed_at", "-pk").values("pk")[:RANKED]
    if newest is not None:
        hits = RawSQL("SELECT unnest(%s::bigint[])", [list(newest)])
    return Partnership.objects.filter(pk__in=hits).annotate(
        rank=Cast(SearchRank(F("search"), query_for(text)), FloatField())
    )


def did_you_mean(text: str, user: Any) -> list[str]:
    """Close spellings among titles, institutions and countries; only those that lead to something."""
    if not searching.has_words(text):
        return []
    visible = Partnership.objects.listed_for(user)
    names = [
        (visible, "title"),
        (Institution.objects.visible_to(user), "name"),
        (Country.objects.all(), "name_en"),
        (Country.objects.exclude(name_fr=""), "name_fr"),
        (Country.objects.exclude(name_es=""), "name_es"),
    ]
    found: list[str] = []
    for offer in spelling.offers(text, names):
        if matching(visible, offer).exists():
            found.append(offer)
        if len(found) == SUGGESTIONS:
            break
    return found
