"""Partnerships that are new in the register, and those that entered another stage."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from taggit.models import Tag, TaggedItem

from community.models import Country, Institution
from digests.audiences import seen_by
from digests.news.item import Item, Subject, sectors_of, subject
from partnerships.models import Confirmation, CriticalJuncture, Partnership, StageChange

PREFIX, STAGE = "partnership", "stage"


def listed_for(user: Any) -> Any:
    return Partnership.objects.listed_for(user)


def new_partnerships(since: datetime, until: datetime) -> Iterator[Item]:
    """In a fixed number of queries; a partnership that is new is not told of as one that moved on besides."""
    appeared = _appeared(since, until)
    moved = _moved(since, until, set(appeared))
    ids = {*appeared, *(change.partnership_id for change in moved)}
    rows = Partnership.objects.on_record().for_listing().filter(pk__in=ids).prefetch_related("junctures")
    records = {record.pk: record for record in rows}
    audiences, themes = seen_by(listed_for, records), _themes(list(records))
    about = {pk: frozenset(_about(record) | themes[pk]) for pk, record in records.items()}
    for pk, at in appeared.items():
        if pk in records:
            yield Item(f"{PREFIX}:{pk}", PREFIX, pk, at, about[pk], audiences[pk], records[pk])
    for change in moved:
        pk = change.partnership_id
        if pk in records:
            change.partnership = records[pk]
            told = frozenset({subject(Partnership, pk)})
            yield Item(f"{STAGE}:{change.pk}", PREFIX, pk, change.recorded_at, told, audiences[pk], change)


def _appeared(since: datetime, until: datetime) -> dict[int, datetime]:
    """When each came to be seen: entered from a public source, or confirmed by the last of its sides."""
    public_source = Partnership.objects.filter(
        standing=Partnership.Standing.PUBLIC_SOURCE, created_at__gt=since, created_at__lte=until
    )
    found = dict(public_source.values_list("pk", "created_at"))
    said = Confirmation.objects.filter(decision=Confirmation.Decision.CONFIRMED)
    lately = said.filter(decided_at__gt=since, decided_at__lte=until).values("partnership")
    first: dict[int, dict[int, datetime]] = defaultdict(dict)
    rows = said.filter(partnership__in=lately, partnership__standing=Partnership.Standing.BOTH_SIDES)
    for pk, side, at in rows.order_by("decided_at").values_list("partnership_id", "institution_id", "decided_at"):
        first[pk].setdefault(side, at)
    found |= {pk: max(sides.values()) for pk, sides in first.items()}
    return {pk: at for pk, at in found.items() if since < at <= until}


def _moved(since: datetime, until: datetime, new: set[int]) -> list[StageChange]:
    """The last change of each."""
    changes = StageChange.objects.filter(recorded_at__gt=since, recorded_at__lte=until).exclude(partnership__in=new)
    last = {change.partnership_id: change for change in changes.order_by("recorded_at", "pk")}
    return list(last.values())


def _about(record: Partnership) -> set[Subject]:
    members = [member.institution_id for member in record.members.all() if member.institution_id]
    return (
        {subject(Partnership, record.pk)}
        | {subject(Country, code) for code in record.country_codes}
        | {subject(Institution, pk) for pk in members}
        | {subject(CriticalJuncture, juncture.pk) for juncture in record.junctures.all()}
        | sectors_of(record.sectors.all())
    )


def _themes(ids: list[int]) -> dict[int, set[Subject]]:
    kind = ContentType.objects.get_for_model(Partnership)
    found: dict[int, set[Subject]] = defaultdict(set)
    for pk, tag in TaggedItem.objects.filter(content_type=kind, object_id__in=ids).values_list("object_id", "tag_id"):
        found[pk].add(subject(Tag, tag))
    return found
