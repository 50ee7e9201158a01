"""Adding pictures and files to a piece and taking them away, with their bytes."""

from functools import partial

from django.db import transaction
from django.utils.translation import ngettext

from community.models import User
from core import uploads
from knowledge import tasks
from knowledge.locking import locked
from knowledge.models import Piece, PieceFile, PieceImage
from knowledge.pictures import forget_file
from knowledge.services.new_wordings import begin_new_wording, is_read

MOST_PICTURES = 20
MOST_FILES = 20


class TooMany(Exception):
    """There is no room for another; the message says how many fit."""


@transaction.atomic
def add_picture(*, piece: Piece, image: PieceImage, by: User) -> PieceImage:
    """The very same bytes sent twice are one picture. Its smaller sizes are made after the commit."""
    piece = _target(piece, by)
    uploads.describe(image)
    there = list(piece.images.all())
    same = next((each for each in there if each.sha256 == image.sha256), None)
    if same:
        return same
    if len(there) >= MOST_PICTURES:
        raise TooMany(
            ngettext("A piece has %(most)d picture at most.", "A piece has %(most)d pictures at most.", MOST_PICTURES)
            % {"most": MOST_PICTURES}
        )
    image.piece, image.position = piece, max((each.position for each in there), default=0) + 1
    image.save()
    transaction.on_commit(partial(tasks.make_picture_sizes.delay, image.pk), robust=True)
    return image


@transaction.atomic
def remove_picture(*, image: PieceImage) -> None:
    files = [image.file, *(size.file for size in image.sizes.all())]
    PieceImage.objects.filter(pk=image.pk).delete()
    for file in files:
        transaction.on_commit(partial(forget_file, file))


@transaction.atomic
def add_file(*, piece: Piece, file: PieceFile, by: User) -> PieceFile:
    """The very same bytes sent twice are one file."""
    piece = _target(piece, by)
    uploads.describe(file)
    there = list(piece.files.all())
    same = next((each for each in there if each.sha256 == file.sha256), None)
    if same:
        return same
    if len(there) >= MOST_FILES:
        raise TooMany(
            ngettext("A piece has %(most)d file at most.", "A piece has %(most)d files at most.", MOST_FILES)
            % {"most": MOST_FILES}
        )
    file.piece = piece
    file.save()
    return file


@transaction.atomic
def remove_file(*, file: PieceFile) -> None:
    PieceFile.objects.filter(pk=file.pk).delete()
    transaction.on_commit(partial(forget_file, file.file))


def _target(piece: Piece, by: User) -> Piece:
    """Locked; of what readers have already, the new wording, so that nothing comes under their eyes unseen."""
    return locked(begin_new_wording(piece, by=by) if is_read(piece) else piece)
