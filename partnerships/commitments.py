"""Whose leadership should say again what it stands for: at the start, and then each year."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from core.models import Visibility
from partnerships.models import Commitment, Partnership, PartnershipMember
from partnerships.models.choices import Stage
from partnerships.permissions import confirmable_members

YEARLY = timedelta(days=365)
ACTIVE = (Stage.FOUNDING, Stage.EXCHANGING, Stage.ADAPTING, Stage.CONSOLIDATING)


def commitments_due(institution_ids: Any, today: date) -> QuerySet[PartnershipMember]:
    """The memberships of these institutions in active partnerships whose leadership has been silent for a year.

    Each carries `last_said`, the day of its latest commitment, or None where there was never one; the longest
    silence comes first. Whoever left is asked for nothing.
    """
    said = Commitment.objects.filter(
        partnership=OuterRef("partnership"), institution=OuterRef("institution"), made_on__lte=today
    ).order_by("-made_on")
    members = PartnershipMember.objects.of_institutions(institution_ids).filter(
        Q(left_on=None) | Q(left_on__gt=today),
        partnership__stage__in=ACTIVE,
        partnership__revises=None,
        side__in=PartnershipMember.PRINCIPAL_SIDES,
    )
    due = members.exclude(partnership__visibility=Visibility.PRIVATE).annotate(
        last_said=Subquery(said.values("made_on")[:1])
    )
    silent = due.filter(Q(last_said=None) | Q(last_said__lte=today - YEARLY))
    found: QuerySet[PartnershipMember] = silent.select_related("partnership", "institution").order_by(
        F("last_said").asc(nulls_first=True), "partnership", "pk"
    )
    return found


def is_due(partnership: Partnership, user: Any, said: Iterable[Commitment], today: date) -> bool:
    """The same for one record and those this person speaks for, from the commitments that the page has read."""
    if not user.is_authenticated or partnership.stage not in ACTIVE or partnership.revises_id:
        return False
    lately = {word.institution_id for word in said if today - YEARLY < word.made_on <= today}
    asked = {m.institution_id for m in confirmable_members(user, partnership) if not m.left_on or m.left_on > today}
    return bool(asked - lately)
