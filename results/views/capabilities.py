"""What was possible before and is now: one page for all abilities, named by either side and rated by both."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.permissions import require
from core.versions import EditedMeanwhile
from partnerships.permissions_parts import can_open_part
from partnerships.views.detail import visible_partnership
from results import permissions
from results.capabilities import shown_to
from results.forms.capabilities import CapabilityForm
from results.forms.meanwhile import differences_of
from results.models import Capability
from results.services import capabilities as services

CONFLICT = 409


@require_safe
def capabilities(request: Any, slug: str) -> HttpResponse:
    """Every ability that one may see, with what both sides say, and the gaps."""
    partnership = visible_partnership(request, slug)
    context = {
        "partnership": partnership,
        "shown": shown_to(partnership, request.user),
        "may_rate": permissions.can_rate_capability(request.user, partnership),
        "may_open": can_open_part(request.user, partnership, None),
    }
    return render(request, "results/capabilities.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: Any, slug: str) -> HttpResponse:
    """Name one; how far one can do it is said on the next page."""
    partnership = visible_partnership(request, slug)
    require(permissions.can_rate_capability, request.user, partnership)
    form = CapabilityForm(request.POST or None, instance=Capability(partnership=partnership))
    if request.method == "POST" and form.is_valid():
        stored = services.name_capability(capability=form.save(commit=False), by=request.user)
        return redirect("results:capability_rate", partnership.slug, stored.pk)
    return render(request, "results/capability_form.html", {"partnership": partnership, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: Any, slug: str, pk: int) -> HttpResponse:
    capability = rateable_capability(request, slug, pk)
    was_shown, read = capability.is_shown, capability.updated_at
    form = CapabilityForm(request.POST or None, instance=capability)
    differences = None
    if request.method == "POST" and form.is_valid():
        try:
            services.reword_capability(
                capability=form.save(commit=False), by=request.user, seen_at=_moment(request.POST.get("read", ""))
            )
        except EditedMeanwhile as meanwhile:
            differences, read = differences_of(form, meanwhile.stored), meanwhile.stored.updated_at
        else:
            return changed(request, capability, was_shown)
    context = {
        "partnership": capability.partnership,
        "capability": capability,
        "form": form,
        "differences": differences,
        "read": read,
    }
    return render(request, "results/capability_form.html", context, status=CONFLICT if differences is not None else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: Any, slug: str, pk: int) -> HttpResponse:
    """Ask, and take it away with the POST."""
    capability = rateable_capability(request, slug, pk)
    require(permissions.can_remove_capability, request.user, capability)
    if request.method == "POST":
        services.remove_capability(capability=capability, by=request.user)
        messages.success(request, _("“%(title)s” is removed.") % {"title": capability})
        return redirect("results:capabilities", capability.partnership.slug)
    context = {"partnership": capability.partnership, "capability": capability}
    return render(request, "results/capability_remove.html", context)


def rateable_capability(request: Any, slug: str, pk: int) -> Capability:
    """404 for who does not see it, 403 for who answers for no side."""
    partnership = visible_partnership(request, slug)
    visible = Capability.objects.visible_to(request.user).filter(partnership=partnership)
    found: Capability = get_object_or_404(visible, pk=pk)
    found.partnership = partnership
    require(permissions.can_rate_capability, request.user, partnership)
    return found


def changed(request: Any, capability: Capability, was_shown: bool) -> HttpResponse:
    if was_shown and not capability.is_shown:
        messages.info(request, _("It says something else now: only the parties see it until both agree again."))
    else:
        messages.success(request, _("Saved."))
    return redirect(capability)


def _moment(typed: str) -> datetime | None:
    try:
        return parse_datetime(typed)
    except ValueError:
        return None
