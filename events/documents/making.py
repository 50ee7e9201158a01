"""The files of a final report: made once, kept, and made again only when the disk lost them."""

import hashlib
import logging

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count

from core.documents.pdf import PDFNotPossible
from events.documents import pdf, word
from events.models import EventReport, ReportFile

logger = logging.getLogger(__name__)
Format = ReportFile.Format
WRITERS = {Format.PDF: pdf.write, Format.DOCX: word.write}


@transaction.atomic
def file_of(report: EventReport, format: str) -> ReportFile:
    """The file of a final report, written by whoever asks first; others wait for it.

    Raises PDFNotPossible where the server cannot write one.
    """
    content = EventReport.objects.select_for_update(of=("self",)).final().get(pk=report.pk).content or {}
    found = ReportFile.objects.filter(report=report, format=format).first()
    if found and default_storage.exists(str(found.file.name)):
        return found
    found = found or ReportFile(report=report, format=format)
    data = WRITERS[Format(format)](content)
    found.size, found.sha256 = len(data), hashlib.sha256(data).hexdigest()
    found.file.save(f"{report.event.slug}.{format}", ContentFile(data), save=False)
    found.save()
    return found


def make_files(report_id: int) -> int:
    """Both files of a final report; how many there are now."""
    report = EventReport.objects.final().select_related("event").filter(pk=report_id).first()
    if report is None:
        return 0
    made = 0
    for format in Format.values:
        try:
            file_of(report, format)
            made += 1
        except PDFNotPossible:
            logger.warning("Report %s has no PDF: this server cannot write one", report_id)
    return made


def unmade() -> list[int]:
    """The final reports that lack a file: their making was lost with the broker, or Pango was missing."""
    lacking = EventReport.objects.final().annotate(made=Count("files")).filter(made__lt=len(Format))
    return list(lacking.order_by("pk").values_list("pk", flat=True))
