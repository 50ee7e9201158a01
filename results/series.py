"""The series of one indicator: what was seen, beside what was aimed for, as lines of a table and as a chart."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from core import partial_dates
from core.charts import Event, LineChart, Series
from core.charts.numbers import in_full
from partnerships.models import Activity, Adaptation
from results.models import EvidenceItem, Indicator, Observation, Period
from results.models.choices import Measure

MOST_EVENTS = 3


@dataclass(frozen=True)
class Line:
    """One observation, or a target of which nothing was seen yet; newest first in a table."""

    on: date
    when: str
    value: Any = None
    told: str = ""
    target: Any = None
    target_told: str = ""
    difference: str = ""
    observation: Observation | None = None
    evidence: str = ""
    parts: tuple[Any, ...] = ()


@dataclass(frozen=True)
class SeriesOfIndicator:
    """`open` are those not approved yet, for the parties alone."""

    indicator: Indicator
    lines: list[Line]
    open: list[Observation]

    @property
    def latest(self) -> Line | None:
        return next((line for line in self.lines if line.observation), None)


def series_of(indicator: Indicator, user: Any) -> SeriesOfIndicator:
    """What this person may see of it; four queries, however long it is."""
    periods = list(indicator.periods.all())
    visible = Observation.objects.seen_of(indicator, user).current()
    observations = list(visible.prefetch_related("parts").select_related("verified_for"))
    items = EvidenceItem.objects.filter(observation__indicator=indicator)  # what is confidential counts as well
    documented = set(items.values_list("observation_id", flat=True))
    for each in observations:
        each.indicator = indicator
    approved = [each for each in observations if each.is_approved]
    lines = [_line(indicator, each, periods, is_documented=each.pk in documented) for each in approved]
    filled = {each.period_id for each in approved}
    lines += [_target(indicator, each) for each in periods if each.pk not in filled and has_target(each)]
    lines.sort(key=lambda line: line.on, reverse=True)
    return SeriesOfIndicator(indicator, lines, [each for each in observations if not each.is_approved])


def has_target(period: Period) -> bool:
    return period.target_value is not None or bool(period.target_text)


def figure(indicator: Indicator, value: Decimal | None) -> str:
    """`58%`, `13 months`, `3: Most do it`; nothing for none."""
    if value is None:
        return ""
    if indicator.measure == Measure.PERCENTAGE:
        return in_full(value.normalize(), "%")
    if indicator.measure == Measure.ORDINAL:
        words = next((step.words for step in indicator.rubric.all() if step.score == value), "")
        return f"{in_full(value.normalize())}: {words}" if words else in_full(value.normalize())
    return f"{in_full(value.normalize())} {indicator.unit}".strip()


def chart(series: SeriesOfIndicator, events: list[tuple[date, str]]) -> LineChart | None:
    """Of numbers; None where there are none. A day is placed where it lies in its year."""
    indicator = series.indicator
    if not indicator.is_numeric:
        return None
    points: dict[float, tuple[str, Any, Any]] = {}
    if indicator.baseline_on and indicator.baseline_value is not None:
        year = float(indicator.baseline_on[:4])
        points[year] = (partial_dates.display(indicator.baseline_on), indicator.baseline_value, None)
    for line in reversed(series.lines):
        points[_place(line.on)] = (line.when, line.value, line.target)
    if not points:
        return None
    places = sorted(points)
    targets = [points[place][2] for place in places]
    return LineChart(
        title=indicator.title,
        subtitle=_("Per cent") if indicator.measure == Measure.PERCENTAGE else indicator.unit,
        unit="%" if indicator.measure == Measure.PERCENTAGE else "",
        periods=[points[place][0] for place in places],
        positions=places,
        series=[Series(_("Actual"), [points[place][1] for place in places], side="demand")],
        target=Series(_("Target"), targets) if any(each is not None for each in targets) else None,
        baseline=indicator.baseline_value,
        baseline_label=_("Baseline %(value)s") % {"value": figure(indicator, indicator.baseline_value)},
        events=[Event(_place(on), text) for on, text in events if places[0] <= _place(on) <= places[-1]],
        source=indicator.method or indicator.baseline_source,
        bounds=_bounds(indicator),
    )


def events_of(indicator: Indicator, user: Any) -> list[tuple[date, str]]:
    """The first exchange, and what was changed on the way: what may have moved the line of a number."""
    if not indicator.is_numeric:
        return []
    activities = Activity.objects.seen_of(indicator.partnership, user).order_by("starts_on", "pk")[:1]
    changed = Adaptation.objects.seen_of(indicator.partnership, user).order_by("decided_on", "pk")
    found = [(each.starts_on, _("First exchange")) for each in activities]
    found += [(each.decided_on, each.decision[:60]) for each in changed[: MOST_EVENTS - 1]]
    return found


def _line(indicator: Indicator, observation: Observation, periods: list[Period], *, is_documented: bool) -> Line:
    period = next((each for each in periods if each.pk == observation.period_id), None)
    target = period.target_value if period else None
    return Line(
        on=observation.observed_on,
        when=_when(observation.observed_on),
        value=observation.value,
        told=figure(indicator, observation.value) or observation.kind,
        target=target,
        target_told=(figure(indicator, target) or period.target_text) if period else "",
        difference=_difference(indicator, observation.value, target),
        observation=observation,
        evidence=observation.evidence_word(is_documented=is_documented),
        parts=tuple(observation.parts.all()),
    )


def _target(indicator: Indicator, period: Period) -> Line:
    return Line(
        on=period.ends_on,
        when=_when(period.ends_on),
        target=period.target_value,
        target_told=figure(indicator, period.target_value) or period.target_text,
    )


def _difference(indicator: Indicator, value: Any, target: Any) -> str:
    """`−2` or `+2`; for percentages in points."""
    if value is None or target is None or indicator.measure == Measure.ORDINAL:
        return ""
    apart = Decimal(value) - Decimal(target)
    sign = "+" if apart > 0 else "−" if apart < 0 else ""
    number = f"{sign}{in_full(abs(apart).normalize())}"
    return _("%(number)s points") % {"number": number} if indicator.measure == Measure.PERCENTAGE else number


def _bounds(indicator: Indicator) -> tuple[float, float] | None:
    """The scale of a score runs from its lowest step to its highest."""
    if indicator.measure != Measure.ORDINAL:
        return None
    steps = [step.score for step in indicator.rubric.all()]
    return (min(steps), max(steps)) if len(steps) > 1 else None


def _place(on: date) -> float:
    return on.year + (on.timetuple().tm_yday - 1) / 366


def _when(on: date) -> str:
    return formats.date_format(on, "YEAR_MONTH_FORMAT")
