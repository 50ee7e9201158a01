"""The community's open questions that are new, and new evidence on them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from digests.audiences import seen_by
from digests.news.item import Item, subject
from knowledge.models import OpenQuestion

PREFIX = "question"


def listed_for(user: Any) -> Any:
    return OpenQuestion.objects.listed_for(user)


def new_questions(since: datetime, until: datetime) -> Iterator[Item]:
    """On the board since then."""
    found = list(OpenQuestion.objects.filter(created_at__gt=since, created_at__lte=until, is_on_board=True))
    audiences = seen_by(listed_for, [row.pk for row in found])
    for row in found:
        about = frozenset({subject(OpenQuestion, row.pk)})
        yield Item(f"{PREFIX}:{row.pk}", PREFIX, row.pk, row.created_at, about, audiences[row.pk], row)
