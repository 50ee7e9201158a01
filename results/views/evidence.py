"""What claims and figures rest on: added, handed out to who may see it, taken away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import uploads
from core.permissions import require
from partnerships.views.detail import visible_partnership
from results import permissions
from results.forms.evidence import EvidenceForm
from results.models import EvidenceItem, Observation
from results.services.outcomes import add_evidence, remove_evidence
from results.views.observing import visible_observation
from results.views.outcomes import visible_outcome


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_to_outcome(request: Any, slug: str, number: int, step: int | None = None) -> HttpResponseBase:
    outcome = visible_outcome(request, slug, number)
    require(permissions.can_add_evidence, request.user, outcome.partnership)
    claim = getattr(outcome, "claim", None)
    steps = list(claim.steps.all()) if claim else []
    if step is not None and not 1 <= step <= len(steps):
        raise Http404
    of = {"step": steps[step - 1]} if step else {"outcome": outcome}
    return _added(request, outcome.partnership, of, outcome.get_absolute_url(), str(outcome))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_to_observation(request: Any, slug: str, number: int, pk: int) -> HttpResponseBase:
    """A figure that is approved already may still get its papers."""
    observation = visible_observation(request, slug, number, pk)
    partnership = observation.indicator.partnership
    require(permissions.can_add_evidence, request.user, partnership)
    of = {"observation": observation}
    return _added(request, partnership, of, observation.get_absolute_url(), observation.indicator.title)


def _added(request: Any, partnership: Any, of: dict[str, Any], back: str, about: str) -> HttpResponseBase:
    form = EvidenceForm(
        request.POST or None,
        request.FILES or None,
        instance=EvidenceItem(**of),
        partnership=partnership,
        user=request.user,
    )
    if request.method == "POST" and form.is_valid():
        add_evidence(item=form.instance, partnership=partnership, by=request.user)
        messages.success(request, _("Added."))
        return redirect(back)
    context = {"form": form, "partnership": partnership, "back": back, "about": about}
    return render(request, "results/evidence_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: Any, slug: str, pk: int) -> HttpResponseBase:
    """Ask, and take it away with the POST."""
    partnership = visible_partnership(request, slug)
    item = visible_item(request, partnership, pk)
    require(permissions.can_remove_evidence, request.user, item, partnership)

    back = address_of(item, partnership)
    if request.method == "POST":
        remove_evidence(item=item, partnership=partnership, by=request.user)
        messages.success(request, _("“%(title)s” is removed.") % {"title": item})
        return redirect(back)
    return render(request, "results/evidence_remove.html", {"item": item, "partnership": partnership, "back": back})


@require_safe
def download(request: Any, slug: str, pk: int) -> HttpResponseBase:
    """The file, for who may see it; what is confidential is not there for others."""
    partnership = visible_partnership(request, slug)
    item = visible_item(request, partnership, pk)
    if not item.file:
        raise Http404
    return uploads.download(item)


def visible_item(request: Any, partnership: Any, pk: int) -> EvidenceItem:
    """A piece of evidence of this partnership, or 404 where there is none that this person may see."""
    items = EvidenceItem.objects.visible_to(request.user).of_partnership(partnership)
    item: EvidenceItem = get_object_or_404(
        items.select_related("observation__indicator", "outcome", "step__claim__outcome"), pk=pk
    )
    return item


def address_of(item: EvidenceItem, partnership: Any) -> str:
    """The page of what it is evidence of."""
    found: Any = item.outcome or (item.step.claim.outcome if item.step else None)
    if found is None:
        observation: Observation | None = item.observation
        if observation:
            observation.indicator.partnership = partnership
        found = observation or partnership
    elif found is not partnership:
        found.partnership = partnership
    address: str = found.get_absolute_url()
    return address
