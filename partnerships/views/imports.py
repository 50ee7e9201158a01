"""Bringing a spreadsheet of partnerships: upload, look at the report, correct, confirm."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.permissions import require
from partnerships import permissions
from partnerships.forms.imports import ColumnsForm, DuplicatesForm, UploadForm
from partnerships.imports import template
from partnerships.imports.columns import BASIC
from partnerships.imports.showing import shown_to
from partnerships.models import ImportJob
from partnerships.services import imports

MOST_JOBS = 20
MOST_ERRORS = 500
MOST_PLACES = 12


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: Any) -> HttpResponse:
    require(permissions.can_import, request.user)

    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        return redirect(imports.start_import(content=file.read(), file_name=file.name, by=request.user))
    jobs = ImportJob.objects.visible_to(request.user).without_content().select_related("owner", "institution")
    context = {"form": form, "jobs": jobs[:MOST_JOBS], "columns": BASIC}
    return render(request, "partnerships/imports/upload.html", context)


@require_safe
@login_required
def template_file(request: Any, format: str) -> HttpResponse | FileResponse | StreamingHttpResponse:
    require(permissions.can_import, request.user)

    if format == "xlsx":
        return FileResponse(template.as_workbook(), as_attachment=True, filename="partnerships-template.xlsx")
    if format != "csv":
        raise Http404
    disposition = {"Content-Disposition": 'attachment; filename="partnerships-template.csv"'}
    return StreamingHttpResponse(template.as_csv(), content_type="text/csv; charset=utf-8", headers=disposition)


@require_safe
@login_required
def job(request: Any, pk: int) -> HttpResponse:
    return _page(request, _visible_job(request, pk))


@require_safe
@login_required
def report(request: Any, pk: int) -> JsonResponse:
    """The whole report, in the shape that the command writes."""
    found = _visible_job(request, pk)
    answer = JsonResponse(shown_to(request.user, found).report, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="import-{found.pk}.json"'
    return answer


@require_POST
@login_required
def columns(request: Any, pk: int) -> HttpResponse:
    found = _own_job(request, pk)
    form = ColumnsForm(request.POST, columns=found.headers, mapping=found.mapping)
    if not form.is_valid():
        return _page(request, found, columns_form=form)
    return _after(request, found, imports.decide_columns, mapping=form.mapping)


@require_POST
@login_required
def duplicates(request: Any, pk: int) -> HttpResponse:
    found = _own_job(request, pk)
    doubts = shown_to(request.user, found).preview.get("doubts", [])
    form = DuplicatesForm(request.POST, doubts=doubts, choices=found.choices)
    if not form.is_valid():
        return _page(request, found, duplicates_form=form)
    return _after(request, found, imports.decide_duplicates, choices=form.answers)


@require_POST
@login_required
def confirm(request: Any, pk: int) -> HttpResponse:
    return _after(request, _own_job(request, pk), imports.confirm_import)


@require_POST
@login_required
def remove(request: Any, pk: int) -> HttpResponse:
    found = _visible_job(request, pk)
    require(permissions.can_remove_import, request.user)

    imports.remove_import(job=found, by=request.user)
    messages.success(request, _("The import was removed from the list. What it brought in stays."))
    return redirect("partnerships:import")


def _visible_job(request: Any, pk: int) -> ImportJob:
    found = get_object_or_404(ImportJob.objects.visible_to(request.user), pk=pk)
    require(permissions.can_import, request.user)
    return found


def _own_job(request: Any, pk: int) -> ImportJob:
    found = _visible_job(request, pk)
    require(permissions.can_work_on_import, request.user, found)
    return found


def _after(request: Any, found: ImportJob, act: Any, **decided: Any) -> HttpResponse:
    try:
        act(job=found, by=request.user, **decided)
    except imports.CannotImport as error:
        messages.error(request, str(error))
    return redirect(found)


def _page(
    request: Any,
    found: ImportJob,
    columns_form: ColumnsForm | None = None,
    duplicates_form: DuplicatesForm | None = None,
) -> HttpResponse:
    shown = shown_to(request.user, found)
    errors, doubts = shown.report.get("errors", []), shown.preview.get("doubts", [])
    may_work = permissions.can_work_on_import(request.user, found)
    is_open = may_work and found.status == ImportJob.Status.CHECKED
    if is_open and columns_form is None:
        columns_form = ColumnsForm(columns=found.headers, mapping=found.mapping)
    if is_open and doubts and duplicates_form is None:
        duplicates_form = DuplicatesForm(doubts=doubts, choices=found.choices)
    context = {
        "job": found,
        "report": shown.report,
        "preview": shown.preview,
        "errors": errors[:MOST_ERRORS],
        "errors_left": max(0, len(errors) - MOST_ERRORS),
        "warnings": grouped(shown.report.get("warnings", [])),
        "columns_form": columns_form,
        "columns_open": bool(columns_form and (columns_form.errors or any(e["row"] <= 1 for e in errors))),
        "duplicates_form": duplicates_form,
        "may_work": may_work,
        "may_remove": permissions.can_remove_import(request.user),
    }
    return render(request, "partnerships/imports/job.html", context)


def grouped(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Findings that say the same of a column, together with where they are."""

    def said(finding: dict[str, Any]) -> tuple[str, str]:
        return finding["column"], finding["message"]

    groups = []
    for (column, message), alike in groupby(sorted(findings, key=said), key=said):
        places = list(alike)
        groups.append(
            {
                "column": column,
                "message": message,
                "count": len(places),
                "places": places[:MOST_PLACES],
                "left": max(0, len(places) - MOST_PLACES),
            }
        )
    return groups
