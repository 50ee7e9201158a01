"""Full-text search of the register, and what to offer when nothing was found.

The search text of a record holds its words stemmed and as they are, the names and spellings of its
institutions and the names of its countries in four languages, all without accents.
"""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import F, FloatField, Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from community.models import Country, Institution
from core.functions import Fold
from core.validators import clean_text
from partnerships.models import Partnership
from partnerships.models.partnership import PartnershipQuerySet

MOST_WORDS = 32
LONGEST_WORD = 60
RANKED = 1_000  # ranking reads each hit's text, so only the newest hits are ranked
ALIKE = 0.3  # how alike two spellings are at least, from 0 to 1
CANDIDATES = 8
SUGGESTIONS = 3


def cleaned(text: str) -> str:
    """What is searched for: no more words, and no longer ones, than anyone means."""
    words = clean_text(text.replace("\x00", " ")).split()
    return " ".join(word[:LONGEST_WORD] for word in words[:MOST_WORDS])


def has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def is_too_long(text: str) -> bool:
    return len(text.split()) > MOST_WORDS


def query_for(text: str) -> Any:
    """Quotes, `or` and a leading minus work as in other search fields; nothing typed is an error."""
    as_it_is = SearchQuery(text, config="portal", search_type="websearch")
    return as_it_is | SearchQuery(text, config="portal_english", search_type="websearch")


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
    if not has_words(text):
        return []
    names = _alike(text, user)
    offered = [_respelled(text, names), *names]
    visible = Partnership.objects.listed_for(user)
    found: list[str] = []
    for offer in dict.fromkeys(offered):
        if offer.casefold() != text.casefold() and matching(visible, offer).exists():
            found.append(offer)
        if len(found) == SUGGESTIONS:
            break
    return found


def _alike(text: str, user: Any) -> list[str]:
    """Titles one may see, institutions and countries whose spelling is close, the closest first."""
    typed = Fold(Value(text))
    parts = [
        (Partnership.objects.listed_for(user), "title"),
        (Institution.objects.visible_to(user), "name"),
        (Country.objects.all(), "name_en"),
        (Country.objects.exclude(name_fr=""), "name_fr"),
        (Country.objects.exclude(name_es=""), "name_es"),
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(ALIKE)])
        rows: list[tuple[str, float]] = []
        for queryset, field in parts:
            alike = (
                queryset.alias(folded=Fold(field))
                .filter(Q(folded__trigram_word_similar=typed))
                .annotate(likeness=TrigramWordSimilarity(typed, F("folded")))  # type: ignore[arg-type]  # the stubs know text only
                .order_by("-likeness")
            )
            rows += alike.values_list(field, "likeness")[:CANDIDATES]
    return [name for name, _likeness in sorted(rows, key=lambda row: -row[1])]


def _respelled(text: str, names: list[str]) -> str:
    """The query with each word put as the nearest word of the names found."""
    known = {word.strip(".,;:()").casefold(): word.strip(".,;:()") for name in names for word in name.split()}
    words = []
    for word in text.split():
        near = get_close_matches(word.casefold(), known, n=1, cutoff=0.7)
        words.append(known[near[0]] if near else word)
    return " ".join(words)
