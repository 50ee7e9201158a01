"""The indicators of a framework: added, changed, moved, taken away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.permissions import require
from core.versions import EditedMeanwhile
from partnerships.views.detail import visible_partnership
from results import permissions
from results.forms.indicator_page import IndicatorPage
from results.forms.indicators import MeasureForm
from results.models import Indicator, Observation
from results.models.choices import Measure
from results.services.frameworks import CannotChange, remove_indicator, save_indicator
from results.services.ordering import move_indicator
from results.views.frameworks import editable_framework, onwards, result_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: Any, slug: str, pk: int) -> HttpResponse:
    """How it is measured first; then what that measure asks for."""
    framework = editable_framework(request, slug)
    result = result_of(framework, pk)
    indicator = Indicator(result=result, measure=_measure(request))
    indicator.partnership = framework.partnership
    if not indicator.measure:
        return _measures(request, indicator)
    return _write(request, indicator, _("How will you see it?"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: Any, slug: str, number: int) -> HttpResponse:
    indicator = editable_indicator(request, slug, number)
    asked = _measure(request)
    if asked and asked != indicator.measure:
        if Observation.objects.filter(indicator=indicator).exists():
            messages.warning(request, _("Something was observed in this way already. Add another indicator instead."))
        else:
            indicator.measure = asked
    elif "measure" in request.GET and not asked:
        return _measures(request, indicator)
    return _write(request, indicator, _("Change an indicator"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: Any, slug: str, number: int) -> HttpResponse:
    """Ask, and take it away with the POST. A second click finds nothing left to do."""
    framework = editable_framework(request, slug)
    indicator = Indicator.objects.filter(partnership=framework.partnership, number=number).first()
    if indicator is None and request.method == "POST":
        messages.info(request, _("It had been removed already."))
        return onwards(request, framework.partnership)
    indicator, fault = editable_indicator(request, slug, number), ""
    if request.method == "POST":
        try:
            remove_indicator(indicator=indicator, by=request.user)
        except CannotChange as error:
            fault = str(error)
        else:
            messages.success(request, _("“%(title)s” is removed.") % {"title": indicator.title})
            return onwards(request, framework.partnership)
    context = {
        "partnership": framework.partnership,
        "title": _("Remove “%(title)s”?") % {"title": indicator.title},
        "text": _("Its baseline, periods and targets go with it. It cannot be brought back here."),
        "fault": fault,
        "back": reverse("results:framework", args=[slug]),
    }
    return render(request, "results/framework_ask.html", context, status=409 if fault else 200)


@require_POST
@login_required
def move(request: Any, slug: str, number: int) -> HttpResponse:
    """One place up or down within its result."""
    indicator = editable_indicator(request, slug, number)
    move_indicator(indicator=indicator, up=request.POST.get("to") == "up", by=request.user)
    return onwards(request, indicator.partnership)


def editable_indicator(request: Any, slug: str, number: int) -> Indicator:
    """404 for who does not see it, 403 for who may not change it."""
    partnership = visible_partnership(request, slug)
    visible = Indicator.objects.visible_to(request.user).filter(partnership=partnership)
    related = visible.select_related("result__framework", "sdg_target").prefetch_related("rubric")
    indicator: Indicator = get_object_or_404(related, number=number)
    indicator.partnership = indicator.result.framework.partnership = partnership
    require(permissions.can_edit_framework, request.user, indicator.result.framework)
    return indicator


def _measure(request: Any) -> str:
    """The measure that was chosen, or nothing."""
    chosen = request.POST.get("measure", "") or request.GET.get("measure", "")
    return chosen if chosen in Measure.values else ""


def _measures(request: Any, indicator: Indicator) -> HttpResponse:
    asked = request.GET if request.GET.get("measure") else None
    form = MeasureForm(asked, initial={"measure": indicator.measure})
    context = {"partnership": indicator.partnership, "indicator": indicator, "form": form}
    return render(request, "results/indicator_measure.html", context)


def _write(request: Any, indicator: Indicator, title: str) -> HttpResponse:
    page = IndicatorPage(request.POST or None, indicator)
    differences, version, status = None, indicator.version, 200
    if request.method == "POST" and page.is_valid():
        try:
            stored = save_indicator(
                indicator=page.form.save(commit=False),
                rubric=page.steps,
                baseline_parts=page.parts,
                by=request.user,
                seen_version=page.form.seen_version,
            )
        except EditedMeanwhile as meanwhile:
            differences, version, status = page.differences(meanwhile.stored), meanwhile.stored.version, 409
        except CannotChange as error:
            page.form.add_error("unit" if "unit" in page.form.fields else None, str(error))
        else:
            messages.success(request, _("Saved."))
            if request.POST.get("then") == "periods" and Indicator.objects.visible_to(request.user).filter(
                pk=stored.pk
            ):
                return redirect("results:periods", stored.partnership.slug, stored.number)
            return onwards(request, stored.partnership)
    context = {"partnership": indicator.partnership, "indicator": indicator, "page": page, "form": page.form}
    context |= {"title": title, "differences": differences, "version": version}
    return render(request, "results/indicator_form.html", context, status=status)
