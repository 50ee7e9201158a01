"""Rating an ability for a side, before and after."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from results.capabilities import rated
from results.forms.capabilities import RatingForm
from results.models import Capability, CapabilityScore
from results.models.choices import Answering
from results.permissions import sides_answered_for
from results.services.capabilities import RatedMeanwhile, mark_of, rate_capability
from results.views.capabilities import CONFLICT, changed, rateable_capability


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rate(request: Any, slug: str, pk: int) -> HttpResponse:
    """Each side for itself; who is on both, as in an alliance, for one after the other."""
    capability = rateable_capability(request, slug, pk)
    sides = _sides(request, capability)
    side = _side(request, capability, sides)
    was_shown, status = capability.is_shown, 200
    form = RatingForm(request.POST or None, stored=_stored(capability, side))
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            rate_capability(capability=capability, side=side, scores=form.scores, seen=seen, by=request.user)
        except RatedMeanwhile:
            status = CONFLICT
            form.add_error(None, _("Somebody else of your side rated it meanwhile. Compare, and save again."))
        else:
            return changed(request, capability, was_shown)
    fresh = status == CONFLICT or request.method != "POST"
    context = {
        "partnership": capability.partnership,
        "capability": capability,
        "each": rated(capability, capability.partnership),
        "form": form,
        "side": side,
        "side_label": Answering(side).label,
        "sides": [(each.value, each.label) for each in sides],
        "seen": mark_of(capability, side) if fresh else request.POST.get("seen", ""),
    }
    return render(request, "results/capability_rate.html", context, status=status)


def _sides(request: Any, capability: Capability) -> list[Answering]:
    own = sides_answered_for(request.user, capability.partnership)
    return [side for side in Answering if side.value in own]


def _side(request: Any, capability: Capability, sides: list[Answering]) -> str:
    """The one that was asked for, or else the first that has said nothing."""
    own = [side.value for side in sides]
    wanted = request.POST.get("side") or request.GET.get("side")
    if wanted in own:
        return str(wanted)
    said = {score.side for score in capability.scores.all()}
    return next((side for side in own if side not in said), own[0])


def _stored(capability: Capability, side: str) -> dict[str, CapabilityScore]:
    return {score.moment: score for score in capability.scores.filter(side=side)}
