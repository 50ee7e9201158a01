"""Comments on a text before it is published, between its authors, the parties and the desk."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from community.models import User
from knowledge.locking import locked
from knowledge.models import Piece, ReviewComment
from knowledge.models.choices import State
from knowledge.states import refuse_unless

COMMENTABLE = [state for state in State if state not in (State.PUBLISHED, State.ARCHIVED)]


@transaction.atomic
def add_comment(piece: Piece, *, by: User, text: str, **about: Any) -> ReviewComment:
    """`about` may say the section, the words quoted, and better words. The same comment sent twice is one."""
    stored = locked(piece)
    refuse_unless(stored, COMMENTABLE)
    same = stored.comments.open().filter(by=by, text=text, **about).first()
    return same or ReviewComment.objects.create(piece_id=stored.pk, by=by, by_name=by.display_name, text=text, **about)


@transaction.atomic
def settle_comment(comment: ReviewComment, *, by: User, answer: str = "") -> ReviewComment:
    """Once: who settles it second changes nothing."""
    stored = ReviewComment.objects.select_for_update().get(pk=comment.pk)
    if stored.settled_at is None:
        stored.settled_at, stored.settled_by, stored.answer = timezone.now(), by, answer
        stored.save()
    return stored
