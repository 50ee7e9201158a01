"""The sections of a summary report as the data makes them, and how they differ from those that are kept."""

from dataclasses import dataclass
from typing import Literal

from django.db.models import Prefetch
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import BreakoutGroup, BreakoutNote, DiscussionQuestion, EventReport, LearningEvent, Presentation
from events.models.choices import EventStatus, QuestionStatus
from events.report_times import day

LONGEST = 50_000  # characters of a section, as the model has it


@dataclass(frozen=True)
class Made:
    key: str
    title: str
    text: str


@dataclass(frozen=True)
class Change:
    """What making the sections anew would do to one of them."""

    kind: Literal["new", "changed", "gone"]
    key: str
    title: str
    before: str
    after: str


def made_from(event: LearningEvent, language: str) -> list[Made]:
    """Every section in its order, in the language of the report.

    The text of some is empty: questions, takeaways and figures are printed beside it from the data itself.
    """
    with translation.override(language):
        questions = list(event.questions.all())
        presentations = list(Presentation.objects.filter(item__event=event).select_related("institution"))
        presentations.sort(key=lambda each: (each.number, each.pk))
        groups = _told_groups(event)
        made = [
            Made("topics", _("Summary of topics discussed"), ""),
            Made("course", _("How it ran"), _course(event, presentations, groups)),
            *(_group(each, event) for each in groups if any(note.text.strip() for note in each.notes.all())),
            Made("outcomes", _("Outcomes"), event.objective),
            Made("premise", _("Point of departure"), event.premise),
            Made("takeaways", _("Key takeaways and conclusions"), _conclusions(event)),
            Made("next", _("What comes next"), _next(event, questions)),
        ]
        return [Made(each.key, each.title, _fitting(each.text)) for each in made]


def changes_of(report: EventReport) -> list[Change]:
    """What the data says otherwise by now; sections edited by hand are left as they are."""
    made = {each.key: each for each in made_from(report.event, report.language)}
    kept = {each.key: each for each in report.sections.all()}
    changes = [
        Change("changed", key, each.title, kept[key].text, each.text)
        for key, each in made.items()
        if key in kept and not kept[key].is_edited and kept[key].text != each.text
    ]
    changes += [Change("new", key, each.title, "", each.text) for key, each in made.items() if key not in kept]
    return changes + [
        Change("gone", key, each.title, each.text, "")
        for key, each in kept.items()
        if key not in made and not each.is_edited
    ]


def _told_groups(event: LearningEvent) -> list[BreakoutGroup]:
    """Groups whose notes are for the participants; what hosts alone may read is in no report."""
    notes = Prefetch("notes", BreakoutNote.objects.exclude(text=""))
    told = event.breakout_groups.filter(notes_for=BreakoutGroup.NotesFor.PARTICIPANTS)
    return list(told.select_related("question").prefetch_related(notes))


def _listed(lines: list[str]) -> str:
    return "\n".join(f"- {' '.join(line.split())}" for line in lines)


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part.strip() for part in parts if part.strip())


def _course(event: LearningEvent, presentations: list[Presentation], groups: list[BreakoutGroup]) -> str:
    parts = []
    if presentations:
        lead = ngettext(
            "The event was built around %(count)d presentation of experience.",
            "The event was built around %(count)d presentations of experience.",
            len(presentations),
        )
        parts.append(lead % {"count": len(presentations)})
    if groups:
        parts += [_("Breakout groups then discussed:"), _listed([each.topic for each in groups])]
    for each in presentations:
        parts += _presentation(each, event)
    return _paragraphs(*parts)


def _presentation(presentation: Presentation, event: LearningEvent) -> list[str]:
    """Its three boxes; under the Chatham House rule without who told it."""
    boxes = (
        (_("A success: %(text)s"), presentation.success),
        (_("A challenge: %(text)s"), presentation.challenge),
        (_("A lesson: %(text)s"), presentation.lesson),
    )
    told = [words % {"text": text} for words, text in boxes if text.strip()]
    if not told:
        return []
    by = str(presentation.institution or presentation.presenter)
    title = presentation.title if event.is_chatham_house or not by else f"{presentation.title} ({by})"
    return [title, _listed(told)]


def _group(group: BreakoutGroup, event: LearningEvent) -> Made:
    """What was noted, one sheet after the other, never with the names of who noted it."""
    asked = _("The question: %(question)s") % {"question": group.question.text} if group.question else ""
    title = _("Breakout group: %(topic)s") % {"topic": group.topic}
    return Made(f"group-{group.pk}", title, _paragraphs(asked, *(note.text for note in group.notes.all())))


def _conclusions(event: LearningEvent) -> str:
    if not event.catchphrase:
        return ""
    return _("Words that stayed from the discussions: “%(words)s”") % {"words": event.catchphrase.strip("“”\"'")}


def _next(event: LearningEvent, questions: list[DiscussionQuestion]) -> str:
    shown = event.followed_by.exclude(status__in=[EventStatus.DRAFT, EventStatus.CANCELLED]).exclude(
        visibility="private"
    )
    following = [
        _("%(title)s, %(day)s") % {"title": each.title, "day": day(each.starts_on)}
        for each in shown.order_by("starts_on", "pk")
    ]
    parts = [_("What follows this event:"), _listed(following)] if following else []
    still_open = sum(each.status == QuestionStatus.OPEN for each in questions)
    if still_open:
        words = ngettext(
            "%(count)d question of this event stays open and is taken along to what follows.",
            "%(count)d questions of this event stay open and are taken along to what follows.",
            still_open,
        )
        parts.append(words % {"count": still_open})
    return _paragraphs(*parts)


def _fitting(text: str) -> str:
    """Notes of several writers may be longer than a section; it says where it stops."""
    if len(text) <= LONGEST:
        return text
    rest = "\n\n" + _("The notes are longer than a section of a report; the rest is in the notes of the group.")
    return text[: LONGEST - len(rest)] + rest
