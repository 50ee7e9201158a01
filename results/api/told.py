"""Results as plain data, as far as their pages tell it."""

from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse

from core.api.answers import page_url
from partnerships.models import Partnership
from results.figures_export import MEASURES
from results.models import EvidenceItem, HarvestedOutcome, Indicator, Observation
from results.whole import whole_of


def outcome_told(outcome: HarvestedOutcome) -> dict[str, Any]:
    """`outcome` comes with its partnership."""
    return {
        "number": outcome.number,
        "url": page_url(outcome),
        "partnership": outcome.partnership.slug,
        "what_changed": outcome.what_changed,
        "who_changed": outcome.who_changed,
        "when": outcome.changed_on,
        "country": outcome.country_id,
        "place": outcome.place,
        "significance": outcome.significance,
        "contribution": outcome.contribution,
        "level": outcome.level,
        "family": outcome.family,
        "which_side_gained": outcome.benefits,
        "is_negative": outcome.is_negative,
        "is_unintended": outcome.is_unintended,
        "evidence": outcome.evidence,
        "is_disputed": outcome.is_disputed,
        "language": outcome.language,
        "is_demo": outcome.is_demo,
    }


def results_told(partnership: Partnership, user: Any) -> dict[str, Any]:
    """All results of a record that this person was found to see."""
    whole = whole_of(partnership, user)
    framework = whole.framework
    figures = _figures(partnership, user) if framework else {}
    return {
        "partnership": partnership.slug,
        "url": settings.BASE_URL + reverse("results:partnership", args=[partnership.slug]),
        "framework": framework
        and {
            "title": framework.title,
            "introduction": framework.introduction,
            "source": framework.source,
            "source_url": framework.source_url,
            "visibility": framework.visibility,
        },
        "results": [
            {
                "title": result.title,
                "level": result.level,
                "family": result.family,
                "indicators": [figures[line.indicator.pk] for line in lines],
            }
            for level in whole.levels
            for result, lines in level.results
        ],
        "outcomes": [outcome_told(each) for each in whole.outcomes],
    }


def _figures(partnership: Partnership, user: Any) -> dict[int, dict[str, Any]]:
    """Each indicator with its targets and what was observed, in four queries."""
    seen = Observation.objects.visible_to(user).current().select_related("period").order_by("observed_on", "pk")
    observed = Prefetch("observations", seen, to_attr="seen")
    indicators = Indicator.objects.seen_of(partnership, user).prefetch_related("periods", observed)
    backed = EvidenceItem.objects.filter(observation__indicator__partnership=partnership)
    known = set(backed.values_list("observation_id", flat=True))
    return {each.pk: _indicator(each, partnership, known) for each in indicators}


def _indicator(indicator: Any, partnership: Partnership, known: set[int]) -> dict[str, Any]:
    indicator.partnership = partnership
    return {
        "number": indicator.number,
        "title": indicator.title,
        "url": page_url(indicator),
        "description": indicator.description,
        "measure": MEASURES[indicator.measure],
        "unit": indicator.unit,
        "better": indicator.better,
        "baseline_on": indicator.baseline_on,
        "baseline_value": _number(indicator.baseline_value),
        "baseline_text": indicator.baseline_text,
        "baseline_missing": indicator.baseline_missing,
        "sdg_target": indicator.sdg_target_id,
        "periods": [
            {
                "starts_on": period.starts_on,
                "ends_on": period.ends_on,
                "target_value": _number(period.target_value),
                "target_text": period.target_text,
            }
            for period in indicator.periods.all()
        ],
        "observations": [_observation(each, known) for each in indicator.seen],
    }


def _observation(observation: Observation, known: set[int]) -> dict[str, Any]:
    period = observation.period
    return {
        "observed_on": observation.observed_on,
        "period_start": period.starts_on if period else None,
        "period_end": period.ends_on if period else None,
        "value": _number(observation.value),
        "numerator": _number(observation.numerator),
        "denominator": _number(observation.denominator),
        "kind": observation.kind,
        "words": observation.narrative,
        "not_applicable": observation.not_applicable,
        "method": observation.method,
        "place": observation.place,
        "state": observation.state,
        "evidence": observation.evidence_word(is_documented=observation.pk in known),
    }


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
