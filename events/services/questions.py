"""What an event asks: written, ordered, and carried over from the event before."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from community.models import User
from events.locking import locked
from events.models import DiscussionQuestion, LearningEvent
from events.models.choices import QuestionStatus

MOST_QUESTIONS = 40


class TooManyQuestions(Exception):
    """An event with so many has no time for any."""


@transaction.atomic
def add_questions(*, event: LearningEvent, texts: Iterable[str], by: User) -> int:
    """Add these at the end, without those that are there already; how many are new."""
    event = locked(event)
    known = {question.text for question in event.questions.all()}
    new = [text for text in dict.fromkeys(texts) if text and text not in known]
    if len(known) + len(new) > MOST_QUESTIONS:
        raise TooManyQuestions(_("An event has at most %(most)d questions.") % {"most": MOST_QUESTIONS})
    after = _next_position(event)
    DiscussionQuestion.objects.bulk_create(
        DiscussionQuestion(event=event, text=text, position=after + number) for number, text in enumerate(new)
    )
    return len(new)


@transaction.atomic
def carry_over_questions(*, event: LearningEvent, by: User | None) -> int:
    """Bring along what is still open of the event before, once each; how many came."""
    event = locked(event)
    if event.follows_id is None:
        return 0
    known = event.questions.values_list("text", "carried_from")
    texts, carried = {text for text, _from in known}, {pk for _text, pk in known}
    coming = [each for each in open_questions_before(event) if each.pk not in carried and each.text not in texts]
    after = _next_position(event)
    DiscussionQuestion.objects.bulk_create(
        DiscussionQuestion(event=event, text=each.text, is_key=each.is_key, position=after + number, carried_from=each)
        for number, each in enumerate(coming)
    )
    return len(coming)


@transaction.atomic
def move_question(*, question: DiscussionQuestion, up: bool, by: User) -> None:
    """Change places with the one above or below; at the end of the list nothing happens."""
    event = locked(question.event)
    rows = list(event.questions.all())
    place = next((number for number, row in enumerate(rows) if row.pk == question.pk), None)
    if place is None:
        return
    other = place - 1 if up else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows):
        row.position = position
    DiscussionQuestion.objects.bulk_update(rows, ["position"])


def open_questions_before(event: LearningEvent) -> "QuerySet[DiscussionQuestion]":
    """What the event that this one follows has left open."""
    if event.follows_id is None:
        return DiscussionQuestion.objects.none()
    return DiscussionQuestion.objects.filter(event=event.follows_id, status=QuestionStatus.OPEN)


def _next_position(event: LearningEvent) -> int:
    last = event.questions.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1
