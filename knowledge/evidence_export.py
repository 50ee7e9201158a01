"""Findings and open questions as tables: a row each, as this person sees them on the pages."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from events.models import LearningEvent
from knowledge.evidence_map import LIST_KEYS, in_map_order
from knowledge.models import OpenQuestion, QuestionEvidence
from knowledge.models.choices import Bearing
from knowledge.models.evidence import FindingQuerySet

FINDING_HEADER = (
    *("id", "url", "condition", "outcome", "level", "direction", "confidence", "confidence_reason"),
    *("title", "finding", "place", "language", "source", "source_kind", "source_url", "is_demo"),
)
QUESTION_HEADER = (
    *("number", "url", "question", "why", "state", "known_so_far", "last_reviewed_on", "last_reviewed_by"),
    *("review_note", "raised_at", "for", "against", "context", "is_demo"),
)


def finding_rows(findings: FindingQuerySet, base_url: str) -> Iterator[list[Any]]:
    """In the order of the map; one query."""
    listed = in_map_order(findings).select_related("condition", "outcome", "source").order_by(*LIST_KEYS)
    for each in listed.iterator(chunk_size=500):
        yield [
            *(each.pk, base_url + reverse("knowledge:finding", args=[each.pk]), each.condition, each.outcome),
            *(each.level, each.effect, each.confidence, each.confidence_reason),
            *(each.title, each.text, each.place, each.language),
            *(each.source.title, each.source.kind, base_url + each.source.get_absolute_url(), each.source.is_demo),
        ]


def question_rows(user: Any, base_url: str) -> Iterator[list[Any]]:
    """With the evidence this person sees, one thing after the other; three queries."""
    questions = OpenQuestion.objects.listed_for(user).select_related("last_reviewed_by", "raised_at")
    evidence: dict[tuple[int, str], list[str]] = defaultdict(list)
    for pointer in QuestionEvidence.objects.visible_to(user).with_subjects():
        told = f"{pointer.subject} – {pointer.note}" if pointer.note else str(pointer.subject)
        evidence[pointer.question_id, pointer.bearing].append(told)
    events = LearningEvent.objects.visible_to(user).filter(open_questions__in=questions)
    seen = set(events.values_list("pk", flat=True))
    for each in questions:
        raised_at = each.raised_at if each.raised_at_id in seen else ""
        reviewer = each.last_reviewed_by.display_name if each.last_reviewed_by else ""
        yield [
            *(each.number, base_url + each.get_absolute_url(), each.text, each.why, each.state, each.answer),
            *(each.last_reviewed_on, reviewer, each.review_note, raised_at),
            *("; ".join(evidence[each.pk, bearing]) for bearing in Bearing),
            each.is_demo,
        ]
