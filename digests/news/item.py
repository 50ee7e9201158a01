"""One thing that is new, and what it is about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType

Subject = tuple[int, str]  # as in `community.Follow`: content type and key, the key empty for a whole kind


@dataclass(frozen=True)
class Item:
    """`key` names it for ever, such as `piece:12`; `about` and `row` tell which row of which lists it is.

    `subjects` are what one must follow to hear of it, `audiences` who may.
    """

    key: str
    about: str
    row: int
    at: datetime
    subjects: frozenset[Subject]
    audiences: frozenset[str]
    record: Any


def subject(model: Any, key: Any = "") -> Subject:
    return ContentType.objects.get_for_model(model).pk, str(key)


def sectors_of(rows: Any) -> set[Subject]:
    """A sector and the category it belongs to: who follows education hears of primary schools."""
    found = {subject(type(sector), sector.pk) for sector in rows}
    return found | {subject(type(sector), sector.category_id) for sector in rows if sector.category_id}
