"""Works that may be one: the same DOI, or the same title of one year. People decide; this only finds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from core.functions import Fold
from knowledge.bibliography.works import Work
from knowledge.models import Resource
from knowledge.models.choices import State

MOST_PAIRS = 100
_PAIRS = """
    SELECT one.piece_ptr_id, other.piece_ptr_id
    FROM knowledge_resource one JOIN knowledge_piece p ON p.id = one.piece_ptr_id,
         knowledge_resource other JOIN knowledge_piece q ON q.id = other.piece_ptr_id
    WHERE p.id < q.id AND one.doi <> '' AND one.doi = other.doi
    UNION
    SELECT p.id, q.id
    FROM knowledge_piece p JOIN knowledge_resource one ON one.piece_ptr_id = p.id,
         knowledge_piece q JOIN knowledge_resource other ON other.piece_ptr_id = q.id
    WHERE p.id < q.id AND p.kind = 'resource' AND q.kind = 'resource' AND core_fold(p.title) = core_fold(q.title)
      AND (one.year = other.year OR one.year IS NULL OR other.year IS NULL)
      AND (one.doi = '' OR other.doi = '' OR one.doi = other.doi)
    ORDER BY 1, 2 LIMIT 1000
"""
_FOLDED = "SELECT core_fold(title) FROM unnest(%s::text[]) WITH ORDINALITY AS typed (title, place) ORDER BY place"


@dataclass(frozen=True)
class Pair:
    first: Resource
    other: Resource


def known(works: Sequence[Work], user: Any) -> dict[int, Resource]:
    """By its place among the works, what this person sees of each here already."""
    folded = _folded([work.title for work in works])
    dois = {work.doi for work in works if work.doi}
    seen = Resource.objects.visible_to(user) if user else Resource.objects.all()
    found = seen.on_record().annotate(folded=Fold("title")).filter(Q(doi__in=dois) | Q(folded__in=folded))
    by_doi: dict[str, Resource] = {}
    by_title: dict[str, list[Resource]] = {}
    for resource in found.order_by("-pk"):
        by_doi[resource.doi] = resource
        by_title.setdefault(resource.folded, []).insert(0, resource)
    alike = {}
    for place, (work, title) in enumerate(zip(works, folded, strict=True)):
        same = by_doi.get(work.doi) if work.doi else None
        same = same or next((each for each in by_title.get(title, []) if not _differ(each, work)), None)
        if same:
            alike[place] = same
    return alike


def repeated(works: Sequence[Work]) -> dict[int, int]:
    """The places of works that stand in the file before, with where they stood first."""
    first: dict[tuple[str, str], int] = {}
    again: dict[int, int] = {}
    for place, (work, title) in enumerate(zip(works, _folded([work.title for work in works]), strict=True)):
        signs = [("title", title)] + ([("doi", work.doi)] if work.doi else [])
        before = [first[sign] for sign in signs if sign in first and not _differ(works[first[sign]], work)]
        if before:
            again[place] = before[0]
        for sign in signs:
            first.setdefault(sign, place)
    return again


def pairs(user: Any) -> list[Pair]:
    """What is listed or waiting and may be one; `first` is the older of the two."""
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS)
        numbers = cursor.fetchall()
    here = Resource.objects.visible_to(user).on_record().exclude(state__in=(State.ARCHIVED, State.DECLINED))
    seen = here.in_bulk({number for pair in numbers for number in pair})
    found = [Pair(seen[one], seen[other]) for one, other in numbers if one in seen and other in seen]
    return found[:MOST_PAIRS]


def _differ(one: Any, other: Any) -> bool:
    """Whether what both say of year and DOI keeps them apart; one that does not say may be the other."""
    years = bool(one.year and other.year and one.year != other.year)
    return (years and not (one.doi and one.doi == other.doi)) or bool(one.doi and other.doi and one.doi != other.doi)


def _folded(titles: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_FOLDED, [titles])
        return [row[0] for row in cursor.fetchall()]
