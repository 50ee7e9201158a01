"""The secretariat's table of events."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import StreamingHttpResponse
from django.views.decorators.http import require_safe

from core.exports import csv_lines
from core.permissions import require
from events import exports, permissions


@require_safe
@login_required
def export(request: Any) -> StreamingHttpResponse:
    require(permissions.can_export_events, request.user)
    lines = csv_lines(exports.HEADER, exports.rows(request.user, settings.BASE_URL))
    headers = {"Content-Disposition": 'attachment; filename="events.csv"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)
