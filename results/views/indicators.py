"""The page of one indicator."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partnerships.views.detail import visible_partnership
from results.models import Indicator


@require_safe
def detail(request: Any, slug: str, number: int) -> HttpResponse:
    """What is observed, its baseline, its targets and what was seen so far."""
    partnership = visible_partnership(request, slug)
    visible = Indicator.objects.visible_to(request.user).filter(partnership=partnership)
    indicator = get_object_or_404(visible.select_related("result__framework", "sdg_target"), number=number)
    indicator.partnership = partnership
    return render(request, "results/indicator.html", {"indicator": indicator, "partnership": partnership})
