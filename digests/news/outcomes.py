"""Outcomes that came to be seen by more than their parties."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Max

from community.models import Country, Institution
from core.models import Visibility
from digests.audiences import seen_by
from digests.news.item import Item, Subject, sectors_of, subject
from partnerships.models import PartConsent, Partnership
from results.models import HarvestedOutcome

PREFIX = "outcome"
SHOWN = (Visibility.PUBLIC, Visibility.COMMUNITY)


def listed_for(user: Any) -> Any:
    return HarvestedOutcome.objects.listed_for(user)


def new_outcomes(since: datetime, until: datetime) -> Iterator[Item]:
    """Shown since then: once the last of both sides agreed to that. In a fixed number of queries."""
    agreed = PartConsent.objects.filter(part=PREFIX, to__in=SHOWN, agreed_at__gt=since, agreed_at__lte=until)
    shown = dict(agreed.order_by().values_list("part_id").annotate(last=Max("agreed_at")))
    found = list(with_subjects(HarvestedOutcome.objects.filter(pk__in=shown, visibility__in=SHOWN)))
    audiences = seen_by(listed_for, [row.pk for row in found])
    for row in found:
        yield Item(f"{PREFIX}:{row.pk}", PREFIX, row.pk, shown[row.pk], about(row), audiences[row.pk], row)


def with_subjects(outcomes: Any) -> Any:
    related = outcomes.select_related("partnership", "country")
    return related.defer("partnership__search").prefetch_related("partnership__members", "partnership__sectors")


def about(outcome: HarvestedOutcome) -> frozenset[Subject]:
    """Itself, and what its partnership is about."""
    record = outcome.partnership
    members = {member.institution_id for member in record.members.all() if member.institution_id}
    return frozenset(
        {subject(HarvestedOutcome, outcome.pk), subject(Partnership, record.pk)}
        | {subject(Country, code) for code in record.country_codes}
        | {subject(Institution, pk) for pk in members}
        | sectors_of(record.sectors.all())
    )
