"""The directory of institutions as files, with the filters of the page."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from community import feeds
from community.directory import selected
from community.exports import COLUMNS, cells, rows
from community.forms import InstitutionFilter
from core.exports import csv_lines, json_list
from core.feeds import ENTRIES, atom, with_demo

FILTERS = ("q", "country", "kind")


@require_safe
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    lines = csv_lines(COLUMNS, map(cells, rows(_selection(request))))
    return _download(lines, "text/csv; charset=utf-8", "institutions.csv")


@require_safe
def as_json(request: HttpRequest) -> StreamingHttpResponse:
    return _download(json_list(rows(_selection(request))), "application/json", "institutions.json")


@require_safe
def as_feed(request: HttpRequest) -> HttpResponse:
    """Those that changed last; a filter that nobody understands finds none, as on the page."""
    newest = _selection(request).order_by("-updated_at", "-pk")[:ENTRIES]
    asked = [(name, request.GET[name]) for name in FILTERS if request.GET.get(name)]
    page_path = reverse("community:institutions") + (f"?{urlencode(asked)}" if asked else "")
    return atom(request, map(feeds.entry, newest), title=_("Institutions"), page_path=page_path)


def _selection(request: HttpRequest) -> Any:
    """Demonstration records stay out unless asked for with `demo=1`."""
    found = selected(InstitutionFilter(request.GET), request.user)
    return found if with_demo(request) else found.filter(is_demo=False)


def _download(parts: Any, content_type: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(parts, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
