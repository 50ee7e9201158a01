"""The public results of a partnership: indicators with baselines, periods, targets and what was approved as observed."""

from decimal import Decimal
from typing import Any

from iati.publishing.pieces import add
from results.models.choices import Better, Measure

QUALITATIVE = Measure.QUALITATIVE.value


def add_results(activity: Any, framework: Any | None) -> None:
    """`framework` comes with its results, their indicators, periods and approved observations."""
    for result in framework.results.all() if framework else ():
        indicators = list(result.indicators.all())
        if not indicators:
            continue  # the standard wants one at least
        element = add(activity, "result", type=result.type)
        add(element, "title", result.title)
        if result.description:
            add(element, "description", result.description)
        for indicator in indicators:
            _indicator(element, indicator)


def _indicator(result: Any, indicator: Any) -> None:
    ascending = "0" if indicator.better == Better.LOWER else "1"
    element = add(result, "indicator", measure=indicator.measure, ascending=ascending)
    add(element, "title", indicator.title)
    if indicator.description:
        add(element, "description", indicator.description)
    _baseline(element, indicator)
    for period in indicator.periods.all():
        _period(element, period, indicator)


def _baseline(element: Any, indicator: Any) -> None:
    """Only with its year, which the standard wants."""
    if not indicator.baseline_on or not _says(indicator.measure, indicator.baseline_value, indicator.baseline_text):
        return
    baseline = add(
        element, "baseline", year=indicator.baseline_on[:4], value=_value(indicator, indicator.baseline_value)
    )
    if indicator.baseline_text:
        add(baseline, "comment", indicator.baseline_text)


def _period(element: Any, period: Any, indicator: Any) -> None:
    told = add(element, "period")
    add(told, "period-start", iso_date=period.starts_on.isoformat())
    add(told, "period-end", iso_date=period.ends_on.isoformat())
    if _says(indicator.measure, period.target_value, period.target_text):
        target = add(told, "target", value=_value(indicator, period.target_value))
        if period.target_text:
            add(target, "comment", period.target_text)
    for observation in period.observations.all():
        if _says(indicator.measure, observation.value, observation.narrative):
            actual = add(told, "actual", value=_value(indicator, observation.value))
            if observation.narrative:
                add(actual, "comment", observation.narrative)


def _says(measure: str, value: Decimal | None, words: str) -> bool:
    """A figure where the measure is one; words where it is in words."""
    return bool(words) if measure == QUALITATIVE else value is not None


def _value(indicator: Any, value: Decimal | None) -> str:
    return "" if value is None or indicator.measure == QUALITATIVE else f"{value.normalize():f}"
