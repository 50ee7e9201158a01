"""The contribution claim of an outcome, written as a whole."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.permissions import require
from results import permissions
from results.forms.claims import EMPTY_ROWS, ClaimForm, RivalRows, StepRows, said
from results.models import ContributionClaim
from results.services.claims import save_claim
from results.views.outcomes import visible_outcome


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def claim(request: Any, slug: str, number: int) -> HttpResponse:
    """The chain and the rivals; "more rows" keeps what was typed and saves nothing."""
    outcome = visible_outcome(request, slug, number)
    require(permissions.can_edit_outcome, request.user, outcome)

    stored = getattr(outcome, "claim", None) or ContributionClaim(outcome=outcome)
    data = _with_more_rows(request.POST) if request.method == "POST" else None
    form = ClaimForm(data, instance=stored)
    steps = StepRows(data, prefix="steps", initial=_initial(stored, "steps", ("text", "assumption")))
    names = ("text", "speaks_for", "speaks_against", "weight")
    rivals = RivalRows(data, prefix="rivals", initial=_initial(stored, "rivals", names))
    is_whole = data is not None and "more" not in request.POST
    if is_whole and all([form.is_valid(), steps.is_valid(), rivals.is_valid()]):
        save_claim(outcome=outcome, claim=form.instance, steps=said(steps), rivals=said(rivals), by=request.user)
        messages.success(request, _("Saved."))
        return redirect(outcome)
    context = {"outcome": outcome, "partnership": outcome.partnership, "form": form, "steps": steps, "rivals": rivals}
    return render(request, "results/claim_form.html", context)


def _initial(stored: ContributionClaim, rows: str, names: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in names} for row in getattr(stored, rows).all()] if stored.pk else []


def _with_more_rows(posted: Any) -> Any:
    """What was sent, with empty rows added where that was asked for."""
    wanted = posted.get("more", "")
    if wanted not in ("steps", "rivals"):
        return posted
    data = posted.copy()
    total = data.get(f"{wanted}-TOTAL_FORMS", "")
    if total.isascii() and total.isdigit() and len(total) < 4:
        data[f"{wanted}-TOTAL_FORMS"] = str(int(total) + EMPTY_ROWS)
    return data
