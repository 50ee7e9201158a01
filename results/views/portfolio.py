"""The portfolio: its page, the list of its outcomes, two selections side by side, and files."""

import logging
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.documents.pdf import PDFNotPossible
from core.exports import csv_lines, json_list, xlsx_file
from core.feeds import ENTRIES, atom, with_demo
from core.pagination import Page, paginate
from partnerships.models import ExchangeRate
from results import feeds
from results.costs.block import cost_block
from results.models import HarvestedOutcome, PortfolioFigures
from results.portfolio import exporting, figures, options, page
from results.portfolio import report as documents
from results.portfolio.counts import OutcomeCounts, count
from results.selections import Selection
from results.tasks import work_out_figures

logger = logging.getLogger(__name__)
PAGE_SIZE = 25
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
KEYS = ("-changed_at", "-pk")
ASKED_FOR = 600  # seconds in which figures are asked for once
ASKED_LATELY, AN_HOUR = "results.figures", 3600
MOST_AN_HOUR = 500


@require_safe
def portfolio(request: Any) -> HttpResponse:
    selection = Selection.read(request.GET)
    counts, known = count(selection, request.user), options.labels()
    told = page.context(selection, request.user, counts, known, _figures(selection))
    here = reverse("results:portfolio")
    return render(
        request,
        "results/portfolio.html",
        told | _filters(selection, here, known) | {"list_url": reverse("results:outcomes") + selection.address()},
    )


@require_safe
def outcomes(request: Any) -> HttpResponse:
    """All outcomes of a selection, the latest told first."""
    selection = Selection.read(request.GET)
    counts = count(selection, request.user)
    found = selection.apply(HarvestedOutcome.objects.listed_for(request.user))
    rows = found.select_related("partnership").defer("partnership__search")
    shown = paginate(rows, keys=KEYS, size=PAGE_SIZE, after=request.GET.get("after"), page=request.GET.get("page"))
    known = options.labels()
    page.with_sectors(shown.items, known)
    here = reverse("results:outcomes")
    context = {"page": shown, "counts": counts, "pager": _pager(shown, selection, counts)}
    context["portfolio_url"] = reverse("results:portfolio") + selection.address()
    return render(request, "results/outcome_list.html", context | _filters(selection, here, known))


@require_safe
def compare(request: Any) -> HttpResponse:
    """Two selections of one address side by side: `a.region=014&b.region=011`."""
    sides, known = [], options.labels()
    for prefix, title in (("a.", _("First selection")), ("b.", _("Second selection"))):
        selection = Selection.read(request.GET, prefix)
        counts = count(selection, request.user)
        told = page.context(selection, request.user, counts, known, _figures(selection))
        sides.append(
            told
            | {"title": title, "prefix": prefix, "selection": selection, "choices": options.choices(selection, known)}
        )
    return render(request, "results/compare.html", {"sides": sides})


@require_safe
def export(request: Any, format: str) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """The outcomes under the same filters, for whoever sees them; invented ones where they are asked for."""
    found = Selection.read(request.GET).apply(HarvestedOutcome.objects.listed_for(request.user))
    rows = exporting.rows(found if with_demo(request) else found.real(), settings.BASE_URL)
    headers = {"Content-Disposition": f'attachment; filename="outcomes.{format}"', "Cache-Control": "no-store"}
    if format == "csv":
        lines = csv_lines(exporting.HEADER, rows)
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)
    if format == "json":
        objects = (dict(zip(exporting.HEADER, row, strict=True)) for row in rows)
        return StreamingHttpResponse(json_list(objects), content_type="application/json", headers=headers)
    if format == "xlsx":
        return FileResponse(xlsx_file(exporting.HEADER, rows, sheet="outcomes"), headers=headers)
    raise Http404


@require_safe
def report(request: Any, format: str) -> HttpResponse:
    """The selection as a document to take along, in the language of the page."""
    if format not in documents.WRITERS:
        raise Http404
    try:
        data = documents.write(format, Selection.read(request.GET), request.user)
    except PDFNotPossible as error:
        messages.error(request, str(error))
        return redirect(f"{reverse('results:portfolio')}?{request.GET.urlencode()}")
    response = HttpResponse(data, content_type=TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="results.{format}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def feed(request: Any) -> HttpResponse:
    selection = Selection.read(request.GET)
    found = selection.apply(HarvestedOutcome.objects.public())
    newest = (found if with_demo(request) else found.real()).select_related("partnership").order_by(*KEYS)[:ENTRIES]
    here = reverse("results:outcomes") + selection.address()
    return atom(request, map(feeds.of_outcome, newest), title=_("Outcomes"), page_path=here)


@require_safe
def costs(request: Any) -> HttpResponse:
    """What partnerships of a selection cost both sides, as far as it is known."""
    selection = Selection.read(request.GET)
    kept = _figures(selection)
    context = {
        "figures": kept,
        "costs": cost_block(kept.data["costs"], kept.data["partnerships"]) if kept else None,
        "rates": ExchangeRate.objects.order_by("currency", "-on").distinct("currency"),
    }
    return render(
        request, "results/costs.html", context | _filters(selection, reverse("results:costs"), options.labels())
    )


@require_safe
def method(request: Any) -> HttpResponse:
    """How everything on the portfolio page is worked out."""
    return render(request, "results/method.html")


def _filters(selection: Selection, here: str, known: options.Labels) -> dict[str, Any]:
    return {
        "selection": selection,
        "here": here,
        "chips": options.chips(selection, lambda rest: here + rest.address() if rest.narrows else here, known),
        "clear_url": here,
        "query": selection.address(),
        "feed_url": reverse("results:feed") + selection.address(),
        "choices": options.choices(selection, known),
    }


def _pager(shown: Page, selection: Selection, counts: OutcomeCounts) -> dict[str, str]:
    words = {"first": shown.first, "last": shown.last, "found": counts.total}
    return {
        "text": _("%(first)s to %(last)s of %(found)s") % words if shown.items else "",
        "previous_url": _turned(selection, shown.previous),
        "next_url": _turned(selection, shown.next),
    }


def _turned(selection: Selection, after: str) -> str:
    return f"?{urlencode([*selection.pairs(), ('after', after)])}" if after else ""


def _figures(selection: Selection) -> PortfolioFigures | None:
    """Those that are kept; where there are none, or old ones, the worker is asked. A small register is counted here."""
    kept = figures.kept_figures(selection)
    if kept is None and figures.is_register_small():
        return figures.work_out(selection)
    if kept is None or figures.is_stale(kept):
        _ask_worker(selection)
    return kept


def _ask_worker(selection: Selection) -> None:
    """Once for many readers, and not for more selections an hour than anybody reads; without a broker the figures
    stay as old as they say they are."""
    if not cache.add(f"results.figures.{selection.name}", 1, ASKED_FOR):
        return
    cache.add(ASKED_LATELY, 0, AN_HOUR)
    if cache.incr(ASKED_LATELY) > MOST_AN_HOUR:
        return
    try:
        work_out_figures.delay(selection.key)
    except Exception as error:  # whatever a broker that is away raises
        logger.warning("Figures are not worked out anew: %s", error)
