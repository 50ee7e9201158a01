"""All that the page of an event prints, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from community import languages
from events.joining import opening_of
from events.models import (
    AgendaItem,
    BreakoutGroup,
    DiscussionQuestion,
    EventHost,
    LearningEvent,
    Presentation,
    Takeaway,
)
from events.models.choices import SEATED, EventStatus, HostRole, QuestionStatus, ReportStatus
from partnerships.models import Partnership

# Of a presentation the agenda prints no more than this; its boxes stand on its own page.
PRINTED_OF_A_PRESENTATION = (
    *("item_id", "number", "title", "presenter", "institution__name"),
    *(f"country__name_{code}" for code in ("en", "fr", "es", "ar")),
)
BEFORE, DURING, AFTER = "before", "during", "after"


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

    @classmethod
    def read(cls, raw: dict[str, Any]) -> Self:
        final = raw["report"] == ReportStatus.FINAL
        return cls(raw["title"], raw["slug"], date.fromisoformat(raw["starts_on"]), final)

    @property
    def url(self) -> str:
        return reverse("events:detail", args=[self.slug])


def for_page(user: Any) -> QuerySet[LearningEvent]:
    """The events that this person may see, each with the short lists around it, in one query."""
    visible = LearningEvent.objects.visible_to(user)
    hosts = EventHost.objects.filter(event=OuterRef("pk")).order_by("position", "pk")
    questions = DiscussionQuestion.objects.filter(event=OuterRef("pk")).order_by("position", "pk")
    neighbour = JSONObject(title="title", slug="slug", starts_on="starts_on", report="report__status")
    previous = visible.filter(pk=OuterRef("follows_id")).order_by()
    following = visible.filter(follows=OuterRef("pk")).order_by("starts_on", "pk")
    return (
        visible.select_related("series", "report")
        .defer("report__content", "joining_url")
        .annotate(
            host_list=ArraySubquery(
                hosts.values(
                    json=JSONObject(
                        name="institution__name", acronym="institution__acronym", slug="institution__slug", role="role"
                    )
                )
            ),
            question_list=ArraySubquery(
                questions.values(
                    json=JSONObject(
                        text="text", said="said", status="status", is_key="is_key", carried_from="carried_from_id"
                    )
                )
            ),
            previous_list=ArraySubquery(previous.values(json=neighbour)),
            following_list=ArraySubquery(following.values(json=neighbour)[:10]),
            has_call=~Q(joining_url=""),
        )
    )


class EventPage:
    """One event, read for one person."""

    def __init__(self, event: Any, user: Any) -> None:
        self.event = event
        self.user = user
        self.phase = phase_of(event)
        self.hosts = [Host(**raw) for raw in event.host_list]
        self.previous = next((Neighbour.read(raw) for raw in event.previous_list), None)
        self.following = [Neighbour.read(raw) for raw in event.following_list]
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
        return [languages.name(code) or code for code in self.event.languages]

    def agenda(self) -> list[AgendaItem]:
        """In two queries."""
        told = Presentation.objects.select_related("institution", "country").only(*PRINTED_OF_A_PRESENTATION)
        return list(self.event.agenda_items.prefetch_related(Prefetch("presentations", told)))

    def groups(self) -> list[BreakoutGroup]:
        """With how many are in each; who they are is for the participants."""
        seated = Q(members__registration__status__in=SEATED)
        found = self.event.breakout_groups.select_related("question").annotate(people=Count("members", filter=seated))
        groups = list(found.order_by("position", "pk"))
        for number, group in enumerate(groups):
            group.letter = _letter(number)
            group.language_names = [languages.name(code) or code for code in group.languages]
        return groups

    def takeaways(self) -> list[Takeaway]:
        """With those of their partnerships that this person may see."""
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


def _letter(number: int) -> str:
    """A to Z, then AA."""
    rest, last = divmod(number, 26)
    return (_letter(rest - 1) if rest else "") + chr(ord("A") + last)
