"""The wordings that an outcome had, each with what was said to it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from results.acts_read import acts_of
from results.views.outcomes import visible_outcome
from results.wordings import wordings_of


@require_safe
def wordings(request: Any, slug: str, number: int) -> HttpResponse:
    """Newest first; whoever sees the outcome reads those that were shown to them as they stood."""
    outcome = visible_outcome(request, slug, number)
    found = wordings_of(outcome, request.user, acts_of(outcome, request.user))
    context = {"outcome": outcome, "partnership": outcome.partnership, "wordings": found}
    return render(request, "results/outcome_wordings.html", context)
