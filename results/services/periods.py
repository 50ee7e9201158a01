"""The periods of an indicator, and what is aimed for in them: as a whole, and by part."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from community.models import User
from core.versions import check_version
from results.changes import all_of, days_of, listed, named, told_parts, told_periods
from results.locking import lock_partnership, locked
from results.models import Disaggregation, Indicator, Period
from results.services.frameworks import CannotChange, mark_changed

_ASIDE = date(1, 1, 1)


@transaction.atomic
def save_periods(*, indicator: Indicator, periods: list[Period], by: User, seen_version: int) -> None:
    """Let exactly these periods stand; those without a key are new, and those not among them go.

    What was observed in one that goes stays with the indicator. Raises EditedMeanwhile, and CannotChange where
    two overlap.
    """
    lock_partnership(indicator.partnership)
    check_version(locked(indicator), seen_version)
    stored = {period.pk: period for period in indicator.periods.all()}
    before = told_periods(stored.values())
    kept = {period.pk for period in periods if period.pk}
    Period.objects.filter(indicator=indicator, pk__in=stored.keys() - kept).delete()
    moved = [pk for pk in kept & stored.keys() if _days(stored[pk]) != _days(_called(periods, pk))]
    for place, pk in enumerate(moved):  # aside, so that none is in the way of another
        day = _ASIDE + timedelta(days=place)
        Period.objects.filter(pk=pk).update(starts_on=day, ends_on=day)
    for period in periods:
        _store(period, is_new=period.pk not in stored)
    Indicator.objects.filter(pk=indicator.pk).update(version=seen_version + 1)
    what = all_of(f"edited {named(indicator)}", listed("periods", before, told_periods(periods)))
    mark_changed(indicator.result.framework, by=by, what=what)


@transaction.atomic
def save_period(*, period: Period, by: User) -> Period:
    """Store one period with its target. Raises CannotChange where it overlaps with another."""
    indicator, framework = period.indicator, period.indicator.result.framework
    lock_partnership(framework.partnership)
    before = told_periods(Period.objects.filter(pk=period.pk))
    _store(period, is_new=period.pk is None)
    what = all_of(f"edited {named(indicator)}", listed("periods", before, told_periods([period])))
    mark_changed(framework, by=by, what=what)
    return period


@transaction.atomic
def save_target_parts(*, period: Period, parts: Iterable[Any], by: User, seen_version: int) -> None:
    """Let exactly these parts of a target stand. Raises EditedMeanwhile where the indicator was changed since."""
    indicator = period.indicator
    lock_partnership(indicator.partnership)
    check_version(locked(indicator), seen_version)
    before = told_parts(period.target_parts.all())
    period.target_parts.all().delete()
    names = ("dimension", "category", "value", "words")
    Disaggregation.objects.bulk_create(
        Disaggregation(target_of=period, **{name: getattr(part, name) for name in names}) for part in parts
    )
    Indicator.objects.filter(pk=indicator.pk).update(version=seen_version + 1)
    told = listed(f"target by part, {days_of(period)},", before, told_parts(period.target_parts.all()))
    what = all_of(f"edited {named(indicator)}", told)
    mark_changed(indicator.result.framework, by=by, what=what)


def _store(period: Period, *, is_new: bool) -> None:
    try:
        with transaction.atomic():
            period.save(force_insert=is_new)
    except IntegrityError as error:
        raise CannotChange(_("This overlaps with another period of the indicator.")) from error


def _called(periods: list[Period], pk: int) -> Period:
    return next(period for period in periods if period.pk == pk)


def _days(period: Period) -> tuple[date, date]:
    return period.starts_on, period.ends_on
