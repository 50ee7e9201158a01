"""The results of a framework: added, changed, moved, taken away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.versions import EditedMeanwhile
from results.forms.frameworks import ResultForm
from results.forms.meanwhile import differences_of
from results.models import Result
from results.models.choices import Family, ResultType
from results.services.frameworks import CannotChange, remove_result, save_result
from results.services.ordering import move_result
from results.views.frameworks import editable_framework, onwards, result_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: Any, slug: str) -> HttpResponse:
    framework = editable_framework(request, slug)
    new = Result(framework=framework, family=Family.DEVELOPMENT, type=ResultType.OUTCOME)
    form = ResultForm(request.POST or None, instance=new)
    if request.method == "POST" and form.is_valid():
        save_result(result=form.save(commit=False), by=request.user)
        messages.success(request, _("Added. Say next how you will see that it comes, or leave it at that."))
        return onwards(request, framework.partnership)
    return _page(request, framework, form, _("A result you hope for"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: Any, slug: str, pk: int) -> HttpResponse:
    framework = editable_framework(request, slug)
    result = result_of(framework, pk)
    form, read = ResultForm(request.POST or None, instance=result), result.updated_at
    if request.method == "POST" and form.is_valid():
        try:
            save_result(result=form.save(commit=False), by=request.user, seen_at=moment(request.POST.get("read", "")))
        except EditedMeanwhile as meanwhile:
            told = differences_of(form, meanwhile.stored)
            read = meanwhile.stored.updated_at
            return _page(request, framework, form, _("Change a result"), read=read, differences=told, status=409)
        messages.success(request, _("Saved."))
        return onwards(request, framework.partnership)
    return _page(request, framework, form, _("Change a result"), read=read)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: Any, slug: str, pk: int) -> HttpResponse:
    """Ask, and take it away with the POST. A second click finds nothing left to do."""
    framework = editable_framework(request, slug)
    if request.method == "POST" and not framework.results.filter(pk=pk).exists():
        messages.info(request, _("It had been removed already."))
        return onwards(request, framework.partnership)
    result, fault = result_of(framework, pk), ""
    if request.method == "POST":
        try:
            remove_result(result=result, by=request.user)
        except CannotChange as error:
            fault = str(error)
        else:
            messages.success(request, _("“%(title)s” is removed.") % {"title": result.title})
            return onwards(request, framework.partnership)
    context = {
        "partnership": framework.partnership,
        "title": _("Remove “%(title)s”?") % {"title": result.title},
        "text": _("Its indicators go with it. It cannot be brought back here."),
        "fault": fault,
        "back": reverse("results:framework", args=[slug]),
    }
    return render(request, "results/framework_ask.html", context, status=409 if fault else 200)


@require_POST
@login_required
def move(request: Any, slug: str, pk: int) -> HttpResponse:
    """One place up or down."""
    framework = editable_framework(request, slug)
    move_result(result=result_of(framework, pk), up=request.POST.get("to") == "up", by=request.user)
    return onwards(request, framework.partnership)


def moment(text: str) -> Any:
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def _page(
    request: Any, framework: Any, form: ResultForm, title: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"partnership": framework.partnership, "framework": framework, "form": form, "title": title} | more
    return render(request, "results/framework_form.html", context, status=status)
