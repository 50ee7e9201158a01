"""Summary reports: written in the portal, and once final by nobody."""

from typing import Any

from django.contrib import admin

from events.admin.of_event import OfEvent, is_public_event
from events.models import EventReport, ReportComment, ReportFile, ReportSection


class OfReport(OfEvent):
    """Public once it is final, if its event is."""

    report_path = ""

    def is_public(self, obj: Any) -> bool:
        report: EventReport = obj if not self.report_path else getattr(obj, self.report_path)
        return report.is_final and is_public_event(report.event)


@admin.register(EventReport)
class EventReportAdmin(OfReport):
    list_display = ["number", "of", "language", "status", "comments_until", "finalised_on"]
    list_filter = ["status", "language"]
    exclude = too_long = ["content"]


@admin.register(ReportSection)
class ReportSectionAdmin(OfReport):
    event_path, report_path = "report__event", "report"
    too_long = ["report__content"]
    list_display = ["number", "key", "of", "is_edited", "updated_at"]
    list_filter = ["is_edited"]


@admin.register(ReportComment)
class ReportCommentAdmin(OfEvent):
    """What a participant said to the hosts, final report or not."""

    event_path = "section__report__event"
    too_long = ["section__report__content"]
    list_display = ["number", "of", "created_at", "settled_at"]
    is_private = True


@admin.register(ReportFile)
class ReportFileAdmin(OfReport):
    event_path, report_path = "report__event", "report"
    too_long = ["report__content"]
    list_display = ["number", "of", "format", "size", "created_at"]
    list_filter = ["format"]
    fields = ["report", "format", "size", "sha256", "created_at"]
