"""The summary report as a file to take along."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from core.documents.pdf import PDFNotPossible
from core.permissions import require
from events.documents import making
from events.models import EventReport, LearningEvent, ReportFile
from events.permissions import can_export_report
from events.report_content import content_of
from events.views.after_events import readable_report, visible_event

TYPES = {
    ReportFile.Format.PDF: "application/pdf",
    ReportFile.Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_safe
def report_file(request: Any, slug: str, format: str) -> HttpResponseBase:
    """A final report as it was made, once; under comment as the data stands now."""
    event = visible_event(request, slug)
    report = readable_report(request, event)
    require(can_export_report, request.user, event, report)
    try:
        return _kept(request, event, report, format) if report.is_final else _current(event, report, format)
    except PDFNotPossible as error:
        messages.error(request, str(error))
        return redirect("events:report", event.slug)


def _kept(request: Any, event: LearningEvent, report: EventReport, format: str) -> HttpResponseBase:
    """It never changes, but who may see the event may: a copy is asked about before it is shown again."""
    found = making.file_of(report, format)
    etag = f'"{found.sha256}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        with found.file.open("rb") as file:
            response = HttpResponse(file.read(), content_type=TYPES[ReportFile.Format(format)])
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return _attached(response, f"{event.slug}.{format}")


def _current(event: LearningEvent, report: EventReport, format: str) -> HttpResponseBase:
    data = making.WRITERS[ReportFile.Format(format)](content_of(event, report))
    response = HttpResponse(data, content_type=TYPES[ReportFile.Format(format)])
    response["Cache-Control"] = "private, no-store"
    return _attached(response, f"{event.slug}-for-comment.{format}")


def _attached(response: HttpResponseBase, name: str) -> HttpResponseBase:
    """As an attachment that no browser opens as a page of this site."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
