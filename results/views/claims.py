"""The contribution claim of an outcome, written as a whole."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.permissions import require
from core.versions import EditedMeanwhile
from results import permissions
from results.forms.claims import EMPTY_ROWS, ClaimForm, RivalRows, StepRows, said
from results.models import ContributionClaim
from results.services.claims import save_claim
from results.views.outcomes import visible_outcome

STEP = ("id", "text", "assumption")
RIVAL = ("text", "speaks_for", "speaks_against", "weight")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def claim(request: Any, slug: str, number: int) -> HttpResponse:
    """The chain and the rivals; "more rows" keeps what was typed and saves nothing.

    Who saves what somebody else saved meanwhile sees both, and may save again.
    """
    outcome = visible_outcome(request, slug, number)
    require(permissions.can_edit_outcome, request.user, outcome)

    was_shown, stands = outcome.is_shown, outcome.agreed_facts()
    stored = getattr(outcome, "claim", None) or ContributionClaim(outcome=outcome)
    data = _with_more_rows(request.POST) if request.method == "POST" else None
    form = ClaimForm(data, instance=stored)
    steps = StepRows(data, prefix="steps", initial=_initial(stored, data, "steps", STEP))
    rivals = RivalRows(data, prefix="rivals", initial=_initial(stored, data, "rivals", RIVAL))
    read = stored.updated_at.isoformat() if stored.pk else ""
    context = {
        "outcome": outcome,
        "partnership": outcome.partnership,
        "form": form,
        "steps": steps,
        "rivals": rivals,
        "read": read if data is None else request.POST.get("read", ""),
    }
    is_whole = data is not None and "more" not in request.POST
    if is_whole and all([form.is_valid(), steps.is_valid(), rivals.is_valid()]):
        try:
            save_claim(
                outcome=outcome,
                claim=form.instance,
                steps=said(steps),
                rivals=said(rivals),
                by=request.user,
                seen_at=_moment(request.POST.get("read", "")),
            )
        except EditedMeanwhile:
            form.add_error(None, _("Somebody else saved it while you were writing. Compare, and save again."))
            return render(request, "results/claim_form.html", context | {"read": read, "stands": stands}, status=409)
        messages.success(request, _("Saved."))
        if was_shown and not outcome.is_shown:
            messages.info(request, _("It says something else now: only the parties see it until both agree again."))
        return redirect(outcome)
    return render(request, "results/claim_form.html", context)


def _moment(typed: str) -> datetime | None:
    try:
        return parse_datetime(typed)
    except ValueError:
        return None


def _initial(stored: ContributionClaim, data: Any, rows: str, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """What is stored, where nothing was sent: a row that was sent and says the same would count as left empty."""
    if data is not None or not stored.pk:
        return []
    return [{name: getattr(row, name) for name in names} for row in getattr(stored, rows).all()]


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
