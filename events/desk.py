"""What the hosts of an event have before them: its state, its numbers, and what to do next."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events import permissions
from events.cadence import overdue_since
from events.local_times import When
from events.models import LearningEvent
from events.models.choices import EventStatus, RegistrationStatus


@dataclass(frozen=True)
class Step:
    """Something to do; `url_name` takes the event's address."""

    label: str | Promise
    url_name: str
    note: str | Promise = ""

    def is_for(self, user: Any, event: LearningEvent) -> bool:
        """Whether this person may open it: administrators read less of what people did than hosts."""
        may = NOT_FOR_ALL.get(self.url_name)
        return may is None or may(user, event)


NOT_FOR_ALL: dict[str, Callable[[Any, LearningEvent], bool]] = {
    "events:invite": permissions.can_edit_registrations,
    "events:attendance": permissions.can_edit_registrations,
    "events:feedback_results": permissions.can_read_feedback,
    "events:report_edit": permissions.can_write_report,
}
BEFORE = (
    Step(_("Words, hosts and seats"), "events:edit"),
    Step(_("Questions"), "events:questions"),
    Step(_("Agenda"), "events:agenda"),
    Step(_("Organisers"), "events:organisers"),
    Step(_("Registrations"), "events:registrations"),
    Step(_("Breakout groups"), "events:groups"),
)
INVITE = Step(_("Invite people"), "events:invite")
AFTER = (
    Step(_("Attendance"), "events:attendance"),
    Step(_("Feedback"), "events:feedback_results"),
    Step(_("Takeaways"), "events:takeaways"),
    Step(_("Summary report"), "events:report_edit"),
)


def of(event: LearningEvent, user: Any) -> dict[str, Any]:
    """All that the desk prints, in a fixed number of queries."""
    numbers = _numbers(event)
    is_coming = event.status == EventStatus.PUBLISHED and not event.is_over
    before = (*BEFORE, INVITE) if is_coming else BEFORE
    return {
        "numbers": numbers,
        "next": [step for step in _next(event, numbers) if step.is_for(user, event)],
        "before": [step for step in before if step.is_for(user, event)],
        "after": [step for step in AFTER if step.is_for(user, event)],
        "may_publish": event.status == EventStatus.DRAFT,
        "may_move": is_coming,
        "may_clone": permissions.can_clone_event(user, event),
        "may_mark_held": event.status == EventStatus.PUBLISHED and _has_begun(event),
        "may_delete": permissions.can_delete_event(user, event),
        "overdue_since": overdue_since(event.series) if event.series else None,
    }


def _numbers(event: LearningEvent) -> dict[str, int]:
    def of_status(*statuses: str) -> Count:
        return Count("pk", filter=Q(status__in=statuses))

    counted = event.registrations.verified().aggregate(
        confirmed=of_status(RegistrationStatus.CONFIRMED, RegistrationStatus.ATTENDED),
        waiting=of_status(RegistrationStatus.WAITLISTED),
        pending=of_status(RegistrationStatus.PENDING),
        attended=of_status(RegistrationStatus.ATTENDED),
    )
    things = LearningEvent.objects.filter(pk=event.pk).aggregate(
        agenda=Count("agenda_items", distinct=True),
        questions=Count("questions", distinct=True),
        hosts=Count("hosts", distinct=True),
        takeaways=Count("takeaways", distinct=True),
    )
    return counted | things


def _has_begun(event: LearningEvent) -> bool:
    return event.is_over or When.of(event).has_begun


def _next(event: LearningEvent, numbers: dict[str, int]) -> list[Step]:
    """What is missing now, most pressing first; empty where nothing waits for the hosts."""
    if event.status == EventStatus.CANCELLED:
        return []
    if event.status == EventStatus.DRAFT or not _has_begun(event):
        return _to_prepare(event, numbers)
    steps = []
    if not numbers["attended"] and numbers["confirmed"]:
        steps.append(Step(_("Take attendance"), "events:attendance", _("Who was there counts in the report.")))
    if not numbers["takeaways"]:
        steps.append(
            Step(_("Write the takeaways"), "events:takeaways", _("What participants agreed, asked, observed."))
        )
    if event.status != EventStatus.REPORTED:
        steps.append(Step(_("Write the summary report"), "events:report_edit", _("It is filled from what is here.")))
    return steps


def _to_prepare(event: LearningEvent, numbers: dict[str, int]) -> list[Step]:
    steps = []
    if numbers["pending"]:
        steps.append(Step(_("Answer those who ask for a place"), "events:registrations"))
    if not numbers["hosts"]:
        steps.append(Step(_("Say which institutions hold it"), "events:edit"))
    if not numbers["questions"]:
        steps.append(Step(_("Write the key questions"), "events:questions"))
    if not numbers["agenda"]:
        steps.append(Step(_("Fill the agenda"), "events:agenda"))
    if event.format != LearningEvent.Format.IN_PERSON and not event.joining_url:
        steps.append(Step(_("Give the joining link"), "events:edit"))
    if not event.has_hours and event.status == EventStatus.PUBLISHED:
        steps.append(Step(_("Say at what hour it begins"), "events:move"))
    if event.status == EventStatus.DRAFT:
        steps.append(Step(_("Publish it"), "events:publish", _("Until then only its organisers see it.")))
    return steps
