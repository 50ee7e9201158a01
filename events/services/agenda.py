"""Writing the agenda: several hosts at once, nothing lost and nothing twice."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.versions import check_version
from events.agenda_times import LONGEST_ITEM, hours_of, span
from events.locking import locked
from events.models import AgendaItem, LearningEvent, PresentationFile

MOST_ITEMS = 300


class CannotPlace(Exception):
    """An item does not fit; `number` is which of those that were sent, from 0."""

    def __init__(self, message: str, number: int = 0) -> None:
        super().__init__(message)
        self.number = number


@transaction.atomic
def add_items(*, event: LearningEvent, items: Sequence[AgendaItem]) -> list[AgendaItem]:
    """Store all of these items or none; gives those that are new, for a second click sends them again.

    Raises CannotPlace.
    """
    event = locked(event)
    there = list(AgendaItem.objects.filter(event=event))
    sent_again = _sent_again(items, there)
    if len(there) + len(items) - len(sent_again) > MOST_ITEMS:
        raise CannotPlace(_("An agenda has %(most)d items at most.") % {"most": MOST_ITEMS})
    position = max((item.position for item in there), default=0)
    new: list[AgendaItem] = []
    for number, item in enumerate(items):
        if number in sent_again:
            continue
        _check(event, item, there + new, number)
        item.position = position + len(new) + 1
        new.append(item)
    with _told_of_overlap():
        AgendaItem.objects.bulk_create(new)
    return new


@transaction.atomic
def edit_item(*, item: AgendaItem, seen_at: datetime | None, place: int | None = None) -> bool:
    """Store an item in its new words; False if it was removed meanwhile.

    `place` is where it comes among the items without hours. Raises EditedMeanwhile and CannotPlace.
    """
    event = locked(item.event)
    stored = AgendaItem.objects.filter(pk=item.pk).first()
    if stored is None:
        return False
    check_version(stored, seen_at)
    others = list(AgendaItem.objects.filter(event=event).exclude(pk=item.pk))
    _check(event, item, others, 0)
    with _told_of_overlap():
        item.save()
    if place is not None:
        _put_at(item, others, place)
    return True


@transaction.atomic
def remove_item(*, item: AgendaItem, seen_at: datetime | None) -> bool:
    """Take an item off the agenda with its presentations and their files; False if it was removed before.

    Raises EditedMeanwhile where it says something else than what was to be removed.
    """
    locked(item.event)
    stored = AgendaItem.objects.filter(pk=item.pk).first()
    if stored is None:
        return False
    check_version(stored, seen_at)
    forget_files(PresentationFile.objects.filter(presentation__item=item))
    stored.delete()
    return True


def forget_files(files: Any) -> None:
    """Take the files themselves away once the transaction that removes their rows is through."""
    for kept in files:
        transaction.on_commit(partial(kept.file.storage.delete, str(kept.file.name)), robust=True)


def _check(event: LearningEvent, item: AgendaItem, beside: list[AgendaItem], number: int) -> None:
    """Refuse what is outside the event, or at the time of another item of the track."""
    if item.starts_at is None or item.ends_at is None:
        if event.has_hours and item.pk is None:
            raise CannotPlace(_("Give the time: this event has hours."), number)
        return
    if not event.has_hours:
        raise CannotPlace(_("The hour of this event is not known, so its items have no times."), number)
    starts_at, ends_at = hours_of(event)
    words: dict[str, object] = {"title": item.title, "hours": span(event, item.starts_at, item.ends_at)}
    if not starts_at <= item.starts_at < item.ends_at <= ends_at:
        words["event"] = span(event, starts_at, ends_at)
        raise CannotPlace(_("“%(title)s”, %(hours)s, is not within the event: %(event)s.") % words, number)
    if item.ends_at - item.starts_at > LONGEST_ITEM:
        raise CannotPlace(_("“%(title)s” would last longer than a day’s work: %(hours)s.") % words, number)
    for other in beside:
        if other.track == item.track and other.starts_at and other.ends_at and _overlap(item, other):
            words |= {"other": other.title, "taken": span(event, other.starts_at, other.ends_at), "track": item.track}
            text = _("“%(title)s”, %(hours)s, would be at the time of “%(other)s”, %(taken)s, on track %(track)s.")
            raise CannotPlace(text % words, number)


def _overlap(one: Any, other: Any) -> bool:
    return bool(one.starts_at < other.ends_at and other.starts_at < one.ends_at)


def _sent_again(items: Sequence[AgendaItem], there: list[AgendaItem]) -> set[int]:
    """Which of the items are there already, word for word.

    Those without hours may well repeat themselves (a break, a break), so only the agenda's very end counts.
    """
    timed = {_words(item) for item in there if item.starts_at}
    in_order = sorted(there, key=lambda each: (each.position, each.pk))
    untimed = [_words(item) for item in in_order if not item.starts_at]
    sent = [_words(item) for item in items if not item.starts_at]
    is_end = bool(sent) and untimed[-len(sent) :] == sent
    return {number for number, item in enumerate(items) if (_words(item) in timed if item.starts_at else is_end)}


def _words(item: AgendaItem) -> tuple[Any, ...]:
    return item.starts_at, item.ends_at, item.track, item.kind, item.title, item.lead, item.description


def _put_at(item: AgendaItem, others: list[AgendaItem], place: int) -> None:
    """Number the items without hours anew, with this one at its place, from 1."""
    row = sorted((each for each in others if not each.starts_at), key=lambda each: (each.position, each.pk))
    row.insert(max(0, place - 1), item)
    for number, each in enumerate(row, start=1):
        each.position = number
    AgendaItem.objects.bulk_update(row, ["position"])


@contextmanager
def _told_of_overlap() -> Iterator[None]:
    """The database has the last word: what it refuses is said in a sentence, and the transaction lives on."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise CannotPlace(_("Another item of this track is at that time.")) from error
