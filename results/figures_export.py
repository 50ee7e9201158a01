"""Indicators as a table, a row each figure: the baseline, the targets, what was observed, and each of them by part."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch

from results.models import EvidenceItem, Indicator, Observation, Period

HEADER = (
    *("partnership", "partnership_url", "framework", "result", "level", "family"),
    *("indicator_number", "indicator", "indicator_url", "measure", "unit", "direction", "sdg_target"),
    *("figure", "period_start", "period_end", "date", "by", "which", "value", "numerator", "denominator", "kind"),
    *(
        "words",
        "not_applicable",
        "method",
        "place",
        "source",
        "state",
        "version",
        "evidence",
        "verified_for",
        "is_demo",
    ),
)
AT_ONCE = 200  # indicators, with all that hangs on them
BASELINE, TARGET, ACTUAL = "baseline", "target", "actual"


def rows(indicators: Any, user: Any, base_url: str) -> Iterator[list[Any]]:
    """In the order of their pages; as many queries for ten indicators as for one."""
    seen = Observation.objects.visible_to(user).current().select_related("verified_for", "period")
    known = set(
        EvidenceItem.objects.filter(observation__indicator__in=indicators.values("pk")).values_list(
            "observation_id", flat=True
        )
    )
    told = indicators.select_related("result__framework__partnership", "sdg_target").prefetch_related(
        "baseline_parts",
        Prefetch("periods", Period.objects.prefetch_related("target_parts")),
        Prefetch("observations", seen.prefetch_related("parts").order_by("observed_on", "pk"), to_attr="seen"),
    )
    ordered = told.order_by("result__framework_id", "result__position", "result_id", "position", "pk")
    for indicator in ordered.iterator(chunk_size=AT_ONCE):
        head = _head(indicator, base_url)
        for figure in _figures(indicator, known):
            yield [*head, *(figure.get(name, "") for name in HEADER[len(head) : -1]), _is_demo(indicator)]


def _head(indicator: Indicator, base_url: str) -> list[Any]:
    result = indicator.result
    record = result.framework.partnership
    indicator.partnership = record
    return [
        *(record.title, base_url + record.get_absolute_url(), result.framework.title, result.title),
        *(result.level, result.family, indicator.number, indicator.title, base_url + indicator.get_absolute_url()),
        *(MEASURES[indicator.measure], indicator.unit, indicator.better, str(indicator.sdg_target_id or "")),
    ]


MEASURES: dict[str, str] = {
    Indicator.Measure.UNIT: "unit",
    Indicator.Measure.PERCENTAGE: "percentage",
    Indicator.Measure.NOMINAL: "nominal",
    Indicator.Measure.ORDINAL: "ordinal",
    Indicator.Measure.QUALITATIVE: "qualitative",
}


def _figures(indicator: Any, known: set[int]) -> Iterator[dict[str, Any]]:
    """An indicator of which nothing is known yet has one row nevertheless: that of its baseline."""
    of_baseline = {"figure": BASELINE, "date": indicator.baseline_on, "source": indicator.baseline_source}
    yield of_baseline | {
        "value": _number(indicator.baseline_value),
        "words": indicator.baseline_text,
        "not_applicable": indicator.baseline_missing,
    }
    yield from _parts(of_baseline, indicator.baseline_parts.all())
    for period in indicator.periods.all():
        of_target = {"figure": TARGET, **_span(period)}
        yield of_target | {"value": _number(period.target_value), "words": period.target_text}
        yield from _parts(of_target, period.target_parts.all())
    for observation in indicator.seen:
        of_actual = _observed(observation, known)
        yield of_actual | {
            "value": _number(observation.value),
            "numerator": _number(observation.numerator),
            "denominator": _number(observation.denominator),
            "kind": observation.kind,
            "words": observation.narrative,
            "not_applicable": observation.not_applicable,
        }
        yield from _parts(of_actual, observation.parts.all())


def _observed(observation: Observation, known: set[int]) -> dict[str, Any]:
    return {
        "figure": ACTUAL,
        **(_span(observation.period) if observation.period else {}),
        "date": observation.observed_on.isoformat(),
        "method": observation.method,
        "place": observation.place,
        "state": observation.state,
        "version": observation.number,
        "evidence": observation.evidence_word(is_documented=observation.pk in known),
        "verified_for": str(observation.verified_for or ""),
    }


def _parts(whole: dict[str, Any], parts: Any) -> Iterator[dict[str, Any]]:
    for part in parts:
        told = {"by": part.dimension, "which": part.category, "value": _number(part.value), "words": part.words}
        yield whole | told


def _span(period: Period) -> dict[str, str]:
    return {"period_start": period.starts_on.isoformat(), "period_end": period.ends_on.isoformat()}


def _number(value: Any) -> Any:
    """As a number where a spreadsheet keeps it whole, else as its digits."""
    if value is None:
        return ""
    plain = value.normalize()
    return float(plain) if len(plain.as_tuple().digits) <= 15 else f"{plain:f}"


def _is_demo(indicator: Indicator) -> bool:
    return indicator.result.framework.partnership.is_demo
