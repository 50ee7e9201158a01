"""Pictures and files as a part of what partners agree to, and as rows that a new wording takes along.

A picture is told by its digest and its words: another file, another caption or another order is another wording.
"""

from collections.abc import Iterable
from functools import partial
from html import escape
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from knowledge.models import ImageSize, Piece, PieceFile, PieceImage
from knowledge.pictures import forget_file
from knowledge.wording_changes import Change, blocks

PICTURES, FILES = "pictures", "files"
TOLD = {PICTURES: ("sha256", "alt", "caption", "credit"), FILES: ("sha256", "title", "language")}


def attached_to(piece: Piece) -> dict[str, list[dict[str, str]]]:
    """What of them is agreed to, in their order. Where there are none nothing is said, as it always was."""
    rows: dict[str, Iterable[Any]] = {PICTURES: piece.images.all(), FILES: piece.files.all()}
    told = {what: [{name: getattr(row, name) for name in TOLD[what]} for row in rows[what]] for what in rows}
    return {what: each for what, each in told.items() if each}


def words_in(content: dict[str, Any]) -> dict[str, Any]:
    """A kept wording without its pictures and files."""
    return {name: text for name, text in content.items() if name not in TOLD}


def attached_changes(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """Pictures and files that differ between two wordings; the shape of both is `Revision.content`."""
    labels = {PICTURES: _("Pictures"), FILES: _("Files")}
    return [
        Change(label, list(blocks(_lines(before.get(what, [])), _lines(after.get(what, [])))))
        for what, label in labels.items()
        if before.get(what, []) != after.get(what, [])
    ]


def copy_attached(source: Piece, target: Piece) -> None:
    """Rows of its own for the target, about the same bytes."""
    for image in source.images.all():
        sizes = list(image.sizes.all())
        PieceImage.objects.bulk_create([_row_for(image, piece_id=target.pk)])
        ImageSize.objects.bulk_create([_row_for(size, image_id=image.pk) for size in sizes])
    PieceFile.objects.bulk_create([_row_for(file, piece_id=target.pk) for file in source.files.all()])


def drop_attached(piece: Piece) -> None:
    """All rows of a piece, and the bytes that no other piece has."""
    sizes = ImageSize.objects.filter(image__piece=piece.pk)
    rows: list[Any] = [*piece.images.all(), *sizes, *piece.files.all()]
    PieceImage.objects.filter(piece=piece.pk).delete()
    PieceFile.objects.filter(piece=piece.pk).delete()
    forget_unless_shared(row.file for row in rows)


def forget_unless_shared(files: Iterable[Any]) -> None:
    """Once the rows are gone for good: a piece and its new wording may have the same bytes."""
    for file in files:
        transaction.on_commit(partial(_forget, file))


def _forget(file: Any) -> None:
    if not any(model._default_manager.filter(file=file.name).exists() for model in (PieceImage, ImageSize, PieceFile)):
        forget_file(file)


def _row_for(row: Any, **owner: Any) -> Any:
    """The same row once more, for another owner."""
    row.pk, row._state.adding = None, True
    for name, value in owner.items():
        setattr(row, name, value)
    return row


def _lines(told: list[dict[str, str]]) -> str:
    """One a line, with the beginning of its digest: another file with the same words is another line."""
    words = ([escape(text) for name, text in each.items() if name != "sha256" and text] for each in told)
    return "\n".join(" · ".join([*text, each["sha256"][:8]]) for text, each in zip(words, told, strict=True))
