"""Beginning a framework, its words, and the page from which all of it is changed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.permissions import require
from core.validators import clean_text
from core.versions import EditedMeanwhile
from partnerships.models import Partnership
from partnerships.views.detail import visible_partnership
from results import permissions
from results.copyable import found_frameworks
from results.forms.frameworks import FrameworkForm
from results.forms.meanwhile import differences_of
from results.framework_templates import TEMPLATES
from results.models import Result, ResultsFramework
from results.services.frameworks import begin_framework, save_framework

BLANK, COPY = "blank", "copy"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def begin(request: Any, slug: str) -> HttpResponse:
    """Choose what to begin from. Where there is a framework already, that one is shown."""
    partnership = visible_partnership(request, slug)
    require(permissions.can_write_framework, request.user, partnership)
    if ResultsFramework.objects.filter(partnership=partnership).exists():
        return redirect("results:framework", partnership.slug)

    fault = ""
    if request.method == "POST":
        chosen = _chosen(request)
        if chosen is not None:
            begin_framework(partnership=partnership, by=request.user, **chosen)
            messages.success(request, _("The framework is begun. Change whatever does not fit you."))
            return redirect("results:framework", partnership.slug)
        fault = _("That is not there to begin from any more. Choose another.")
    asked = clean_text(request.GET.get("q", ""))[:200]
    context = {
        "partnership": partnership,
        "templates": TEMPLATES.values(),
        "asked": asked,
        "found": found_frameworks(asked, partnership, request.user),
        "fault": fault,
    }
    return render(request, "results/framework_begin.html", context, status=400 if fault else 200)


@require_safe
@login_required
def framework(request: Any, slug: str) -> HttpResponse:
    """Everything of a framework, with what may be done to it."""
    found = editable_framework(request, slug)
    context = {
        "partnership": found.partnership,
        "framework": found,
        "results": list(found.results.prefetch_related("indicators__periods")),
        "may_share": permissions.can_write_framework(request.user, found.partnership),
    }
    return render(request, "results/framework.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def words(request: Any, slug: str) -> HttpResponse:
    """Its title, how results are looked at, and the method."""
    found = editable_framework(request, slug)
    form = FrameworkForm(request.POST or None, instance=found)
    differences, version = None, found.version
    if request.method == "POST" and form.is_valid():
        try:
            save_framework(framework=form.save(commit=False), by=request.user, seen_version=form.seen_version)
        except EditedMeanwhile as meanwhile:
            differences, version = differences_of(form, meanwhile.stored), meanwhile.stored.version
        else:
            messages.success(request, _("Saved."))
            return onwards(request, found.partnership)
    context = {
        "partnership": found.partnership,
        "framework": found,
        "title": _("The words of the framework"),
        "form": form,
        "differences": differences,
        "version": version,
    }
    return render(request, "results/framework_form.html", context, status=409 if differences is not None else 200)


def editable_framework(request: Any, slug: str) -> ResultsFramework:
    """404 for who does not see it, 403 for who may not change it."""
    partnership = visible_partnership(request, slug)
    visible = ResultsFramework.objects.visible_to(request.user).filter(partnership=partnership)
    found: ResultsFramework = get_object_or_404(visible)
    found.partnership = partnership
    require(permissions.can_edit_framework, request.user, found)
    return found


def result_of(framework: ResultsFramework, pk: int) -> Result:
    found: Result = get_object_or_404(framework.results, pk=pk)
    found.framework = framework
    return found


def onwards(request: Any, partnership: Partnership) -> HttpResponse:
    """Back to the whole of it. What everybody saw is for the parties again, and then out of an administrator's sight."""
    if ResultsFramework.objects.visible_to(request.user).filter(partnership=partnership).exists():
        return redirect("results:framework", partnership.slug)
    messages.info(request, _("Only the parties see it now, until both sides agree to show it again."))
    return redirect("results:partnership", partnership.slug)


def _chosen(request: Any) -> dict[str, Any] | None:
    """What `begin_framework` begins from, or None where there is no such thing."""
    key = request.POST.get("from", "")
    if key == BLANK:
        return {}
    if key in TEMPLATES:
        return {"template": TEMPLATES[key]}
    pk = key.removeprefix(f"{COPY}-")
    if not (key.startswith(COPY) and pk.isascii() and pk.isdigit() and len(pk) < 15):
        return None
    try:
        return {"copy_of": get_object_or_404(ResultsFramework.objects.visible_to(request.user).shown(), pk=pk)}
    except Http404:
        return None
