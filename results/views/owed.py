"""What a person owes, on one page."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from results.owed import MOST, owed_by


@require_safe
@login_required
def owed(request: Any) -> HttpResponse:
    return render(request, "results/owed.html", {"owed": owed_by(request.user), "most": MOST})
