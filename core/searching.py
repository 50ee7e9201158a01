"""Words that people search for: how what they type becomes a query that Postgres answers.

Search texts hold words as they are and stemmed, all without accents; see migrations 0001 and 0002.
"""

from typing import Any

from django.contrib.postgres.search import SearchQuery

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
    configurations = dict.fromkeys([AS_THEY_ARE, *(STEMMED[language] for language in languages)])
    first, *others = (SearchQuery(text, config=name, search_type="websearch") for name in configurations)
    query: Any = first
    for other in others:
        query = query | other
    return query
