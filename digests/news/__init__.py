"""What was new in a time, read once for all readers, and found by what it is about."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from digests.audiences import seen_by
from digests.news import (
    collected,
    collections,
    events,
    findings,
    institutions,
    outcome_words,
    outcomes,
    partnerships,
    pieces,
    question_evidence,
    questions,
    statements,
)
from digests.news.item import Item, Subject
from partnerships.models import StageChange

__all__ = ["Item", "News", "Subject", "still_seen"]

SOURCES: tuple[Any, ...] = (
    *(pieces, events, partnerships, questions, question_evidence, findings, institutions, collections, collected),
    *(outcomes, outcome_words.of_partners, outcome_words.from_outside),
    *(statements.needs, statements.offers),
)


class News:
    """All that was new after `since` and until `until`, with the pieces and events that were chosen."""

    def __init__(
        self, since: datetime, until: datetime, *, chosen_pieces: Iterable[int] = (), chosen_events: Iterable[int] = ()
    ) -> None:
        found = chain(
            pieces.new_pieces(since, until, chosen_pieces),
            events.new_events(since, until, chosen_events),
            partnerships.new_partnerships(since, until),
            questions.new_questions(since, until),
            question_evidence.new_evidence(since, until),
            findings.new_findings(since, until),
            institutions.new_institutions(since, until),
            collections.new_collections(since, until),
            collected.new_entries(since, until),
            outcomes.new_outcomes(since, until),
            outcome_words.of_partners.new_words(since, until),
            outcome_words.from_outside.new_words(since, until),
            statements.needs.newly_opened(since, until),
            statements.offers.newly_opened(since, until),
        )
        self.items = {item.key: item for item in found}
        self._by_subject: dict[Subject, list[Item]] = defaultdict(list)
        self._by_row: dict[tuple[str, int], list[Item]] = defaultdict(list)
        self._rows: dict[str, set[int]] = defaultdict(set)
        for item in self.items.values():
            if since < item.at <= until:  # what was chosen may be older
                self._by_row[item.about, item.row].append(item)
                self._rows[item.about].add(item.row)
                for each in item.subjects:
                    self._by_subject[each].append(item)

    def about(self, subjects: Iterable[Subject]) -> dict[str, tuple[Item, list[Subject]]]:
        """By their keys, the items about any of these, each with those that it is about."""
        found: dict[str, tuple[Item, list[Subject]]] = {}
        for each in subjects:
            for item in self._by_subject.get(each, ()):
                found.setdefault(item.key, (item, []))[1].append(each)
        return found

    def rows(self, about: str) -> set[int]:
        """The rows of a kind of which there is news."""
        return self._rows[about]

    def of_row(self, about: str, row: int) -> list[Item]:
        return self._by_row.get((about, row), [])


def still_seen(keys: Iterable[str]) -> dict[str, frozenset[str]]:
    """For each of these keys of items, who may see it now; in a fixed number of queries."""
    rows: dict[str, set[int]] = defaultdict(set)
    for key in keys:
        prefix, _colon, number = key.partition(":")
        rows[prefix].add(int(number))
    return dict(_seen(rows))


def _seen(rows: dict[str, set[int]]) -> Iterator[tuple[str, frozenset[str]]]:
    stages = dict(StageChange.objects.filter(pk__in=rows[partnerships.STAGE]).values_list("pk", "partnership_id"))
    for source in SOURCES:
        ids: set[Any] = set(rows[source.PREFIX])
        if source is partnerships:
            ids |= set(stages.values())
        seen = seen_by(source.listed_for, ids)
        yield from ((f"{source.PREFIX}:{pk}", seen[pk]) for pk in rows[source.PREFIX])
        if source is partnerships:
            yield from ((f"{partnerships.STAGE}:{pk}", seen[of]) for pk, of in stages.items())
