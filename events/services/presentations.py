"""Writing presentations: numbered without gaps, files with them, nothing of a second writer lost."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import uploads
from core.versions import check_version
from events.locking import locked
from events.models import AgendaItem, Presentation, PresentationFile
from events.services.agenda import forget_files

MOST_PRESENTATIONS = 60
MOST_FILES = 10
# What makes two presentations the same words, for the second click on a button.
_WORDS = ("title", "presenter", "institution_id", "country_id", "partnership_id", "success", "challenge", "lesson")


class TooMany(Exception):
    """There is no room for another; the message says how many fit."""


@transaction.atomic
def add_presentation(*, presentation: Presentation, place: int | None = None) -> Presentation:
    """Store a new presentation at its place, by default the last; the same one sent twice is stored once."""
    locked(presentation.item.event)
    there = list(presentation.item.presentations.all())
    same = next((each for each in there if _words(each) == _words(presentation)), None)
    if same:
        return same
    if len(there) >= MOST_PRESENTATIONS:
        raise TooMany(_("An agenda item has %(most)d presentations at most.") % {"most": MOST_PRESENTATIONS})
    presentation.number = max((each.number for each in there), default=0) + 1
    presentation.save()
    _put_at(presentation, there, place or presentation.number)
    return presentation


@transaction.atomic
def edit_presentation(*, presentation: Presentation, place: int, seen_at: datetime | None) -> bool:
    """Store it in its new words and at its place; False if it was removed meanwhile. Raises EditedMeanwhile."""
    stored = _as_read(presentation, seen_at)
    if stored is None:
        return False
    presentation.number = stored.number
    presentation.save()
    _put_at(presentation, list(presentation.item.presentations.exclude(pk=presentation.pk)), place)
    return True


@transaction.atomic
def remove_presentation(*, presentation: Presentation, seen_at: datetime | None) -> bool:
    """Remove it with its files and close the gap; False if it was removed before. Raises EditedMeanwhile."""
    stored = _as_read(presentation, seen_at)
    if stored is None:
        return False
    forget_files(stored.files.all())
    stored.delete()
    _number(AgendaItem.objects.get(pk=presentation.item_id).presentations.all())
    return True


@transaction.atomic
def add_file(*, file: PresentationFile) -> PresentationFile:
    """Keep a file with its size and checksum; the very same bytes sent twice are kept once."""
    presentation = file.presentation
    locked(presentation.item.event)
    uploads.describe(file)
    there = list(presentation.files.all())
    same = next((each for each in there if each.sha256 == file.sha256), None)
    if same:
        return same
    if len(there) >= MOST_FILES:
        raise TooMany(_("A presentation has %(most)d files at most.") % {"most": MOST_FILES})
    file.save()
    return file


@transaction.atomic
def remove_file(*, file: PresentationFile) -> bool:
    """False if it was removed before."""
    forget_files([file])
    deleted, _each = PresentationFile.objects.filter(pk=file.pk).delete()
    return bool(deleted)


def _as_read(presentation: Presentation, seen_at: datetime | None) -> Presentation | None:
    """The stored row if it is as its writer read it; nobody else changes it before we are done."""
    locked(presentation.item.event)
    stored = Presentation.objects.filter(pk=presentation.pk).first()
    if stored is not None:
        check_version(stored, seen_at)
    return stored


def _put_at(presentation: Presentation, others: list[Presentation], place: int) -> None:
    others.insert(max(0, place - 1), presentation)
    _number(others)


def _number(presentations: Iterable[Presentation]) -> None:
    """From 1 without a gap; numbers are compared when the transaction ends, so they may pass each other."""
    row = list(presentations)
    for number, each in enumerate(row, start=1):
        each.number = number
    Presentation.objects.bulk_update(row, ["number"])


def _words(presentation: Presentation) -> tuple[Any, ...]:
    return tuple(getattr(presentation, name) for name in _WORDS)
