"""The periods of an indicator with their targets, and a target by part."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.versions import EditedMeanwhile
from results.forms.meanwhile import typed_version
from results.forms.periods import MOST_PERIODS, period_rows
from results.forms.rows import MOST_PARTS, part_rows, with_more
from results.models import Indicator
from results.series import figure
from results.services.frameworks import CannotChange
from results.services.periods import save_periods, save_target_parts
from results.views.framework_indicators import editable_indicator
from results.views.frameworks import onwards


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def periods(request: Any, slug: str, number: int) -> HttpResponse:
    """All periods on one page: rows added, changed and taken out together."""
    indicator = editable_indicator(request, slug, number)
    stored = list(indicator.periods.prefetch_related("target_parts"))
    data = request.POST or None
    wants_more = request.POST.get("more") == "periods"
    rows = period_rows(with_more(data, "periods", MOST_PERIODS) if wants_more else data, indicator, stored)
    differences, version, fault = None, indicator.version, ""
    if wants_more:
        rows.forgive()
    elif request.method == "POST" and rows.is_valid():
        try:
            save_periods(
                indicator=indicator,
                periods=rows.periods(indicator),
                by=request.user,
                seen_version=typed_version(request.POST),
            )
        except EditedMeanwhile as meanwhile:
            differences, version = _stored_periods(meanwhile.stored), meanwhile.stored.version
        except CannotChange as error:
            fault = str(error)
        else:
            messages.success(request, _("Saved."))
            return onwards(request, indicator.partnership)
    context = {"partnership": indicator.partnership, "indicator": indicator, "rows": rows, "version": version}
    context |= {"differences": differences, "fault": fault, "stored": stored}
    return render(request, "results/periods.html", context, status=409 if differences is not None else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def target_parts(request: Any, slug: str, number: int, pk: int) -> HttpResponse:
    """What is aimed for in a period by sex, place or whatever else."""
    indicator = editable_indicator(request, slug, number)
    period = get_object_or_404(indicator.periods, pk=pk)
    period.indicator = indicator
    data = request.POST or None
    wants_more = request.POST.get("more") == "parts"
    stored = list(period.target_parts.all())
    rows = part_rows(with_more(data, "parts", MOST_PARTS) if wants_more else data, stored, indicator)
    differences, version = None, indicator.version
    if wants_more:
        rows.forgive()
    elif request.method == "POST" and rows.is_valid():
        seen = typed_version(request.POST)
        try:
            save_target_parts(period=period, parts=rows.parts, by=request.user, seen_version=seen)
        except EditedMeanwhile as meanwhile:
            version = meanwhile.stored.version
            differences = [{"label": str(part), "stored": part.words or _plain(part.value)} for part in stored]
        else:
            messages.success(request, _("Saved."))
            if Indicator.objects.visible_to(request.user).filter(pk=indicator.pk).exists():
                return redirect("results:periods", slug, number)
            return onwards(request, indicator.partnership)
    context = {"partnership": indicator.partnership, "indicator": indicator, "period": period, "rows": rows}
    context |= {"differences": differences, "version": version}
    context["target"] = figure(indicator, period.target_value) or period.target_text
    return render(request, "results/target_parts.html", context, status=409 if differences is not None else 200)


def _stored_periods(indicator: Indicator) -> list[dict[str, str]]:
    return [
        {"label": str(period), "stored": figure(indicator, period.target_value) or period.target_text}
        for period in indicator.periods.all()
    ]


def _plain(value: Any) -> str:
    return "" if value is None else f"{value.normalize():f}"
