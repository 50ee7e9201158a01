"""The two letters about a summary report: one that asks for comments, one that brings the final version."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from events.models import EventReport, Registration
from events.models.choices import SEATED, ReportStatus
from events.registration_links import registration_url, token_for
from mail.models import Message
from mail.services import Recipient, queue

COMMENTS, FINAL = "report-comments", "report-final"


def ask_for_comments(report: EventReport) -> int:
    """Write to everybody who had a place, once a report; how many letters are new."""
    return _write(report, COMMENTS, "events/emails/report_comments")


def announce_final(report: EventReport) -> int:
    return _write(report, FINAL, "events/emails/report_final")


def still_asked(ids: Iterable[int]) -> set[int]:
    """Asked just before sending: the round is still on, and the reader still had a place."""
    return _to_participants(ids, lambda report: report.status == ReportStatus.COMMENT_ROUND)


def still_final(ids: Iterable[int]) -> set[int]:
    return _to_participants(ids, lambda report: report.is_final)


def _write(report: EventReport, purpose: str, template: str) -> int:
    """A letter each, because each bears its reader's own link: it opens the page without an account."""
    readers = Registration.objects.filter(event=report.event_id).seated().verified().reachable().select_related("event")
    return sum(
        queue(
            purpose=purpose,
            period=str(report.pk),
            to=[Recipient(reader.email, reader.language, reader.time_zone)],
            template=template,
            context={
                "report": report,
                "event": report.event,
                "link": link_of(reader),
                "registration_link": registration_url(reader),
            },
        )
        for reader in readers
    )


def link_of(registration: Registration) -> str:
    """The report's page for one participant."""
    with translation.override(registration.language):
        return settings.BASE_URL + reverse("events:report_by_link", args=[token_for(registration)])


def _to_participants(ids: Iterable[int], stands: Callable[[EventReport], bool]) -> set[int]:
    messages = list(Message.objects.filter(pk__in=ids).only("pk", "period", "recipient"))
    reports = EventReport.objects.in_bulk({int(message.period) for message in messages})
    seated = set(
        Registration.objects.reachable()
        .filter(
            event__in={report.event_id for report in reports.values()},
            email__in={message.recipient for message in messages},
            status__in=SEATED,
        )
        .values_list("event", "email")
    )
    return {
        message.pk
        for message in messages
        if (report := reports.get(int(message.period)))
        and stands(report)
        and (report.event_id, message.recipient) in seated
    }
