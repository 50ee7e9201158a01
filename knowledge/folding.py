"""A new wording takes the place of what readers have."""

from typing import Any

from django.db.models import F, Max

from core.append_only import rewriting_logs
from knowledge.attached import drop_attached
from knowledge.copying import copy_columns, copy_ties
from knowledge.models import (
    Consent,
    ConsentLink,
    PieceFile,
    PieceFormerSlug,
    PieceImage,
    ReviewComment,
    Revision,
    StateEntry,
    UnsavedText,
)

# What was said to the new wording, and its pictures and files in the place of the old ones, stays with the piece.
GOES_ALONG = (ConsentLink, Consent, StateEntry, ReviewComment, PieceImage, PieceFile, PieceFormerSlug)


def fold(copy: Any, record: Any) -> None:
    """Put the words of the copy into the record and let go of the copy; both are locked.

    The record keeps its address, and the copy's leads to it from now on: letters name it.
    """
    copy_columns(copy, record)
    record.version += 1
    record.save()
    copy_ties(copy, record)
    drop_attached(record)
    last = record.revisions.aggregate(last=Max("number"))["last"] or 0
    Revision.objects.filter(piece=copy.pk).update(piece=record.pk, number=F("number") + last)
    with rewriting_logs():
        for model in GOES_ALONG:
            model._default_manager.filter(piece=copy.pk).update(piece=record.pk)
        _keep_unsaved(copy, record)
        slug = copy.slug
        copy.delete()
    PieceFormerSlug.objects.create(piece_id=record.pk, slug=slug)


def _keep_unsaved(copy: Any, record: Any) -> None:
    """What somebody is typing is offered on the piece, as a change to a version there is not: it overwrites nothing."""
    there = UnsavedText.objects.filter(piece=record.pk).values("writer")
    UnsavedText.objects.filter(piece=copy.pk).exclude(writer__in=there).update(piece=record.pk, base_version=0)
