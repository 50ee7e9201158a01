"""The selection of the directory as a file or a feed."""

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.exports import csv_lines, json_list, xlsx_file
from core.feeds import ENTRIES, with_demo
from core.feeds import TYPE as FEED
from core.feeds import atom as feed_of
from partnerships import exports, feeds
from partnerships.filters import Selection
from partnerships.imports.columns import EXPORTED

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def export(request: HttpRequest, format: str) -> HttpResponseBase:
    """The same records that the directory lists to this person under the same address."""
    further = exports.FURTHER.get(format)
    if format not in FORMATS and further is None:
        raise Http404
    if request.method == "HEAD":
        return HttpResponse(content_type=further.content_type if further else TYPES[format])
    selection = Selection.read(request.GET)
    if further:
        pieces = further.stream(rows(request, selection))
        return StreamingHttpResponse(pieces, content_type=further.content_type, headers=attachment(format))
    return FORMATS[format](request, selection)


def rows(request: HttpRequest, selection: Selection) -> Any:
    return exports.rows(selection, request.user, with_demo=with_demo(request))


def csv(request: HttpRequest, selection: Selection) -> HttpResponseBase:
    lines = csv_lines(EXPORTED, (exports.cells(row) for row in rows(request, selection)))
    return StreamingHttpResponse(lines, content_type=TYPES["csv"], headers=attachment("csv"))


def xlsx(request: HttpRequest, selection: Selection) -> HttpResponseBase:
    file = xlsx_file(EXPORTED, (exports.cells(row) for row in rows(request, selection)), sheet="Partnerships")
    return FileResponse(file, content_type=TYPES["xlsx"], headers=attachment("xlsx"))


def json(request: HttpRequest, selection: Selection) -> HttpResponseBase:
    objects = (exports.as_object(row) for row in rows(request, selection))
    return StreamingHttpResponse(json_list(objects), content_type=TYPES["json"], headers=attachment("json"))


def atom(request: HttpRequest, selection: Selection) -> HttpResponseBase:
    newest = exports.latest(selection, request.user, count=ENTRIES, with_demo=with_demo(request))
    page_path = reverse("partnerships:list") + selection.address()
    return feed_of(request, map(feeds.entry, newest), title=_("Partnerships"), page_path=page_path)


def attachment(format: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="partnerships.{format}"'}


FORMATS: dict[str, Callable[[HttpRequest, Selection], HttpResponseBase]] = {
    "csv": csv,
    "xlsx": xlsx,
    "json": json,
    "atom": atom,
}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": XLSX,
    "json": "application/json",
    "atom": FEED,
}
