"""Close spellings: what somebody may have meant whose words found nothing."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet, Value

from core.functions import Fold

ALIKE = 0.3  # how alike two spellings are at least, from 0 to 1
CANDIDATES = 8
OUTER = ".,;:()"


def offers(text: str, names: Iterable[tuple[QuerySet[Any], str]]) -> list[str]:
    """What may have been meant, the likeliest first; whether it leads to anything is for the caller to ask.

    `names` are querysets of what the reader may see, each with its column of names: an index on the folded
    column answers.
    """
    alike = _alike(text, names)
    likely = dict.fromkeys([_respelled(text, alike), *alike])
    return [offer for offer in likely if offer.casefold() != text.casefold()]


def _alike(text: str, names: Iterable[tuple[QuerySet[Any], str]]) -> list[str]:
    """Names whose spelling is close, the closest first, in one query."""
    typed = Fold(Value(text))
    first, *others = (
        queryset.order_by()
        .alias(folded=Fold(column))
        .filter(Q(folded__trigram_word_similar=typed))
        .annotate(likeness=TrigramWordSimilarity(typed, F("folded")))  # type: ignore[arg-type]  # the stubs know text only
        .order_by("-likeness")
        .values_list(column, "likeness")[:CANDIDATES]
        for queryset, column in names
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(ALIKE)])
        rows = list(first.union(*others, all=True))
    return [name for name, _likeness in sorted(rows, key=lambda row: -row[1])]


def _respelled(text: str, names: list[str]) -> str:
    """The query with each word put as the nearest word of the names found."""
    known = {word.strip(OUTER).casefold(): word.strip(OUTER) for name in names for word in name.split()}
    words = []
    for word in text.split():
        near = get_close_matches(word.casefold(), known, n=1, cutoff=0.7)
        words.append(known[near[0]] if near else word)
    return " ".join(words)
