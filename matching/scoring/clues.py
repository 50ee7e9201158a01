"""The clues of a question: the words in it that tell what it is about, whatever language they are in."""

import math
from dataclasses import dataclass

from django.db import connection

from core.searching import STEMMED, cleaned
from matching.scoring.asked import Asked
from matching.scoring.subjects import known, named_in

MOST = 12  # of a question are looked for: those that tell most
TOO_COMMON = 0.05  # a word in more than so many of the profiles tells nothing
ALWAYS_TELLING = 500  # unless it stands in no more profiles than this
STEMMERS = {"en": "english_stem", "fr": "french_stem", "es": "spanish_stem", "ar": "arabic_stem"}  # know stop words
OF_THE_SUBJECT = 2.0  # a word that names institutions, sectors or a subject counts so many times


Names = list[tuple[str, ...]]  # of one subject or word, each as its stems


@dataclass(frozen=True)
class Clue:
    """`typed` as it stands in the question, `query` finds it in the words of a profile, `idf` is how much it tells."""

    typed: str
    query: str
    idf: float


@dataclass(frozen=True)
class _Word:
    typed: str
    stem: str


def clues(asked: Asked) -> list[Clue]:
    """Those that few profiles hold, most telling first.

    A name of a subject stands for its names in all four languages. How much a word tells is its inverse document
    frequency (Spärck Jones, 1972), more for a word of the subject; words that stand in questions about anything
    tell nothing.
    """
    language = asked.language if asked.language in STEMMED else "en"
    in_language = _words(asked.text)
    words, general = in_language[language], known().general[language]
    found = list(named_in([word.stem for word in words], language))
    taken = {word.typed for start, end, _subject in found for word in words[start:end]}
    alternatives: dict[int, tuple[str, Names]] = {
        subject: (_typed(words[start:end]), known().stems[subject]) for start, end, subject in reversed(found)
    }
    if not found:  # perhaps it is not written in the language of the page
        for other, others in in_language.items():
            for start, end, subject in named_in([word.stem for word in others], other):
                taken |= {word.typed for word in others[start:end]}
                alternatives[subject] = (_typed(others[start:end]), known().stems[subject])
    single: dict[str, tuple[str, Names]] = {
        word.stem: (word.typed, [(word.stem,)])
        for word in reversed(words)
        if word.typed not in taken and word.stem not in general
    }
    counts, total = _counts(
        {stem for _typed, names in [*alternatives.values(), *single.values()] for name in names for stem in name}
    )
    return _most_telling([*alternatives.values()], [*single.values()], counts, total)


def either(found: list[Clue]) -> str:
    """The query that finds any of them."""
    return " | ".join(f"({clue.query})" for clue in found)


def _most_telling(
    subjects: list[tuple[str, Names]],
    single: list[tuple[str, Names]],
    counts: dict[str, tuple[int, bool]],
    total: int,
) -> list[Clue]:
    made = []
    for is_named, group in ((True, subjects), (False, single)):
        for typed, names in group:
            there = [name for name in names if all(stem in counts for stem in name)]
            if not there:
                continue
            n = max(min(counts[stem][0] for stem in name) for name in there)
            if 0 < n <= max(ALWAYS_TELLING, total * TOO_COMMON):
                weight = OF_THE_SUBJECT if is_named or counts[there[0][0]][1] else 1.0
                made.append(Clue(typed, _query(there), math.log(1 + total / n) * weight))
    return sorted(made, key=lambda clue: (-clue.idf, clue.typed))[:MOST]


def _words(text: str) -> dict[str, list[_Word]]:
    """The words of a text with their stems, in each language."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT l.code, lower(t.token), s.stem
            FROM unnest(%s::text[], %s::text[], %s::text[]) l(code, config, stemmer)
            CROSS JOIN ts_parse('default', %s) WITH ORDINALITY t(kind, token, n)
            CROSS JOIN unnest(tsvector_to_array(to_tsvector(l.config::regconfig, t.token))) s(stem)
            WHERE ts_lexize(l.stemmer::regdictionary, lower(t.token)) IS DISTINCT FROM '{}'  -- the, les, los
            ORDER BY t.n, s.stem
            """,
            [list(STEMMED), list(STEMMED.values()), [STEMMERS[code] for code in STEMMED], _cleaned_long(text)],
        )
        words: dict[str, list[_Word]] = {language: [] for language in STEMMED}
        for language, typed, stem in cursor.fetchall():
            words[language].append(_Word(typed, stem))
        return words


def _counts(stems: set[str]) -> tuple[dict[str, tuple[int, bool]], int]:
    """In how many profiles each stem stands and whether it names institutions or sectors; and how many there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT t.word, t.profiles, t.is_subject, (SELECT count(*) FROM matching_peerprofile)
            FROM matching_tellingword t WHERE t.word = ANY(%s)
            """,
            [sorted(stems)],
        )
        rows = cursor.fetchall()
    return {word: (n, is_subject) for word, n, is_subject, _total in rows}, rows[0][3] if rows else 0


def _typed(words: list[_Word]) -> str:
    return " ".join(word.typed for word in words)


def _query(names: Names) -> str:
    return " | ".join("(" + " & ".join(_quoted(stem) for stem in name) + ")" for name in names)


def _quoted(word: str) -> str:
    """A lexeme as a query of its own, whatever signs it holds."""
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _cleaned_long(text: str) -> str:
    """All of a question, not only the first words of a search."""
    words = text.replace("\x00", " ").split()
    return " ".join(cleaned(" ".join(words[start : start + 32])) for start in range(0, min(len(words), 800), 32))
