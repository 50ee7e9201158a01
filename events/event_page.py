"""All that the page of an event prints, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from community import languages
from events.joining import opening_of
from events.models import LearningEvent, Takeaway
from events.models.choices import EventStatus, HostRole, QuestionStatus, ReportStatus
from events.short_lists import GROUPS, HAS_CALL, HAS_TAKEAWAYS, HOSTS, IS_FOLLOWED, QUESTIONS, agenda
from events.turnout import TURNOUT
from partnerships.models import Partnership

BEFORE, DURING, AFTER = "before", "during", "after"
MOST_FOLLOWING = 10


@dataclass(frozen=True)
class Host:
    """An institution that holds the event, as its page names it."""

    name: str
    acronym: str
    slug: str
    role: str

    @property
    def url(self) -> str:
        return reverse("community:institution", args=[self.slug])

    @property
    def role_label(self) -> str:
        return str(HostRole(self.role).label)


@dataclass(frozen=True)
class Neighbour:
    """The event that this one follows, or one that follows it."""

    title: str
    slug: str
    starts_on: date
    has_report: bool

    @property
    def url(self) -> str:
        return reverse("events:detail", args=[self.slug])


def for_page(user: Any) -> QuerySet[LearningEvent]:
    """The events that this person may see, each with the short lists around it, in one query."""
    visible = LearningEvent.objects.visible_to(user).select_related("series", "report")
    return visible.defer("search", "report__content", "joining_url").annotate(
        host_list=HOSTS,
        question_list=QUESTIONS,
        agenda_list=agenda(),
        group_list=GROUPS,
        turnout=TURNOUT,
        is_followed=IS_FOLLOWED,
        has_takeaways=HAS_TAKEAWAYS,
        has_call=HAS_CALL,
    )


class EventPage:
    """One event, read for one person."""

    def __init__(self, event: Any, user: Any) -> None:
        self.event = event
        self.user = user
        self.phase = phase_of(event)
        self.hosts = [Host(**raw) for raw in event.host_list]
        self.previous, self.following = self._neighbours()
        self.questions = event.question_list
        report = getattr(event, "report", None)
        self.report = report
        self.final_report = report if report and report.is_final else None

    @property
    def is_over(self) -> bool:
        return self.phase == AFTER

    @property
    def names_speakers(self) -> bool:
        return names_speakers(self.event)

    @property
    def hosted_by(self) -> list[Host]:
        return [host for host in self.hosts if host.role != HostRole.TECHNICAL_SUPPORT]

    @property
    def supported_by(self) -> list[Host]:
        return [host for host in self.hosts if host.role == HostRole.TECHNICAL_SUPPORT]

    @property
    def open_questions(self) -> list[dict[str, Any]]:
        return [each for each in self.questions if each["status"] == QuestionStatus.OPEN]

    @property
    def answered_questions(self) -> list[dict[str, Any]]:
        return [each for each in self.questions if each["status"] == QuestionStatus.ANSWERED]

    @property
    def language_names(self) -> list[str]:
        return _language_names(self.event.languages)

    def _neighbours(self) -> tuple[Neighbour | None, list[Neighbour]]:
        """The event before and those after, in one query where there are any."""
        if not self.event.follows_id and not self.event.is_followed:
            return None, []
        around = LearningEvent.objects.visible_to(self.user).filter(Q(pk=self.event.follows_id) | Q(follows=self.event))
        rows = around.order_by("starts_on", "pk").values_list("pk", "title", "slug", "starts_on", "report__status")
        found = {pk: Neighbour(title, slug, day, report == ReportStatus.FINAL) for pk, title, slug, day, report in rows}
        return found.pop(self.event.follows_id, None), list(found.values())[:MOST_FOLLOWING]

    @property
    def agenda(self) -> list[dict[str, Any]]:
        """Each item with its talks; the boxes of a presentation stand on its own page."""
        items: list[dict[str, Any]] = self.event.agenda_list
        return items

    def groups(self) -> list[dict[str, Any]]:
        """With how many are in each; who they are is for the participants."""
        groups: list[dict[str, Any]] = self.event.group_list
        return [
            group | {"letter": _letter(number), "language_names": _language_names(group["languages"])}
            for number, group in enumerate(groups)
        ]

    def takeaways(self) -> list[Takeaway]:
        """With those of their partnerships that this person may see."""
        if not self.event.has_takeaways:
            return []
        partnerships = Partnership.objects.visible_to(self.user).only("title", "slug")
        return list(self.event.takeaways.prefetch_related(Prefetch("partnerships", partnerships)))


def phase_of(event: LearningEvent) -> str:
    """Before, from an hour before the start to the end, or after."""
    if event.status in (EventStatus.HELD, EventStatus.REPORTED) or event.is_over:
        return AFTER
    opening = opening_of(event)
    return DURING if opening.opens_at <= timezone.now() < opening.closes_at else BEFORE


def names_speakers(event: LearningEvent) -> bool:
    """Once an event under the Chatham House rule is over, it is said what was presented, and not by whom."""
    return not event.is_chatham_house or phase_of(event) != AFTER


def _language_names(codes: list[str]) -> list[str]:
    return [languages.name(code) or code for code in codes]


def _letter(number: int) -> str:
    """A to Z, then AA."""
    rest, last = divmod(number, 26)
    return (_letter(rest - 1) if rest else "") + chr(ord("A") + last)
