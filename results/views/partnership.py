"""All results of one partnership on one page, and as a file."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.views.detail import visible_partnership
from partnerships.wording import evidence_summary
from results import permissions
from results.whole import families, whole_of


@require_safe
def results(request: Any, slug: str) -> HttpResponse:
    """What was hoped for and what changed, level by level; to begin with, one outcome is enough."""
    partnership = visible_partnership(request, slug)
    whole = whole_of(partnership, request.user)
    context = {
        "partnership": partnership,
        "whole": whole,
        "families": families(whole),
        "summary": evidence_summary(partnership),
        "may_record": permissions.can_record(request.user, partnership),
        "may_write": permissions.can_write_framework(request.user, partnership),
    }
    return render(request, "results/partnership.html", context)
