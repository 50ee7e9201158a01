"""Numbered takeaways: the numbers have no gap, whatever is added, moved or removed."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from community.models import Sector, User
from events.locking import locked
from events.models import DiscussionQuestion, LearningEvent, Takeaway
from partnerships.models import Partnership


@transaction.atomic
def save_takeaway(
    *,
    takeaway: Takeaway,
    questions: Iterable[DiscussionQuestion],
    partnerships: Iterable[Partnership],
    sectors: Iterable[Sector],
    by: User,
) -> Takeaway:
    """Keep a takeaway; a new one gets the next number, and the same words twice are one.

    Links to partnerships that `by` may not see stay as they are.
    """
    locked(takeaway.event)
    if takeaway._state.adding:
        same = {"event": takeaway.event, "title": takeaway.title, "text": takeaway.text}
        if said := Takeaway.objects.filter(**same).first():
            return said
        takeaway.number = _last_number(takeaway.event) + 1
    takeaway.save()
    takeaway.questions.set(questions)
    takeaway.sectors.set(sectors)
    unseen = takeaway.partnerships.exclude(pk__in=Partnership.objects.visible_to(by).values("pk"))
    takeaway.partnerships.set({*partnerships, *unseen})
    return takeaway


@transaction.atomic
def move_takeaway(*, takeaway: Takeaway, up: bool, by: User) -> None:
    """Let a takeaway change places with its neighbour; at the end of the row nothing happens."""
    locked(takeaway.event)
    row = list(Takeaway.objects.filter(event=takeaway.event_id))
    place = next((index for index, each in enumerate(row) if each.pk == takeaway.pk), None)
    other = None if place is None else place - 1 if up else place + 1
    if place is not None and other is not None and 0 <= other < len(row):
        row[place], row[other] = row[other], row[place]
    _number(row)


@transaction.atomic
def remove_takeaway(*, takeaway: Takeaway, by: User) -> None:
    """Take it out and close the gap in the numbers."""
    event = locked(takeaway.event)
    Takeaway.objects.filter(pk=takeaway.pk).delete()
    _number(list(Takeaway.objects.filter(event=event)))


def _last_number(event: LearningEvent) -> int:
    last: dict[str, Any] = Takeaway.objects.filter(event=event).aggregate(last=Max("number"))
    return int(last["last"] or 0)


def _number(row: list[Takeaway]) -> None:
    changed = [each for number, each in enumerate(row, start=1) if each.number != number]
    for number, each in enumerate(row, start=1):
        each.number, each.updated_at = number, timezone.now()
    Takeaway.objects.bulk_update(changed, ["number", "updated_at"])
