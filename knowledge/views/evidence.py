"""The evidence map: as a map, as a table, one cell of it, what is missing in it, and as a file."""

from typing import Any

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from core.exports import csv_lines
from core.feeds import ENTRIES, atom, with_demo
from core.pagination import Page, paginate
from knowledge import evidence_export, feeds, permissions
from knowledge.evidence_filters import Selection
from knowledge.evidence_map import LIST_KEYS, EvidenceMap, in_map_order
from knowledge.models import Condition, Finding, Outcome

PAGE_SIZE = 25


class EvidencePage(TemplateView):
    template_name = "knowledge/evidence.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        selection = Selection.read(self.request.GET)
        drawn = EvidenceMap(self.request.user, selection)
        context = super().get_context_data(**kwargs) | {
            "map": drawn,
            "selection": selection,
            "facets": drawn.facets(),
            "chips": drawn.chips(),
            "clear_url": selection.lifted().address() or "?",
            "views": _views(selection),
            "query": Selection(selection.values).address(),
            "feed_url": reverse("knowledge:findings_feed") + Selection(selection.values).address(),
            "may_add": permissions.can_edit_findings(self.request.user),
        }
        if selection.is_table:
            found = selection.apply(Finding.objects.listed_for(self.request.user))
            page = _page(self.request, found)
            context |= {"page": page, "pager": _pager(page, selection.address, drawn.found)}
        return context


@require_safe
def cell(request: Any, condition: str, outcome: str) -> HttpResponse:
    """All findings where a row and a column meet; where there are none, that is said."""
    row = get_object_or_404(Condition, slug=condition)
    column = get_object_or_404(Outcome, slug=outcome)
    selection = Selection.read(request.GET)
    found = selection.apply(Finding.objects.listed_for(request.user).filter(condition=row, outcome=column))
    page = _page(request, found)
    context = {
        "condition": row,
        "outcome": column,
        "page": page,
        "pager": _pager(page, selection.address, found.count()),
        "query": Selection(selection.values).address(),
        "narrows": bool(selection.values),
        "may_add": permissions.can_edit_findings(request.user),
    }
    return render(request, "knowledge/evidence_cell.html", context)


@require_safe
def not_known(request: Any) -> HttpResponse:
    """The research agenda: every cell of the map in which there is nothing."""
    selection = Selection.read(request.GET)
    drawn = EvidenceMap(request.user, selection)
    context = {
        "map": drawn,
        "untouched": [row for row in drawn.rows if not row.known],
        "partly": [row for row in drawn.rows if row.known and row.missing],
        "chips": drawn.chips(),
        "query": Selection(selection.values).address(),
        "may_add": permissions.can_edit_findings(request.user),
    }
    return render(request, "knowledge/evidence_unknown.html", context)


@require_safe
def export(request: Any) -> StreamingHttpResponse:
    """The findings under the same filters, for whoever sees them."""
    found = Selection.read(request.GET).apply(Finding.objects.listed_for(request.user))
    lines = csv_lines(evidence_export.FINDING_HEADER, evidence_export.finding_rows(found, settings.BASE_URL))
    headers = {"Content-Disposition": 'attachment; filename="findings.csv"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
def feed(request: Any) -> HttpResponse:
    """The findings under the same filters, those that changed last first."""
    listed, selection = Finding.objects.listed_for(request.user), Selection.read(request.GET)
    found = selection.apply(listed if with_demo(request) else listed.real())
    newest = found.select_related("source").order_by("-updated_at", "-pk")[:ENTRIES]
    page_path = reverse("knowledge:evidence") + selection.address()
    return atom(request, map(feeds.of_finding, newest), title=_("Findings"), page_path=page_path)


def _page(request: Any, found: Any) -> Page:
    asked = request.GET
    listed = in_map_order(found).select_related("condition", "outcome", "source")
    return paginate(listed, keys=LIST_KEYS, size=PAGE_SIZE, after=asked.get("after"), page=asked.get("page"))


def _pager(page: Page, address: Any, found: int) -> dict[str, str]:
    words = {"first": page.first, "last": page.last, "found": intcomma(found)}
    return {
        "text": _("%(first)s to %(last)s of %(found)s") % words if page.items else "",
        "previous_url": address([("after", page.previous)]) if page.previous else "",
        "next_url": address([("after", page.next)]) if page.next else "",
    }


def _views(selection: Selection) -> list[dict[str, Any]]:
    here = reverse("knowledge:evidence")
    drawn, table = Selection(selection.values), Selection(selection.values, is_table=True)
    return [
        {"label": _("Map"), "url": here + drawn.address(), "current": not selection.is_table},
        {"label": _("Table"), "url": here + table.address(), "current": selection.is_table},
    ]
