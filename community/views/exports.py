"""The directory of institutions as files, with the filters of the page."""

from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from community.directory import selected
from community.exports import COLUMNS, cells, rows
from community.forms import InstitutionFilter
from core.exports import csv_lines, json_list


@require_safe
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    lines = csv_lines(COLUMNS, map(cells, rows(_selection(request))))
    return _download(lines, "text/csv; charset=utf-8", "institutions.csv")


@require_safe
def as_json(request: HttpRequest) -> StreamingHttpResponse:
    return _download(json_list(rows(_selection(request))), "application/json", "institutions.json")


def _selection(request: HttpRequest) -> Any:
    """Demonstration records stay out unless asked for with `demo=1`."""
    found = selected(InstitutionFilter(request.GET), request.user)
    return found if request.GET.get("demo") == "1" else found.filter(is_demo=False)


def _download(parts: Any, content_type: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(parts, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
