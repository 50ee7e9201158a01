"""Telling what is wrong with a page, and settling it."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community import emails
from community.models import ProblemReport, User
from community.permissions import can_handle_report
from community.reporting import ReportedPage
from core.permissions import require


class CannotHandle(Exception):
    """The report cannot be settled so; the message says why."""


@transaction.atomic
def report_problem(
    *, page: ReportedPage, text: str, reply_to: str = "", language: str, by: User | None
) -> ProblemReport:
    """Keep what somebody found wrong, and tell who answers for the record, and the secretariat."""
    target = page.target
    report = ProblemReport.objects.create(
        path=page.path,
        title=page.title,
        content_type=ContentType.objects.get_for_model(target) if target is not None else None,
        object_id=str(target.pk) if target is not None else "",
        text=text,
        reply_to=reply_to,
        language=language,
        reporter=by,
    )
    report.institutions.set(page.institution_ids)
    emails.tell_owners(report)
    return report


@transaction.atomic
def handle_report(*, report: ProblemReport, answer: str = "", by: User) -> ProblemReport:
    """Say that it is settled; an answer goes to the address that was left, if one was."""
    report = ProblemReport.objects.select_for_update().get(pk=report.pk)
    require(can_handle_report, by, report)
    if report.handled_at:
        raise CannotHandle(_("Somebody has settled this report already."))
    is_mailed = bool(answer and report.reply_to)
    if is_mailed and not emails.may_be_answered(report, by):
        raise CannotHandle(
            _("Enough answers went out for today, from you or to this address. Answer tomorrow, or settle it without.")
        )
    report.handled_at, report.handled_by, report.answer = timezone.now(), by, answer
    report.save(update_fields=["handled_at", "handled_by", "answer", "updated_at"])
    if is_mailed:
        emails.tell_reporter(report)
    return report
