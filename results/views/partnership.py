"""All results of one partnership on one page, and as a file."""

from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.exports import csv_lines, json_list, xlsx_file
from partnerships.pulse import results as pulse
from partnerships.views.detail import read_partnership, visible_partnership
from partnerships.wording import evidence_summary
from results import capabilities, figures_export, permissions
from results.follow_ups.showing import table_of
from results.models import Indicator
from results.whole import families, whole_of


@require_safe
def results(request: Any, slug: str) -> HttpResponse:
    """What was hoped for and what changed, level by level; to begin with, one outcome is enough."""
    partnership = read_partnership(request, slug)
    whole = whole_of(partnership, request.user)
    if whole.framework:
        whole.framework.partnership = partnership
    context = {
        "partnership": partnership,
        "whole": whole,
        "families": families(whole),
        "summary": evidence_summary(partnership),
        "may_record": permissions.can_record(request.user, partnership),
        "may_write": permissions.can_write_framework(request.user, partnership),
        "has_indicators": any(lines for level in whole.levels for _result, lines in level.results),
        "capabilities": capabilities.shown_to(partnership, request.user),
        "may_rate": permissions.can_rate_capability(request.user, partnership),
        "follow_ups": table_of(partnership, whole.outcomes, request.user),
        "reads_pulse": pulse.is_told_to(request.user, partnership),
        "may_edit": whole.framework is not None and permissions.can_edit_framework(request.user, whole.framework),
    }
    return render(request, "results/partnership.html", context)


@require_safe
def export(request: Any, slug: str, format: str) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """Every figure of its indicators that this person may see; where there is none, no such file."""
    partnership = visible_partnership(request, slug)
    indicators = Indicator.objects.seen_of(partnership, request.user)
    if not indicators.exists():
        raise Http404
    header, rows = figures_export.HEADER, figures_export.rows(indicators, request.user, settings.BASE_URL)
    name = f"{partnership.slug}-indicators.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    if format == "csv":
        return StreamingHttpResponse(csv_lines(header, rows), content_type="text/csv; charset=utf-8", headers=headers)
    if format == "json":
        objects = (dict(zip(header, row, strict=True)) for row in rows)
        return StreamingHttpResponse(json_list(objects), content_type="application/json", headers=headers)
    if format == "xlsx":
        return FileResponse(xlsx_file(header, rows, sheet="indicators"), headers=headers)
    raise Http404
