"""Lists of needs and offers, the same selection as a feed and as a file, and what is one's own."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from core.exports import csv_lines, json_list, xlsx_file
from core.feeds import ENTRIES, atom, with_demo
from core.pagination import paginate
from core.permissions import require
from knowledge.views.listing import pager
from matching import permissions
from matching.statements import exports, feeds, pages
from matching.statements.kinds import NEED, StatementKind
from matching.statements.selecting import LATEST, read
from matching.statements.tallying import Tally

PAGE_SIZE = 20
FORMATS = {"csv": "CSV", "xlsx": "Excel", "json": "JSON"}


class StatementList(TemplateView):
    template_name = "matching/statement_list.html"
    kind: StatementKind = NEED

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, asked, kind = self.request.user, self.request.GET, self.kind
        selection = read(kind, asked)
        tally = Tally(kind, user, selection)
        found = selection.ordered(selection.apply(kind.model.objects.listed_for(user)))
        page = paginate(
            pages.rows(found), keys=selection.keys, size=PAGE_SIZE, after=asked.get("after"), page=asked.get("page")
        )
        pages.add_free_places(kind, page.items)
        may_export = permissions.can_take_along(user)
        return super().get_context_data(**kwargs) | {
            "kind": kind,
            "here": kind.list_url,
            "selection": selection,
            "found": tally.found,
            "facets": tally.facets(),
            "chips": tally.chips(),
            "kept": [pair for pair in selection.pairs() if pair[0] != "q"],
            "page": page,
            "pager": pager(page, selection, tally.found),
            "feed_url": kind.url("feed") + selection.address(),
            "downloads": _downloads(kind, selection.address()) if may_export else [],
            "exports_all": permissions.takes_all_along(user),
            "may_state": permissions.can_state(user),
        }


@require_safe
def feed(request: Any, kind: StatementKind) -> HttpResponse:
    """The newest of a selection; demonstration records only where `demo=1` asks for them."""
    selection = read(kind, request.GET)
    listed = kind.model.objects.listed_for(request.user)
    found = selection.apply(listed if with_demo(request) else listed.real())
    newest = found.for_listing().order_by(*LATEST)[:ENTRIES]
    return atom(
        request,
        (feeds.of_statement(kind, each) for each in newest),
        title=kind.title,
        page_path=kind.list_url + selection.address(),
    )


@require_safe
@login_required
def export(request: Any, kind: StatementKind, form: str) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """What the list shows under the same filters, as far as this person may take it along."""
    if form not in FORMATS:
        raise Http404
    require(permissions.can_take_along, request.user)
    listed = permissions.taken_along(kind.model.objects.listed_for(request.user), request.user)
    found = read(kind, request.GET).apply(listed if with_demo(request) else listed.real())
    told = exports.rows(kind, found)
    header, name = exports.header(kind), kind.plural
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "Cache-Control": "private, no-store"}
    if form == "json":
        return StreamingHttpResponse(json_list(told), content_type="application/json", headers=headers)
    cells = (exports.cells(header, row) for row in told)
    if form == "csv":
        return StreamingHttpResponse(csv_lines(header, cells), content_type="text/csv; charset=utf-8", headers=headers)
    return FileResponse(xlsx_file(header, cells, sheet=name), headers=headers)


@require_safe
@login_required
def own(request: Any) -> HttpResponse:
    """What my institutions need and offer."""
    require(permissions.can_state, request.user)
    return render(request, "matching/own_statements.html", {"groups": pages.own(request.user)})


def _downloads(kind: StatementKind, address: str) -> list[dict[str, str]]:
    return [
        {"label": label, "url": reverse(f"matching:{kind.name}_export", args=[form]) + address}
        for form, label in FORMATS.items()
    ]
