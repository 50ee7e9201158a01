"""What may be there already under another title or spelling; people decide, the import only asks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from partnerships.imports.bodies import Body
from partnerships.imports.cells import Part
from partnerships.imports.importer import Importer
from partnerships.imports.matching import chunks
from partnerships.models import Partnership, PartnershipMember

LIKENESS = 0.7
RESEMBLING = """
    SELECT asked.place, found.id, found.name, found.country_id
    FROM unnest(%s::int[], %s::text[], %s::text[]) AS asked (place, name, country)
    CROSS JOIN LATERAL (
        SELECT id, name, country_id FROM community_institution
        WHERE core_fold(name) %% core_fold(asked.name)
          AND (asked.country = '' OR country_id IS NULL OR country_id = asked.country)
        ORDER BY similarity(core_fold(name), core_fold(asked.name)) DESC, id LIMIT 3
    ) found
"""
Span = tuple[str, str]


@dataclass(frozen=True)
class Resembling:
    """An institution on the portal whose name is like that of one to be added."""

    pk: int
    name: str
    country: str


def resembling(bodies: list[Body]) -> dict[int, list[Resembling]]:
    """For the place of each body to be added, institutions of nearly the same name."""
    found: dict[int, list[Resembling]] = defaultdict(list)
    with connection.cursor() as cursor:
        for some in chunks(enumerate(bodies)):
            cursor.execute("SELECT set_limit(%s)", [LIKENESS])
            places, names, countries = [p for p, _b in some], [b.name for _p, b in some], [b.country for _p, b in some]
            cursor.execute(RESEMBLING, [places, names, countries])
            for place, pk, name, country in cursor.fetchall():
                found[place].append(Resembling(pk, name, country or ""))
        cursor.execute("SELECT set_limit(0.3)")
    return found


def institutions_of(parts: Iterable[Part]) -> frozenset[int]:
    """The institutions that ask, offer or share, as far as they are on the portal."""
    return frozenset(
        part.body.pk
        for part in parts
        if part.side in PartnershipMember.PRINCIPAL_SIDES and part.body is not None and part.body.pk is not None
    )


def same_partners(sets: Iterable[frozenset[int]], importer: Importer) -> dict[frozenset[int], list[Partnership]]:
    """For each set of institutions the records between exactly these, two or more."""
    wanted = {institutions for institutions in sets if len(institutions) > 1}
    everyone = frozenset().union(*wanted) if wanted else frozenset()
    of_record: dict[int, set[int]] = defaultdict(set)
    for some in chunks(everyone):
        principals = PartnershipMember.objects.principals().of_institutions(some).select_related(None)
        for partnership, institution in principals.values_list("partnership", "institution"):
            of_record[partnership].add(institution)
    ids = {pk for pk, institutions in of_record.items() if frozenset(institutions) in wanted}
    complete = _institutions_of_records(ids)
    found: dict[frozenset[int], list[Partnership]] = defaultdict(list)
    for some in chunks(pk for pk in ids if complete[pk] in wanted):
        for partnership in importer.records().filter(pk__in=some, is_demo=False).defer("search").order_by("pk"):
            found[complete[partnership.pk]].append(partnership)
    return found


def _institutions_of_records(ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """All principal institutions of the records, also those that no row names."""
    found: dict[int, set[int]] = defaultdict(set)
    for some in chunks(ids):
        principals = PartnershipMember.objects.principals().filter(partnership__in=some).select_related(None)
        for partnership, institution in principals.values_list("partnership", "institution"):
            if institution:
                found[partnership].add(institution)
    return {pk: frozenset(institutions) for pk, institutions in found.items()}


def overlap(one: Span, other: Span) -> bool:
    """Whether two times, each with a start and an end that may be unknown, may have a day in common."""
    return not (_is_over_before(one, other) or _is_over_before(other, one))


def _is_over_before(one: Span, other: Span) -> bool:
    end, start = one[1][:4], other[0][:4]
    return bool(end and start and end < start)
