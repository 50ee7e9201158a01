"""Words that people search for: how what they type becomes a query that Postgres answers.

Search texts hold words as they are and stemmed, all without accents; see migrations 0001 and 0002.
"""

from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchQueryField
from django.db import connection
from django.db.models import BooleanField, Func, Value
from django.db.models.functions import Cast

from core.validators import clean_text

MOST_WORDS = 32
LONGEST_WORD = 60
RANKED = 1_000  # ranking reads each hit's text, so only the newest hits are ranked

AS_THEY_ARE = "portal"
STEMMED = {"en": "portal_english", "fr": "portal_french", "es": "portal_spanish", "ar": "portal_arabic"}


def cleaned(text: str) -> str:
    """What is searched for: no more words, and no longer ones, than anyone means."""
    words = clean_text(text.replace("\x00", " ")).split()
    return " ".join(word[:LONGEST_WORD] for word in words[:MOST_WORDS])


def has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def is_too_long(text: str) -> bool:
    return len(text.split()) > MOST_WORDS


def query_for(text: str, *languages: str) -> Any:
    """The words as they are, and stemmed in these languages.

    Quotes, `or` and a leading minus work as in other search fields; nothing typed is an error.
    """
    first, *others = (SearchQuery(text, config=name, search_type="websearch") for name in _configurations(languages))
    query: Any = first
    for other in others:
        query = query | other
    return query


def parsed(text: str, *languages: str) -> str:
    """The same query as Postgres writes it, for statements that hold it many times."""
    configurations = _configurations(languages)
    made = " || ".join(["websearch_to_tsquery(%s::regconfig, %s)"] * len(configurations))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({made})::text", [part for name in configurations for part in (name, text)])
        return str(cursor.fetchone()[0])


class Holds(Func):
    """Whether the column `search` holds a query that is parsed already."""

    arg_joiner = " @@ "
    template = "%(expressions)s"
    output_field = BooleanField()

    def __init__(self, query: str, column: str = "search") -> None:
        super().__init__(column, Cast(Value(query), SearchQueryField()))


class Dear(Func):
    """Always true: makes Postgres ask the index for rare words, see migration 0003."""

    function = "core_dear"
    output_field = BooleanField()

    def __init__(self) -> None:
        super().__init__("pk")


def _configurations(languages: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys([AS_THEY_ARE, *(STEMMED[language] for language in languages)]))
