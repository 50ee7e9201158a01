"""Real events that ship with the product, written from their published reports."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from community.models import Country, Institution
from community.services import InstitutionExists, add_institution
from events.models import (
    AgendaItem,
    DiscussionQuestion,
    EventHost,
    EventReport,
    LearningEvent,
    Presentation,
    Takeaway,
)
from events.models.choices import EventStatus, QuestionStatus
from events.services.questions import carry_over_questions
from events.services.reports import draft_report, edit_section, finalise_report
from partnerships.models import CriticalJuncture

DATA = Path(__file__).resolve().parent.parent / "data"
UNTITLED = "Presentation of a donor agency (its title is not in the source)"
Told = dict[str, Any]


@transaction.atomic
def load_events() -> int:
    """Bring in the events of these files that are not here yet; how many came. What is here stays as it is."""
    return sum(_load(tomllib.loads(path.read_text())) for path in sorted(DATA.glob("*.toml")))


def _load(told: Told) -> int:
    juncture = _juncture(told["juncture"])
    event, is_new = _event(told["event"], juncture)
    if is_new:
        _hosts(event, told["hosts"])
        _agenda(event, told["agenda"])
        questions = _questions(event, told["questions"])
        _takeaways(event, told["takeaways"], questions)
    follow_up, follows_new = _event(told["follow_up"] | {"follows": event}, juncture)
    if follows_new:
        carry_over_questions(event=follow_up, by=None)
    if is_new:
        _report(event, told["report"])
    return is_new + follows_new


def _event(told: Told, juncture: CriticalJuncture) -> tuple[LearningEvent, bool]:
    """Found again by its address, also under a former one."""
    here = Q(slug=told["slug"]) | Q(former_slugs__slug=told["slug"])
    if known := LearningEvent.objects.filter(here).first():
        return known, False
    columns = {name: _clean(value) for name, value in told.items() if name != "sectors"}
    event = LearningEvent.objects.create(
        **columns, ends_on=told["starts_on"], status=EventStatus.HELD, published_at=timezone.now()
    )
    event.sectors.set(told.get("sectors", []))
    event.junctures.add(juncture)
    return event, True


def _clean(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _juncture(told: Told) -> CriticalJuncture:
    known = CriticalJuncture.objects.called(told["name"]).first()
    return known or CriticalJuncture.objects.create(**told)


def _hosts(event: LearningEvent, told: list[Told]) -> None:
    for position, each in enumerate(told):
        host = dict(each)
        role = host.pop("role")
        EventHost.objects.create(event=event, institution=_institution(host), role=role, position=position)


def _institution(told: Told) -> Institution:
    """The one of the register, or a new one."""
    code = told.get("country")
    country = Country.objects.get(pk=code) if code else None
    try:
        return add_institution(name=told["name"], acronym=told["acronym"], country=country, kind=told["kind"], by=None)
    except InstitutionExists as existing:
        return existing.institution


def _agenda(event: LearningEvent, told: list[Told]) -> None:
    for position, each in enumerate(told):
        facts = dict(each)
        count = facts.pop("presentations", 0)
        item = AgendaItem.objects.create(event=event, position=position, **facts)
        Presentation.objects.bulk_create(
            Presentation(item=item, number=number, title=UNTITLED) for number in range(1, count + 1)
        )


def _questions(event: LearningEvent, told: list[Told]) -> dict[str, DiscussionQuestion]:
    return {
        each["key"]: DiscussionQuestion.objects.create(
            event=event,
            position=position,
            text=each["text"],
            is_key=each.get("is_key", False),
            said=each.get("said", ""),
            status=QuestionStatus.ANSWERED if each.get("is_answered") else QuestionStatus.OPEN,
        )
        for position, each in enumerate(told)
    }


def _takeaways(event: LearningEvent, told: list[Told], questions: dict[str, DiscussionQuestion]) -> None:
    for number, each in enumerate(told, start=1):
        takeaway = Takeaway.objects.create(
            event=event, number=number, title=each["title"], stance=each["stance"], text=each["text"].strip()
        )
        takeaway.questions.set([questions[key] for key in each.get("questions", [])])
        takeaway.sectors.set(each.get("sectors", []))


def _report(event: LearningEvent, told: Told) -> EventReport:
    """Drafted from the data, with the sections that the data cannot tell, and final since its own day."""
    report = draft_report(event=event, by=None)
    for key, text in told["sections"].items():
        section = report.sections.get(key=key)
        edit_section(section=section, title=section.title, text=text.strip(), version=section.version, by=None)
    finalised_on: date = told["finalised_on"]
    return finalise_report(event=event, by=None, on=finalised_on)
