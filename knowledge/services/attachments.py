"""Adding pictures and files to a piece and taking them away, with their bytes."""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from community.models import User
from core import uploads
from knowledge import tasks
from knowledge.attached import forget_unless_shared
from knowledge.locking import locked
from knowledge.models import Piece, PieceFile, PieceImage
from knowledge.services.new_wordings import begin_new_wording, is_read
from knowledge.snapshots import renew_published
from knowledge.states import WrongState

MOST_PICTURES = 20
MOST_FILES = 20
WORDS = ("alt", "is_decorative", "caption", "credit", "people_agreed")


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
    _tell_readers(piece, by)
    transaction.on_commit(partial(tasks.make_picture_sizes.delay, image.pk), robust=True)
    return image


@transaction.atomic
def change_words(*, image: PieceImage, by: User) -> None:
    """What is said of a picture; one that was removed meanwhile stays removed. Raises WrongState where it is read."""
    piece = _writable(image.piece)
    told = {name: getattr(image, name) for name in WORDS}
    PieceImage.objects.filter(pk=image.pk).update(**told, updated_at=timezone.now())
    _tell_readers(piece, by)


@transaction.atomic
def remove_picture(*, image: PieceImage, by: User | None = None) -> None:
    """Raises WrongState where readers have it: there it goes with a new wording."""
    piece = _writable(image.piece)
    files = [image.file, *(size.file for size in image.sizes.all())]
    PieceImage.objects.filter(pk=image.pk).delete()
    forget_unless_shared(files)
    _tell_readers(piece, by)


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
    _tell_readers(piece, by)
    return file


@transaction.atomic
def remove_file(*, file: PieceFile, by: User | None = None) -> None:
    """Raises WrongState where readers have it: there it goes with a new wording."""
    piece = _writable(file.piece)
    PieceFile.objects.filter(pk=file.pk).delete()
    forget_unless_shared([file.file])
    _tell_readers(piece, by)


def _target(piece: Piece, by: User) -> Piece:
    """Locked; of what readers have already, the new wording, so that nothing comes under their eyes unseen."""
    return locked(begin_new_wording(piece, by=by) if is_read(piece) else piece)


def _writable(piece: Piece) -> Piece:
    """Locked, and not what partners agreed to and readers have."""
    stored = locked(piece)
    if is_read(stored):
        raise WrongState(stored)
    return stored


def _tell_readers(piece: Piece, by: User | None) -> None:
    """A resource is put right in place: what is listed of it is what it has now."""
    if piece.is_published:
        renew_published(piece, by=by)
