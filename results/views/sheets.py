"""Figures that are owed, as a sheet to take along and to bring back."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from core.exports import csv_lines, xlsx_file
from core.permissions import require
from results import permissions
from results.forms.sheets import CheckedRow, SheetForm, check, packed, unpacked
from results.owed import owed_by
from results.services.observation_sheets import record_sheet
from results.services.observations import CannotObserve
from results.sheets.columns import HEADER, Line, rows


@require_safe
@login_required
def sheet(request: Any, format: str) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """A row for each period that is over and has no figure yet."""
    told = rows(owed_by(request.user).due, settings.BASE_URL)
    headers = {
        "Content-Disposition": f'attachment; filename="figures-to-fill-in.{format}"',
        "Cache-Control": "no-store",
    }
    if format == "csv":
        return StreamingHttpResponse(csv_lines(HEADER, told), content_type="text/csv; charset=utf-8", headers=headers)
    if format == "xlsx":
        return FileResponse(xlsx_file(HEADER, told, sheet="figures"), headers=headers)
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: Any) -> HttpResponse:
    """Read the file and show what would be recorded; record it once that is confirmed."""
    require(permissions.is_member, request.user)
    if request.method == "POST" and "rows" in request.POST:
        return _confirm(request, unpacked(request.POST["rows"]))
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["file"]
        return _report(request, typed, check(typed, request.user), SheetForm())
    return render(request, "results/sheet.html", {"form": form})


def _confirm(request: Any, typed: list[Line]) -> HttpResponse:
    """Rows are looked at anew: what was typed is what the page sent back, and others may have written since."""
    checked = check(typed, request.user)
    ready = [(row.observation, row.parts) for row in checked if row.is_ready and row.observation]
    submits = request.POST.get("then") == "submit"
    try:
        count = record_sheet(ready=ready, submits=submits, by=request.user)
    except CannotObserve as error:
        messages.error(request, str(error))
        return _report(request, typed, checked, SheetForm(), status=409)
    done = ngettext("%(n)d observation is recorded.", "%(n)d observations are recorded.", count) % {"n": count}
    messages.success(request, done)
    left = [row for row in checked if row.errors]
    if not left:
        return redirect("results:owed")
    messages.info(request, _("The rows below are not recorded. Mend them in your sheet and bring it again."))
    return _report(request, [row.line for row in left], left, SheetForm())


def _report(
    request: Any, typed: list[Line], checked: list[CheckedRow], form: SheetForm, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "checked": checked,
        "ready": sum(row.is_ready for row in checked),
        "wrong": sum(bool(row.errors) for row in checked),
        "there": sum(row.is_there for row in checked),
        "empty": sum(not line.is_filled for line in typed),
        "packed": packed(typed),
        "is_report": True,
    }
    return render(request, "results/sheet.html", context, status=status)
