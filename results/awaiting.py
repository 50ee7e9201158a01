"""Outcomes that await the word of an institution: of a side that asks or offers, and has said nothing to their words."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from community.models import Institution
from core.models import Visibility
from partnerships.asking.people import Speakers
from partnerships.models import PartnershipMember
from results.models import HarvestedOutcome, PartnerWord


def awaiting_word(user: Any, institutions: Iterable[int]) -> "QuerySet[HarvestedOutcome]":
    """Those on which this person may speak for one of these institutions, told by others, the longest waiting first."""
    spoken = PartnerWord.objects.filter(
        outcome=OuterRef(OuterRef("pk")), institution=OuterRef("institution"), revision=OuterRef(OuterRef("revision"))
    )
    asked = PartnershipMember.objects.filter(
        partnership=OuterRef("partnership"),
        institution__in=list(institutions),
        side__in=PartnershipMember.PRINCIPAL_SIDES,
    ).exclude(institution=Coalesce(OuterRef("reported_by"), 0))  # 0 where it was told for none
    told: Any = HarvestedOutcome.objects.filter(partnership__revises=None, partnership__objected_at=None)
    told = told.exclude(partnership__visibility=Visibility.PRIVATE).exclude(recorded_by=user)
    found: QuerySet[HarvestedOutcome] = told.filter(Exists(asked.exclude(Exists(spoken))))
    return found.select_related("partnership").order_by("changed_at", "pk")


def parties_awaited(outcome: HarvestedOutcome, spoken: Iterable[int] | None = None) -> list[Institution]:
    """The sides that ask or offer, other than the one that told it, which have said nothing to these words.

    `spoken` are those that have, where they are known already.
    """
    if spoken is None:
        words = PartnerWord.objects.filter(outcome=outcome, revision=outcome.revision)
        spoken = words.values_list("institution", flat=True)
    heard = {outcome.reported_by_id, *spoken}
    principals = (m for m in outcome.partnership.members.all() if m.side in m.PRINCIPAL_SIDES)
    return list(dict.fromkeys(m.institution for m in principals if m.institution and m.institution_id not in heard))


def parties_without_account(
    outcome: HarvestedOutcome, awaited: Iterable[Institution] | None = None
) -> list[Institution]:
    """Those of them for which nobody can speak in the portal: they are asked by a signed link."""
    parties = parties_awaited(outcome) if awaited is None else list(awaited)
    speakers = Speakers(party.pk for party in parties)
    return [party for party in parties if not speakers.at(party.pk)]
