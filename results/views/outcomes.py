"""The page of one outcome."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partnerships.views.detail import visible_partnership
from results.models import HarvestedOutcome


@require_safe
def detail(request: Any, slug: str, number: int) -> HttpResponse:
    """What changed, and how we know."""
    partnership = visible_partnership(request, slug)
    visible = HarvestedOutcome.objects.visible_to(request.user).filter(partnership=partnership)
    outcome = get_object_or_404(visible.select_related("country", "reported_by"), number=number)
    outcome.partnership = partnership
    return render(request, "results/outcome.html", {"outcome": outcome, "partnership": partnership})
