"""An observation's way: recorded, submitted, returned or approved by another; then followed, never rewritten."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community import auditing
from community.models import AuditEntry, User
from core.partial_dates import is_before
from core.versions import check_version
from results.locking import lock_partnership, locked
from results.models import Disaggregation, Indicator, Observation
from results.models.choices import Measure, ObservationState
from results.models.indicators import FIGURES
from results.speaking import institution_of


class CannotObserve(Exception):
    """It cannot be recorded, submitted or approved like this; the message says why, in plain words."""


@dataclass(frozen=True)
class PartFigure:
    """A figure for a part of the whole, such as sex: female."""

    dimension: str
    category: str
    value: Decimal | None
    words: str = ""


@transaction.atomic
def record_observation(*, observation: Observation, parts: Iterable[PartFigure] = (), by: User) -> Observation:
    """Store a new observation as a draft; the same form sent twice is one observation.

    A percentage of which both parts are told gets its value here. Raises CannotObserve.
    """
    indicator = observation.indicator
    lock_partnership(indicator.partnership)
    key = observation.creation_key
    same = Observation.objects.filter(creation_key=key).first() if key else None
    if same and same.indicator_id == indicator.pk:
        return same
    if same:  # the key of a form of another indicator, which leads to nothing of it
        observation.creation_key = None
    locked(indicator)
    _complete(observation)
    observation.state = ObservationState.DRAFT
    _recorded(observation, by)
    observation.save()
    _store_parts(observation, parts)
    return observation


@transaction.atomic
def save_observation(
    *, observation: Observation, parts: Iterable[PartFigure] | None = None, by: User, seen_version: int
) -> Observation:
    """Store a draft, or what was submitted or returned, in its new words; `parts=None` leaves them as they are.

    Whoever changes the figures has recorded them: another person has to verify them. Raises EditedMeanwhile, and
    CannotObserve once it is approved.
    """
    lock_partnership(observation.indicator.partnership)
    stored = locked(observation)
    _refuse_approved(stored)
    check_version(stored, seen_version)
    _complete(observation)
    _recorded(observation, by)
    observation.state = ObservationState.RETURNED if stored.returned_reason else ObservationState.DRAFT
    observation.returned_reason = stored.returned_reason
    observation.version = stored.version + 1
    observation.save()
    if parts is not None:
        observation.parts.all().delete()
        _store_parts(observation, parts)
    return observation


@transaction.atomic
def submit_observation(*, observation: Observation, by: User) -> Observation:
    """Hand it to whoever verifies it. Once more changes nothing."""
    lock_partnership(observation.indicator.partnership)
    stored = locked(observation)
    if stored.state == ObservationState.SUBMITTED:
        return stored
    _refuse_approved(stored)
    if not says_something(stored):
        raise CannotObserve(_("Give a value, words, or the reason why it does not apply."))
    stored.state, stored.submitted_at, stored.returned_reason = ObservationState.SUBMITTED, timezone.now(), ""
    stored.version += 1
    stored.save()
    return stored


@transaction.atomic
def return_observation(*, observation: Observation, reason: str, by: User) -> Observation:
    """Give it back to who recorded it, with what has to be mended. Once more changes nothing."""
    lock_partnership(observation.indicator.partnership)
    stored = locked(observation)
    if stored.state == ObservationState.RETURNED and stored.returned_reason == reason:
        return stored
    _refuse_unsubmitted(stored)
    _refuse_own(stored, by)
    stored.state, stored.returned_reason = ObservationState.RETURNED, reason
    stored.version += 1
    stored.save()
    return stored


@transaction.atomic
def approve_observation(*, observation: Observation, by: User, seen_version: int) -> Observation:
    """Verify what another recorded, as it was read. What it corrects is kept as the version before it."""
    lock_partnership(observation.indicator.partnership)
    stored = locked(observation)
    if stored.state == ObservationState.APPROVED:
        return stored
    _refuse_unsubmitted(stored)
    _refuse_own(stored, by)
    check_version(stored, seen_version)
    now = timezone.now()
    stored.state, stored.returned_reason = ObservationState.APPROVED, ""
    stored.verified_by, stored.verified_name, stored.verified_at = by, by.display_name, now
    stored.verified_for_id = institution_of(by, stored.indicator.partnership)
    stored.version += 1
    stored.save()
    if stored.replaces_id:
        Observation.objects.filter(pk=stored.replaces_id, replaced_at=None).update(replaced_at=now)
    partnership = stored.indicator.partnership
    detail = f"approved observation {stored.pk} of indicator {stored.indicator.number}"
    auditing.record(actor=by, action=AuditEntry.Action.CHANGE, target=partnership, detail=detail)
    return stored


@transaction.atomic
def begin_correction(*, observation: Observation, reason: str, by: User) -> Observation:
    """A draft that will take the place of an approved observation; one at a time, and the same one when asked again."""
    lock_partnership(observation.indicator.partnership)
    stored = locked(observation)
    if stored.state != ObservationState.APPROVED or stored.replaced_at:
        raise CannotObserve(_("Only the latest approved version can be corrected."))
    under_way = Observation.objects.exclude(state=ObservationState.APPROVED).filter(replaces=stored).first()
    if under_way:
        return under_way
    copied = ("indicator", "period", "observed_on", "value", "numerator", "denominator", "kind", "narrative")
    values = {name: getattr(stored, name) for name in (*copied, "not_applicable", "method", "place")}
    correction = Observation(**values, replaces=stored, number=stored.number + 1, correction_reason=reason)
    _recorded(correction, by)
    correction.save()
    _store_parts(correction, [PartFigure(p.dimension, p.category, p.value, p.words) for p in stored.parts.all()])
    return correction


@transaction.atomic
def remove_observation(*, observation: Observation, by: User) -> bool:
    """Take back what is not approved yet; False if it was gone before."""
    lock_partnership(observation.indicator.partnership)
    stored = Observation.objects.select_for_update(of=("self",)).filter(pk=observation.pk).first()
    if stored is None:
        return False
    _refuse_approved(stored)
    stored.delete()
    return True


def says_something(observation: Observation) -> bool:
    return bool(
        observation.value is not None or observation.kind or observation.narrative or observation.not_applicable
    )


def check_date(indicator: Indicator, observed_on: date) -> None:
    """Raise CannotObserve where it lies in the future, or before the baseline."""
    if observed_on > timezone.localdate():
        raise CannotObserve(_("This day has not come yet."))
    if indicator.baseline_on and is_before(observed_on.isoformat(), indicator.baseline_on):
        raise CannotObserve(_("This lies before the baseline. Correct the date, or the date of the baseline."))


def divide(counted: Decimal, whole: Decimal) -> Decimal:
    """How many per cent the one is of the other. Raises CannotObserve."""
    if whole <= 0:
        raise CannotObserve(_("Nothing can be divided by zero: say why it does not apply instead."))
    with localcontext(prec=2 * FIGURES):
        return (Decimal(counted) * 100 / Decimal(whole)).quantize(Decimal("0.000001"))


def _recorded(observation: Observation, by: User) -> None:
    observation.recorded_by = by
    observation.recorded_for_id = institution_of(by, observation.indicator.partnership)


def _complete(observation: Observation) -> None:
    """The value that follows from its parts, and the period that holds its day."""
    indicator = observation.indicator
    check_date(indicator, observation.observed_on)
    if observation.not_applicable:
        observation.value = observation.numerator = observation.denominator = None
        observation.kind = ""
    if observation.numerator is not None and observation.denominator is not None:
        share = divide(observation.numerator, observation.denominator)
        if indicator.measure == Measure.PERCENTAGE:
            observation.value = share
    if indicator.measure == Measure.PERCENTAGE and observation.value is not None and not 0 <= observation.value <= 100:
        raise CannotObserve(_("A percentage lies between 0 and 100."))
    if observation.period_id and not indicator.periods.filter(pk=observation.period_id).exists():
        raise CannotObserve(_("Somebody took this period out meanwhile. Choose another, or none."))
    if observation.period is None:
        holding = indicator.periods.filter(starts_on__lte=observation.observed_on, ends_on__gte=observation.observed_on)
        observation.period = holding.order_by("ends_on").first()


def _store_parts(observation: Observation, parts: Iterable[PartFigure]) -> None:
    Disaggregation.objects.bulk_create(
        Disaggregation(
            observation=observation,
            dimension=part.dimension,
            category=part.category,
            value=part.value,
            words=part.words,
        )
        for part in parts
    )


def _refuse_approved(observation: Any) -> None:
    if observation.state == ObservationState.APPROVED:
        raise CannotObserve(_("It is approved: what was verified stays. Record a correction instead."))


def _refuse_unsubmitted(observation: Any) -> None:
    if observation.state != ObservationState.SUBMITTED:
        raise CannotObserve(_("It is not submitted."))


def _refuse_own(observation: Any, by: User) -> None:
    if observation.recorded_by_id == by.pk:
        raise CannotObserve(_("You recorded it yourself. Somebody else has to verify it."))
