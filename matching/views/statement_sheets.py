"""Needs and offers from a spreadsheet: the empty sheet, a look at what was filled in, and the drafts it becomes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from core.exports import csv_lines, xlsx_file
from core.permissions import require
from matching import permissions
from matching.forms.statement_sheets import SheetForm, check
from matching.services.statements import bring_in
from matching.statements.exports import filled_in
from matching.statements.guide import guide
from matching.statements.kinds import StatementKind
from matching.statements.sheets import Line, packed, unpacked


@require_safe
@login_required
def template(request: Any, kind: StatementKind, form: str) -> HttpResponse | StreamingHttpResponse | FileResponse:
    """The sheet to fill in: its first row alone."""
    require(permissions.can_state, request.user)
    header = list(filled_in(kind))
    headers = {"Content-Disposition": f'attachment; filename="{kind.plural}-to-fill-in.{form}"'}
    if form == "csv":
        return StreamingHttpResponse(csv_lines(header, []), content_type="text/csv; charset=utf-8", headers=headers)
    if form == "xlsx":
        return FileResponse(xlsx_file(header, [], sheet=kind.plural), headers=headers)
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def bring(request: Any, kind: StatementKind) -> HttpResponse:
    """Read the file and show what would come of it; store it once that is confirmed."""
    require(permissions.can_state, request.user)
    if request.method == "POST" and "rows" in request.POST:
        return _confirm(request, kind, unpacked(kind, request.POST["rows"]))
    form = SheetForm(request.POST or None, request.FILES or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        return _report(request, kind, form.cleaned_data["file"])
    return render(request, "matching/statement_sheet.html", {"form": form, "kind": kind, "guide": guide(kind)})


def _confirm(request: Any, kind: StatementKind, typed: list[Line]) -> HttpResponse:
    """Rows are looked at anew: what was typed is what the page sent back, and others may have written since."""
    rows = check(kind, typed, request.user)
    drafts = [(row.form.instance, row.form.ties) for row in rows if row.is_ready]
    count = bring_in(drafts=drafts, opens=request.POST.get("then") == "open", by=request.user)
    messages.success(request, ngettext("%(n)d row is stored.", "%(n)d rows are stored.", count) % {"n": count})
    left = [row.line for row in rows if row.errors]
    return _report(request, kind, left) if left else redirect("matching:own_statements")


def _report(request: Any, kind: StatementKind, typed: list[Line]) -> HttpResponse:
    rows = check(kind, typed, request.user)
    context = {
        "form": SheetForm(kind=kind),
        "kind": kind,
        "guide": guide(kind),
        "rows": rows,
        "ready": sum(row.is_ready for row in rows),
        "wrong": sum(bool(row.errors) for row in rows),
        "there": sum(row.is_there for row in rows),
        "packed": packed(typed),
        "may_open": permissions.can_open_any(request.user),
        "is_report": True,
    }
    return render(request, "matching/statement_sheet.html", context)
