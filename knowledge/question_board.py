"""The board of open questions, and one of them with what speaks for and against it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import LearningEvent
from knowledge.models import OpenQuestion, QuestionEvidence
from knowledge.models.choices import Bearing, QuestionState


def board_rows(user: Any, state: str) -> list[dict[str, Any]]:
    """Each question with how much evidence this person sees of each bearing; two queries."""
    counts = evidence_counts(user)
    questions = OpenQuestion.objects.visible_to(user).select_related("last_reviewed_by")
    if state:
        questions = questions.filter(state=state)
    return [
        {
            "question": each,
            "evidence": [(bearing, counts[each.pk][bearing]) for bearing in Bearing if counts[each.pk][bearing]],
        }
        for each in questions
    ]


def evidence_counts(user: Any) -> dict[int, Counter[str]]:
    """How much evidence of each bearing this person sees, by question."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    seen = QuestionEvidence.objects.visible_to(user).order_by()
    for question, bearing, count in seen.values_list("question", "bearing").annotate(Count("pk")):
        counts[question][bearing] = count
    return counts


def state_links(state: str) -> list[dict[str, Any]]:
    here = reverse("knowledge:questions")
    chosen = [{"label": _("All"), "url": here, "current": not state}]
    return chosen + [
        {"label": each.label, "url": f"{here}?state={each}", "current": state == each} for each in QuestionState
    ]


def evidence_columns(question: OpenQuestion, user: Any) -> Iterator[dict[str, Any]]:
    """For, against, context: latest last, each marked when it came after the last review."""
    seen = list(question.evidence.visible_to(user).with_subjects())
    since = question.last_reviewed_on
    for bearing in Bearing:
        rows = [
            {"evidence": each, "is_new": since is not None and each.created_at.date() > since}
            for each in seen
            if each.bearing == bearing
        ]
        yield {"bearing": bearing, "rows": rows}


def discussions(question: OpenQuestion, user: Any) -> Any:
    """Where it was a question of an event that this person sees, latest first, with what was said."""
    seen = LearningEvent.objects.visible_to(user)
    found = question.discussed_as.filter(event__in=seen).select_related("event")
    return found.order_by("-event__starts_on", "-pk")
