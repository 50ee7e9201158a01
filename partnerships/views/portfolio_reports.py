"""Reports of a selection and a period: asked for, looked at while they are made, taken away."""

from pathlib import PurePath
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from core.permissions import require
from core.uploads import KINDS
from partnerships.filters import BY_NAME, Selection
from partnerships.forms.portfolio_reports import ReportForm
from partnerships.models import Partnership, PortfolioReport
from partnerships.permissions_portfolio import can_open_portfolio
from partnerships.portfolio.picks import as_pairs, picked_records, whole_selection
from partnerships.portfolio.tabs import TABS
from partnerships.services.portfolio_reports import MOST_RECORDS, CannotReport, ask_for_report

MOST_LISTED = 30


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: Any) -> HttpResponse:
    require(can_open_portfolio, request.user)
    query = request.POST if request.method == "POST" else request.GET
    is_whole = bool(query.get("whole"))
    records = whole_selection(request.user, query, MOST_RECORDS) if is_whole else picked_records(request.user, query)
    if not records:
        messages.error(request, _("Tick at least one record. Drafts are submitted one by one."))
        return redirect("portfolio:list")

    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            report = ask_for_report(
                **form.cleaned_data, partnerships=records, selected_by=_selected_by(query, records), by=request.user
            )
        except CannotReport as error:
            form.add_error(None, str(error))
        else:
            return redirect(report)
    shown = [("show", query["show"])] if query.get("show") in TABS else []
    shown += Selection.read(query).pairs(shown=False)
    kept = [*shown, *([("whole", "1")] if is_whole else as_pairs(records))]
    back = reverse("portfolio:list") + "?" + urlencode(kept)
    context = {"form": form, "records": records, "kept": kept, "back": back}
    return render(request, "partnerships/portfolio_report_form.html", context)


@require_safe
@login_required
def reports(request: Any) -> HttpResponse:
    require(can_open_portfolio, request.user)
    found = PortfolioReport.objects.visible_to(request.user)[:MOST_LISTED]
    return render(request, "partnerships/portfolio_reports.html", {"reports": found})


@require_safe
@login_required
def report(request: Any, pk: int) -> HttpResponse:
    found = get_object_or_404(PortfolioReport.objects.visible_to(request.user), pk=pk)
    return render(request, "partnerships/portfolio_report.html", {"report": found})


@require_safe
@login_required
def file(request: Any, pk: int) -> HttpResponseBase:
    """The document, as long as its owner may still read everything that is in it."""
    found = get_object_or_404(PortfolioReport.objects.visible_to(request.user).exclude(file=""), pk=pk)
    if not _still_readable(found, request.user):
        messages.error(request, _("You may not read all of this report any more. Please ask for a new one."))
        return redirect(found)
    suffix = PurePath(str(found.file.name)).suffix
    name = f"{slugify(found.title) or 'report'}{suffix}"
    try:
        document = found.file.open("rb")
    except FileNotFoundError:
        messages.error(request, _("The document is not here any more. Please ask for a new one."))
        return redirect(found)
    response = FileResponse(document, as_attachment=True, filename=name, content_type=KINDS[suffix][1])
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _still_readable(found: PortfolioReport, user: Any) -> bool:
    if not set(found.institution_ids) <= user.institution_ids:
        return False
    seen = Partnership.objects.listed_for(user).filter(pk__in=found.partnership_ids)
    return bool(seen.count() == len(found.partnership_ids))


def _selected_by(query: Any, records: list[Partnership]) -> str:
    """In words: from which part of the list, under which search and filters, and whether all or some of it."""
    tab, selection, count = query.get("show", ""), Selection.read(query), len(records)
    words = [str(TABS[tab])] if tab in TABS else []
    if selection.q:
        words.append(_("search: “%(text)s”") % {"text": selection.q[:100]})
    for name, values in selection.values.items():
        words.append(f"{BY_NAME[name].title}: {', '.join(values)}"[:100])
    if query.get("whole"):
        words.append(ngettext("%(count)d record found", "%(count)d records found", count) % {"count": count})
    else:
        words.append(ngettext("%(count)d record ticked", "%(count)d records ticked", count) % {"count": count})
    return "; ".join(words)
