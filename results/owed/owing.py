"""What one person owes, read from the database at each look: nothing has to be ticked off."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from core.models import Visibility
from partnerships.models import Holding, Partnership, PartnershipMember
from partnerships.permissions_portfolio import speaking_ids
from results.models import Observation, Period
from results.models.choices import ObservationState

MOST = 100  # of each sort on a page


@dataclass(frozen=True)
class Owed:
    """Periods that ended without an observation, one's own to finish or mend, and those of others to verify."""

    due: list[Period]
    to_mend: list[Observation]
    to_verify: list[Observation]

    @property
    def count(self) -> int:
        return len(self.due) + len(self.to_mend) + len(self.to_verify)

    @property
    def is_more(self) -> bool:
        """Whether there is more of some sort than is listed."""
        return MOST in (len(self.due), len(self.to_mend), len(self.to_verify))


def owed_by(user: Any, *, without_held: bool = False) -> Owed:
    """Three queries. `without_held` leaves out the records that a colleague looks after."""
    held = _held_by_colleagues(user) if without_held else ()
    own = speaking_ids(user)
    due = due_periods(own).exclude(indicator__partnership__in=held)
    verifiable = to_verify(own).exclude(recorded_by=user).exclude(indicator__partnership__in=held)
    return Owed(
        list(due.select_related("indicator__partnership").order_by("ends_on", "pk")[:MOST]),
        list(_told(to_mend(user)).order_by("-state", "observed_on", "pk")[:MOST]),
        list(_told(verifiable).order_by("submitted_at", "pk")[:MOST]),
    )


def due_periods(institutions: Any = None) -> "QuerySet[Period]":
    """Those that are over, without any observation, of indicators that a side of these institutions reports.

    Without institutions, of whatever side.
    """
    members = _members(institutions, "indicator__partnership")
    reporting = members.filter(Q(side=PartnershipMember.Side.PEER) | Q(side=OuterRef("indicator__reported_by")))
    answering = Exists(reporting) | (Q(indicator__reported_by="") & Exists(members.principals()))
    observed = Observation.objects.filter(period=OuterRef("pk"), replaced_at=None)
    over = Period.objects.filter(ends_on__lt=timezone.localdate(), indicator__partnership__in=_records(institutions))
    return over.filter(answering).exclude(Exists(observed))


def to_verify(institutions: Any = None) -> "QuerySet[Observation]":
    submitted = Observation.objects.filter(state=ObservationState.SUBMITTED)
    return submitted.filter(indicator__partnership__in=_records(institutions))


def to_mend(user: Any) -> "QuerySet[Observation]":
    """Drafts and what was returned, as long as this person belongs to a party."""
    states = (ObservationState.DRAFT, ObservationState.RETURNED)
    return Observation.objects.visible_to(user).filter(recorded_by=user, state__in=states)


def _records(institutions: Any) -> Any:
    """Said first, so that the database begins with the few records of these institutions."""
    found = Partnership.objects.on_record().exclude(visibility=Visibility.PRIVATE)
    if institutions is None:
        return found.values("pk")
    own = PartnershipMember.objects.of_institutions(institutions).values("partnership")
    return found.filter(pk__in=own).values("pk")


def _members(institutions: Any, partnership: str) -> Any:
    members = PartnershipMember.objects.filter(partnership=OuterRef(partnership), institution__isnull=False)
    return members if institutions is None else members.of_institutions(institutions)


def _held_by_colleagues(user: Any) -> Any:
    own = Holding.objects.filter(holder=user).values("partnership")
    held = Holding.objects.filter(institution__in=speaking_ids(user), holder__is_active=True)
    return held.exclude(partnership__in=own).values("partnership")


def _told(observations: "QuerySet[Observation]") -> "QuerySet[Observation]":
    return observations.select_related("indicator__partnership", "recorded_for")
