"""New evidence on the community's open questions."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from digests.audiences import seen_by
from digests.news import questions
from digests.news.item import Item, subject
from knowledge.models import OpenQuestion, QuestionEvidence

PREFIX = "evidence"


def listed_for(user: Any) -> Any:
    return QuestionEvidence.objects.visible_to(user).filter(question__in=OpenQuestion.objects.listed_for(user))


def new_evidence(since: datetime, until: datetime) -> Iterator[Item]:
    """Of a row of the questions: whoever searched for the question hears what is said to it."""
    rows = QuestionEvidence.objects.with_subjects().select_related("question")
    found = list(rows.filter(created_at__gt=since, created_at__lte=until))
    audiences = seen_by(listed_for, [row.pk for row in found])
    for row in found:
        about = frozenset({subject(OpenQuestion, row.question_id)})
        key = f"{PREFIX}:{row.pk}"
        yield Item(key, questions.PREFIX, row.question_id, row.created_at, about, audiences[row.pk], row)
