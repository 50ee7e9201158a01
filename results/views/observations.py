"""Writing observations down: new, in other words, corrected, taken back."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.permissions import require
from core.versions import EditedMeanwhile
from partnerships.views.detail import visible_partnership
from results import permissions
from results.forms.meanwhile import typed_version
from results.forms.observation_page import ObservationPage
from results.forms.returning import CorrectionForm
from results.models import Indicator, Observation
from results.services.observations import (
    CannotObserve,
    begin_correction,
    record_observation,
    remove_observation,
    save_observation,
    submit_observation,
)
from results.views.indicators import visible_indicator
from results.views.observing import observation_page, visible_observation


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: Any, slug: str, number: int) -> HttpResponse:
    """`?period=` begins with the last day of that period. The form sent twice is one observation."""
    partnership = visible_partnership(request, slug)
    indicator = visible_indicator(request.user, partnership, number)
    require(permissions.can_record, request.user, partnership)

    period = request.GET.get("period", "")
    initial = {"creation_key": uuid.uuid4(), "observed_on": _first_day(indicator, period), "period": period}
    page = ObservationPage(request.POST or None, Observation(indicator=indicator), initial=initial)
    if request.method == "POST" and page.is_valid():
        typed = page.form.save()
        typed.creation_key = page.form.cleaned_data["creation_key"]
        try:
            stored = record_observation(observation=typed, parts=page.parts, by=request.user)
        except CannotObserve as error:
            page.form.add_error(None, str(error))
        else:
            differences = page.differences(stored) if stored is not typed else []
            if differences:
                return _form(request, stored, page, version=stored.version, differences=differences)
            return _onwards(request, stored, page)
    return _form(request, page.form.instance, page)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: Any, slug: str, number: int, pk: int) -> HttpResponse:
    observation = visible_observation(request, slug, number, pk)
    if observation.is_approved and permissions.can_correct(request.user, observation):
        approved = _("It is approved: what was verified stays. Record a correction instead.")
        return observation_page(request, observation, refused=approved)
    require(permissions.can_edit_observation, request.user, observation)

    version = observation.version
    page = ObservationPage(request.POST or None, observation)
    if request.method == "POST" and page.is_valid():
        try:
            stored = _saved(request, page)
        except EditedMeanwhile as meanwhile:
            stored = meanwhile.stored
            return _form(request, stored, page, version=stored.version, differences=page.differences(stored))
        except CannotObserve as error:
            page.form.add_error(None, str(error))
            return _form(request, observation, page, version=version, status=409)
        return _onwards(request, stored, page)
    return _form(request, observation, page, version=version)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def correct(request: Any, slug: str, number: int, pk: int) -> HttpResponse:
    """Say why, then write the later version as a draft; the approved one stands until that is approved too."""
    observation = visible_observation(request, slug, number, pk)
    require(permissions.can_record, request.user, observation.indicator.partnership)

    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = begin_correction(observation=observation, reason=form.cleaned_data["reason"], by=request.user)
        except CannotObserve as error:
            return observation_page(request, observation, refused=str(error))
        return redirect("results:observation_edit", slug, number, draft.pk)
    context = {"form": form, "observation": observation, "indicator": observation.indicator}
    return render(
        request, "results/observation_correct.html", context | {"partnership": observation.indicator.partnership}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: Any, slug: str, number: int, pk: int) -> HttpResponse:
    """Ask, and take back with the POST what is not approved yet. A second click finds nothing left to do."""
    partnership = visible_partnership(request, slug)
    indicator = visible_indicator(request.user, partnership, number)
    is_there = Observation.objects.filter(indicator=indicator, pk=pk).exists()
    if request.method == "POST" and not is_there and permissions.can_record(request.user, partnership):
        messages.info(request, _("It had been removed already."))
        return redirect(indicator)
    observation = visible_observation(request, slug, number, pk)
    if observation.is_approved and permissions.can_correct(request.user, observation):
        approved = _("It is approved: what was verified stays. Record a correction instead.")
        return observation_page(request, observation, refused=approved)
    require(permissions.can_edit_observation, request.user, observation)
    if request.method == "POST":
        try:
            remove_observation(observation=observation, by=request.user)
        except CannotObserve as error:
            return observation_page(request, observation, refused=str(error))
        messages.success(request, _("Removed."))
        return redirect(indicator)
    context = {"observation": observation, "indicator": indicator, "partnership": partnership}
    return render(request, "results/observation_remove.html", context)


def _saved(request: Any, page: ObservationPage) -> Observation:
    """Stored in its new words. Whoever changed nothing has recorded nothing, and may still verify it."""
    observation: Observation = page.form.instance
    if not page.has_changed():
        return observation
    seen = typed_version(request.POST)
    return save_observation(observation=page.form.save(), parts=page.parts, by=request.user, seen_version=seen)


def _onwards(request: Any, stored: Observation, page: ObservationPage) -> HttpResponse:
    if page.submits:
        submit_observation(observation=stored, by=request.user)
        messages.success(request, _("Submitted. Somebody else at the parties verifies it now."))
    else:
        messages.success(request, _("Saved as a draft. Submit it when it is complete."))
    return redirect(stored)


def _form(
    request: Any,
    observation: Observation,
    page: ObservationPage,
    *,
    version: int = 0,
    differences: list[dict[str, Any]] | None = None,
    status: int = 200,
) -> HttpResponse:
    indicator: Indicator = page.form.indicator
    context = {"page": page, "form": page.form, "observation": observation, "version": version}
    context |= {"indicator": indicator, "partnership": indicator.partnership, "differences": differences}
    return render(request, "results/observation_form.html", context, status=409 if differences is not None else status)


def _first_day(indicator: Indicator, typed: str) -> Any:
    """The last day of the period that is asked for, or today where that is later."""
    today = timezone.localdate()
    asked = (each for each in indicator.periods.all() if str(each.pk) == typed)
    return min(next((period.ends_on for period in asked), today), today)
