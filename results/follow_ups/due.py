"""Which partnerships closed one, two or five years ago, and are to be asked about."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from core import partial_dates
from core.models import Visibility
from partnerships.models import Partnership, StageChange
from partnerships.models.choices import Stage
from partnerships.models.partnership import PartnershipQuerySet
from results.models import FollowUp, HarvestedOutcome
from results.models.follow_ups import YEARS

MOST_AT_ONCE = 1_000


def make_due(*, on: date | None = None) -> int:
    """A follow-up for each partnership whose turn has come; how many are new.

    Only the latest that is due: whoever logs a partnership that closed long ago is asked once and not three times.
    """
    today = on or timezone.localdate()
    new = []
    for pk, actual_end, planned_end, told_closed, asked in _closed():
        day = closed_on(actual_end, told_closed, planned_end)
        due = [(years, after(day, years)) for years in YEARS if years > (asked or 0)] if day else []
        passed = [(years, due_on) for years, due_on in due if due_on <= today]
        if passed:
            years, due_on = passed[-1]
            new.append(FollowUp(partnership_id=pk, years=years, due_on=due_on))
        if len(new) == MOST_AT_ONCE:
            break
    before = FollowUp.objects.count()
    FollowUp.objects.bulk_create(new, ignore_conflicts=True)
    return FollowUp.objects.count() - before


def ended() -> PartnershipQuerySet:
    """Records that came to an end, whether their stage says so or the day of their end does."""
    over = Q(stage=Stage.CLOSED) | ~Q(actual_end="")
    found = Partnership.objects.on_record().filter(over, objected_at=None)
    return found.exclude(visibility=Visibility.PRIVATE).exclude(stage=Stage.CANCELLED)


def closed_on(actual_end: str, told_closed: date | None, planned_end: str) -> date | None:
    """The day of the end as it is told, or else when the stage became `closed`, or else as it was planned."""
    if actual_end:
        return last_day(actual_end)
    return told_closed or (last_day(planned_end) if planned_end else None)


def last_day(written: str) -> date:
    """Of what is known to the year or the month, its last day: nobody is asked too early."""
    year, month, day = partial_dates.parse(written)
    return date(year, month or 12, day or monthrange(year, month or 12)[1])


def after(day: date, years: int) -> date:
    """The same day, so many years later; of 29 February the day before."""
    last = monthrange(day.year + years, day.month)[1]
    return day.replace(year=day.year + years, day=min(day.day, last))


def _closed() -> Iterator[Any]:
    told = StageChange.objects.filter(partnership=OuterRef("pk"), stage=Stage.CLOSED).order_by("-entered_on", "-pk")
    asked = FollowUp.objects.filter(partnership=OuterRef("pk")).order_by("-years").values("years")[:1]
    outcomes = HarvestedOutcome.objects.filter(partnership=OuterRef("pk"))
    rows = (
        ended()
        .filter(Exists(outcomes))
        .annotate(told_closed=Subquery(told.values("entered_on")[:1]), asked=Subquery(asked))
    )
    unfinished = rows.filter(Q(asked=None) | Q(asked__lt=YEARS[-1])).order_by("pk")
    return unfinished.values_list("pk", "actual_end", "planned_end", "told_closed", "asked").iterator()
