"""The broker's desk: the queue, who carries how much, and why people say no."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.exports import csv_lines
from core.pagination import paginate
from core.permissions import require
from matching import permissions
from matching.brokering import queue
from matching.brokering.reasons import reasons
from matching.forms.brokering import DemandForm, NextStepForm, OwnerForm, TimeForm
from matching.introducing.leaving import what_came_of_it
from matching.models import Introduction
from matching.models.choices import IntroductionStatus
from matching.models.introductions import OPEN
from matching.scoring.criteria import CRITERIA
from matching.services import brokering
from matching.services.introductions import CannotIntroduce, WrongState

PAGE_SIZE = 30
WHOSE = {
    queue.ALL: gettext_lazy("All"),
    queue.MINE: gettext_lazy("Mine"),
    queue.NOBODYS: gettext_lazy("Nobody’s"),
}


@require_safe
@login_required
def desk(request: Any) -> HttpResponse:
    """Open introductions by age, those of whom and in which state one likes."""
    require(permissions.is_broker, request.user)
    whose = request.GET.get("whose") if request.GET.get("whose") in WHOSE else queue.ALL
    state = request.GET.get("state") if request.GET.get("state") in OPEN else ""
    found = queue.queue(request.user, whose, state)
    page = paginate(found, keys=["asked_at", "pk"], size=PAGE_SIZE, after=request.GET.get("after"))
    counts = queue.states(request.user)
    context = {
        "page": page,
        "whose": whose,
        "whose_choices": WHOSE.items(),
        "state": state,
        "states": [(value, IntroductionStatus(value).label, counts.get(value, 0)) for value in OPEN],
        "loads": queue.loads(request.user),
        "nobodys": queue.nobodys(request.user),
    }
    return render(request, "matching/broker.html", context)


@require_safe
@login_required
def reasons_page(request: Any) -> HttpResponse:
    """Why people said no, month by month, with the criteria of the score that each reason speaks of."""
    require(permissions.is_broker, request.user)
    labels = {each.name: each.label for each in CRITERIA}
    context = {"reasons": reasons(request.user), "labels": labels, "came": what_came_of_it()}
    return render(request, "matching/broker_reasons.html", context)


@require_safe
@login_required
def reasons_csv(request: Any) -> HttpResponse:
    """The same table, a line a reason and a column a month."""
    require(permissions.is_broker, request.user)
    found = reasons(request.user)
    header = ["reason", "criteria", *(f"{month:%Y-%m}" for month in found.months), "all"]
    rows = [[label, " ".join(criteria), *counts, total] for label, criteria, counts, total in found.rows]
    headers = {"Content-Disposition": 'attachment; filename="reasons-for-declining.csv"'}
    return HttpResponse("".join(csv_lines(header, rows)), content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
@login_required
def next_step(request: Any, pk: int) -> HttpResponse:
    introduction = _brokered(request, pk)
    form = NextStepForm(request.POST)
    return _noted(
        request,
        introduction,
        form,
        lambda: brokering.note_next_step(
            introduction=introduction, text=form.cleaned_data["next_step"], by=request.user
        ),
    )


@require_POST
@login_required
def owner(request: Any, pk: int) -> HttpResponse:
    introduction = _brokered(request, pk)
    form = OwnerForm(request.POST)
    return _noted(
        request,
        introduction,
        form,
        lambda: brokering.hand_over(introduction=introduction, to=form.cleaned_data["owner"], by=request.user),
    )


@require_POST
@login_required
def demand(request: Any, pk: int) -> HttpResponse:
    """Which institution of the register asked by mail."""
    introduction = _brokered(request, pk)
    form = DemandForm(request.POST)
    return _noted(
        request,
        introduction,
        form,
        lambda: brokering.name_demand(
            introduction=introduction, institution=form.cleaned_data["institution"], by=request.user
        ),
    )


@require_POST
@login_required
def time(request: Any, pk: int) -> HttpResponse:
    introduction = _brokered(request, pk)
    form = TimeForm(request.POST)
    return _noted(
        request,
        introduction,
        form,
        lambda: brokering.spend_time(introduction=introduction, by=request.user, **form.cleaned_data),
    )


def _brokered(request: Any, pk: int) -> Introduction:
    introduction: Introduction = get_object_or_404(Introduction.objects.visible_to(request.user).for_listing(), pk=pk)
    require(permissions.can_broker, request.user, introduction)
    return introduction


def _noted(request: Any, introduction: Introduction, form: Any, act: Callable[[], Any]) -> HttpResponse:
    """Back to the introduction; a form with a mistake is shown on a page of its own, with what was typed."""
    if form.is_valid():
        try:
            act()
        except (CannotIntroduce, WrongState) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Noted."))
            return redirect(f"{introduction.get_absolute_url()}#broker-h")
    return render(request, "matching/broker_form.html", {"introduction": introduction, "form": form})
