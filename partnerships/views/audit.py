"""The log of who read or changed a record, for its parties."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.exports import csv_lines
from core.pagination import paginate
from core.permissions import require
from partnerships import audit_log, permissions
from partnerships.models import Partnership
from partnerships.views.detail import visible_partnership

PAGE_SIZE = 50


@require_safe
@login_required
def log(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = _with_log(request, slug)
    page = paginate(
        audit_log.entries_of(partnership), keys=["-at", "-pk"], size=PAGE_SIZE, after=request.GET.get("after")
    )
    context = {
        "partnership": partnership,
        "page": page,
        "may_export": permissions.can_export_log(request.user, partnership),
    }
    return render(request, "partnerships/partnership_audit.html", context)


@require_safe
@login_required
def export(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    partnership = _with_log(request, slug)
    require(permissions.can_export_log, request.user, partnership)
    lines = csv_lines(audit_log.COLUMNS, audit_log.rows(partnership))
    headers = {"Content-Disposition": f'attachment; filename="{partnership.slug}-log.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _with_log(request: HttpRequest, slug: str) -> Partnership:
    """Whoever may not read the log learns nothing of it, not even that the record is there."""
    partnership = visible_partnership(request, slug)
    if not permissions.can_read_log(request.user, partnership):
        raise Http404
    return partnership
