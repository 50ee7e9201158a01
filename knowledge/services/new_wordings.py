"""A new wording of what readers have already: a copy that goes the same way through the desk."""

from typing import Any

from django.db import transaction
from django.utils.crypto import get_random_string

from community.models import User
from knowledge.attached import copy_attached
from knowledge.copying import copy_columns, copy_ties
from knowledge.locking import locked
from knowledge.models import KIND_MODELS, Piece
from knowledge.models.choices import Kind, State
from knowledge.permissions import is_author


def is_read(piece: Piece) -> bool:
    """Whether readers have its text, so that it is written anew beside it. Resources are put right in place."""
    return piece.is_published and piece.kind != Kind.RESOURCE


@transaction.atomic
def begin_new_wording(piece: Piece, *, by: User) -> Any:
    """The copy on which a published piece is written anew; the one that was begun before, if there is one.

    It is a draft of its author, or under review at once when the secretariat begins it. Its pictures and files are
    its own, to be changed and removed: the piece gets them when the copy takes its place.
    """
    stored = locked(piece)
    begun = Piece.objects.filter(revises=stored).first()
    if begun:
        return KIND_MODELS[begun.kind]._default_manager.get(pk=begun.pk)
    copy = KIND_MODELS[stored.kind]()
    copy_columns(stored, copy)
    copy.revises_id = stored.pk
    copy.slug = f"{stored.slug[:100]}-{get_random_string(12).lower()}"
    copy.state = State.DRAFT if is_author(by, stored) else State.IN_REVIEW
    copy.owner = None if is_author(by, stored) else by
    copy.save()
    copy_ties(stored, copy)
    copy_attached(stored, copy)
    return copy
