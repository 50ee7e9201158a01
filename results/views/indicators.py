"""The page of one indicator."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import partial_dates
from partnerships.models import LearningEntry
from partnerships.views.detail import read_partnership
from results import permissions
from results.models import HarvestedOutcome, Indicator
from results.models.choices import Measure
from results.series import SeriesOfIndicator, chart, events_of, figure, series_of

MOST_LEARNT = 2


@require_safe
def detail(request: Any, slug: str, number: int) -> HttpResponse:
    """What is observed, its baseline, its targets and what was seen so far."""
    partnership = read_partnership(request, slug)
    indicator = visible_indicator(request.user, partnership, number)
    series = series_of(indicator, request.user)
    context = {
        "partnership": partnership,
        "indicator": indicator,
        "series": series,
        "lede": lede(series),
        "chart": chart(series, events_of(indicator, request.user)),
        "definition": definition(indicator),
        "baseline_told": figure(indicator, indicator.baseline_value) or indicator.baseline_text,
        "claims": claims_of(indicator, request.user),
        "learnt": list(LearningEntry.objects.seen_of(partnership, request.user)[:MOST_LEARNT]),
        "may_record": permissions.can_record(request.user, partnership),
    }
    return render(request, "results/indicator.html", context)


def visible_indicator(user: Any, partnership: Any, number: int) -> Indicator:
    """The indicator of this number, or 404 where there is none that this person may see."""
    visible = Indicator.objects.seen_of(partnership, user).select_related("result__framework", "sdg_target")
    indicator: Indicator = get_object_or_404(visible, number=number)
    indicator.partnership = partnership
    prefetch_related_objects([indicator], "periods", *(["rubric"] if indicator.measure == Measure.ORDINAL else []))
    return indicator


def lede(series: SeriesOfIndicator) -> str:
    """`58% in June 2026, from 22% before (2021).`; nothing where nothing was seen."""
    latest, indicator = series.latest, series.indicator
    if latest is None or not latest.told:
        return ""
    words = {"now": latest.told, "when": latest.when, "then": figure(indicator, indicator.baseline_value)}
    if indicator.baseline_value is None:
        return _("%(now)s in %(when)s.") % words
    words["before"] = partial_dates.display(indicator.baseline_on)
    if not words["before"]:
        return _("%(now)s in %(when)s, from %(then)s.") % words
    return _("%(now)s in %(when)s, from %(then)s in %(before)s.") % words


def definition(indicator: Indicator) -> list[tuple[str, Any]]:
    """What the figures mean, as terms and facts."""
    facts = [
        (_("Level"), indicator.result.get_level_display()),
        (_("Measured as"), indicator.get_measure_display()),
        (_("Unit"), indicator.unit),
        (_("Counted"), indicator.numerator),
        (_("Of how many"), indicator.denominator),
        (_("Direction"), indicator.get_better_display() if indicator.is_numeric else ""),
        (_("Baseline"), figure(indicator, indicator.baseline_value) or indicator.baseline_text),
        (_("No baseline, because"), indicator.baseline_missing),
        (_("Reported by"), indicator.get_reported_by_display()),
        (_("How often"), indicator.frequency),
        (_("How"), indicator.method),
        (_("SDG target"), indicator.sdg_target),
    ]
    return [(term, fact) for term, fact in facts if fact]


def claims_of(indicator: Indicator, user: Any) -> list[HarvestedOutcome]:
    """The outcomes that tell what the partnership had to do with it."""
    outcomes = HarvestedOutcome.objects.seen_of(indicator.partnership, user).filter(indicator=indicator)
    found = outcomes.select_related("claim").prefetch_related("claim__rivals").order_by("-changed_at", "-pk")[:3]
    for outcome in found:
        outcome.partnership = indicator.partnership
    return list(found)
