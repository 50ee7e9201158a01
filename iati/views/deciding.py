"""What a person decides about activities: who stands on which side, and which of two wordings holds."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.permissions import require
from iati import becoming, permissions, showing
from iati.forms.bringing import DifferenceForm, SidesForm
from iati.models import PublishedActivity, Reading
from iati.services import writing

ON_A_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sides(request: Any, pk: int) -> HttpResponse:
    """All that was chosen and has no sides confirmed yet, twenty at a time; what was said of others is kept."""
    reading = get_object_or_404(
        Reading.objects.visible_to(request.user).without_content().select_related("source"), pk=pk
    )
    require(permissions.can_work_on, request.user, reading)

    chosen = reading.activities.filter(is_chosen=True).select_related("partnership").order_by("position")
    open_ones = list(chosen.filter(sides_confirmed_at=None).defer("content", "written")[:ON_A_PAGE])
    data = request.POST if request.method == "POST" else None
    forms = [(each, SidesForm(data, proposal=each.proposal, prefix=f"a{each.pk}")) for each in open_ones]
    if data is not None:
        wrong = False
        for each, form in forms:
            if f"a{each.pk}-said" not in data:
                continue
            if form.is_valid():
                writing.confirm_sides(activity=each, sides=form.sides, by=request.user)
            else:
                wrong = True
        if not wrong:
            return redirect("iati:sides", reading.pk)
    context = {
        "reading": reading,
        "forms": forms,
        "open_count": chosen.filter(sides_confirmed_at=None).count(),
        "ready": list(chosen.exclude(sides_confirmed_at=None).defer("content", "written")[:100]),
        "ready_count": chosen.exclude(sides_confirmed_at=None).count(),
    }
    return render(request, "iati/sides.html", context)


@require_safe
@login_required
def activity(request: Any, pk: int) -> HttpResponse:
    """What was published, beside what it becomes or became here."""
    found = _visible(request, pk)
    may_work = permissions.can_work_on(request.user, found.source)
    context = {
        "activity": found,
        "reasons": showing.reasons(found),
        "published": becoming.published(found),
        "becomes": becoming.becomes(found),
        "members": becoming.members(found),
        "kept": becoming.kept(found),
        "differences": becoming.differences(found),
        "may_work": may_work,
    }
    return render(request, "iati/activity.html", context)


@require_POST
@login_required
def decide(request: Any, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    require(permissions.can_work_on, request.user, found.source)

    form = DifferenceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say which of the two holds."))
        return redirect("iati:activity", found.pk)
    try:
        writing.decide_difference(activity=found, by=request.user, **form.cleaned_data)
    except writing.CannotWrite as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Noted."))
    return redirect("iati:activity", found.pk)


def _visible(request: Any, pk: int) -> PublishedActivity:
    visible = PublishedActivity.objects.visible_to(request.user).select_related("source", "reading", "partnership")
    found = get_object_or_404(visible, pk=pk)
    require(permissions.can_bring, request.user)
    return found
