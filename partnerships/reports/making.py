"""Making a report, letting it go after a month, and finding those that got lost on the way."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.documents.pdf import PDFNotPossible
from partnerships.models import PortfolioReport
from partnerships.permissions_portfolio import can_open_portfolio
from partnerships.personal_data import remove_reports
from partnerships.reports import pdf, word
from partnerships.reports.content import Content, content_of, readable

logger = logging.getLogger(__name__)
Status = PortfolioReport.Status
KEPT_FOR = timedelta(days=30)
# Longer than a worker may take: what still waits then was lost with the broker.
LOST_AFTER = timedelta(minutes=20)
WRITERS: dict[str, Callable[[Content], bytes]] = {
    PortfolioReport.Format.DOCX: word.write,
    PortfolioReport.Format.PDF: pdf.write,
}


@transaction.atomic
def make(report_id: int) -> bool:
    """Write the document, unless that was done, or another worker is at it. Whether there is one now."""
    waiting = PortfolioReport.objects.select_for_update(of=("self",), skip_locked=True).select_related("owner")
    report = waiting.filter(pk=report_id, status=Status.WAITING).first()
    if report is None:
        return False
    with translation.override(report.language):
        if not can_open_portfolio(report.owner):
            _fail(report, _("You may not make such reports any more."))
            return False
        try:
            with transaction.atomic():
                _write(report)
        except PDFNotPossible as error:
            _fail(report, str(error))
        except Exception:
            logger.exception("Report %s could not be made", report.pk)
            _fail(report, _("Something went wrong on our side. Please ask for the report again."))
    return report.status == Status.READY


def _write(report: PortfolioReport) -> None:
    """What the owner may read at this moment; from where they read it is kept, to be asked at each download."""
    partnerships = readable(report)
    content = content_of(report, partnerships, is_rtl=translation.get_language_bidi())
    data = WRITERS[report.format](content)
    report.partnership_ids = [each.pk for each in partnerships]
    report.institution_ids = sorted(report.owner.institution_ids)
    report.status, report.error = Status.READY, ""
    report.file.save(f"{report.creation_key}.{report.format}", ContentFile(data), save=False)
    report.save()


def _fail(report: PortfolioReport, message: str) -> None:
    report.status, report.error = Status.FAILED, message[:500]
    report.save(update_fields=["status", "error", "updated_at"])


def sweep() -> list[int]:
    """Remove reports of a month ago, and of closed accounts, and name those whose making got lost."""
    now = timezone.now()
    remove_reports(Q(created_at__lt=now - KEPT_FOR) | Q(owner__is_active=False))
    lost = PortfolioReport.objects.filter(status=Status.WAITING, updated_at__lt=now - LOST_AFTER)
    return list(lost.values_list("pk", flat=True))
