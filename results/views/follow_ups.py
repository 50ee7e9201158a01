"""Answering for a side what became of the outcomes of a partnership that closed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.permissions import require
from partnerships.views.detail import visible_partnership
from results import permissions
from results.follow_ups.showing import years_after
from results.forms.follow_ups import FollowUpForm
from results.models import FollowUp, FollowUpAnswer, HarvestedOutcome
from results.models.choices import Answering
from results.services.follow_ups import AnsweredMeanwhile, answer_follow_up, mark_of

CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def follow_up(request: Any, slug: str, years: int) -> HttpResponse:
    """Each side for itself; who is on both, as in an alliance, for one after the other."""
    partnership = visible_partnership(request, slug)
    found: FollowUp = get_object_or_404(partnership.follow_ups, years=years)
    found.partnership = partnership
    require(permissions.can_answer_follow_up, request.user, found)
    side = _side(request, found)
    visible = HarvestedOutcome.objects.visible_to(request.user).filter(partnership=partnership)
    outcomes = list(visible.order_by("number"))
    form = FollowUpForm(request.POST or None, outcomes=outcomes, stored=_stored(found, side))

    status, answered = 200, {}
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            answer_follow_up(follow_up=found, side=side, said=form.said, seen=seen, by=request.user)
        except AnsweredMeanwhile:
            status, answered = CONFLICT, _stored(found, side)
            form.add_error(None, _("Somebody else of your side answered meanwhile. Compare, and save again."))
        else:
            messages.success(request, _("Thank you. What you said is shown with each outcome."))
            return redirect("results:partnership", partnership.slug)
    context = {
        "partnership": partnership,
        "follow_up": found,
        "label": years_after(found.years),
        "form": form,
        "rows": [(*row, answered.get(row[0].pk)) for row in form.rows],
        "side": side,
        "side_label": Answering(side).label,
        "sides": [(each.value, each.label) for each in _sides(request, found)],
        "seen": mark_of(found, side) if status == CONFLICT or request.method != "POST" else request.POST.get("seen"),
    }
    return render(request, "results/follow_up.html", context, status=status)


def _sides(request: Any, found: FollowUp) -> list[Answering]:
    own = permissions.sides_answered_for(request.user, found.partnership)
    return [side for side in Answering if side.value in own]


def _side(request: Any, found: FollowUp) -> str:
    """The one that was asked for, or else the first that has not answered."""
    own = [side.value for side in _sides(request, found)]
    wanted = request.POST.get("side") or request.GET.get("side")
    if wanted in own:
        return str(wanted)
    answered = set(found.answers.values_list("side", flat=True))
    return next((side for side in own if side not in answered), own[0])


def _stored(found: FollowUp, side: str) -> dict[int, FollowUpAnswer]:
    return {answer.outcome_id: answer for answer in found.answers.filter(side=side)}
