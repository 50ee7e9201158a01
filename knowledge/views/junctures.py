"""Critical junctures: the list, and the page of each."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from knowledge.junctures import JuncturePage, junctures
from partnerships.models import CriticalJuncture


@require_safe
def juncture_list(request: Any) -> HttpResponse:
    return render(request, "knowledge/juncture_list.html", {"junctures": junctures(request.user)})


@require_safe
def juncture(request: Any, pk: int) -> HttpResponse:
    found = get_object_or_404(CriticalJuncture, pk=pk)
    return render(request, "knowledge/juncture.html", {"juncture": found, "page": JuncturePage(found, request.user)})
