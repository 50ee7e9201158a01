"""Publishing, now or at an hour, and taking down."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import User
from knowledge import curation_letters as letters
from knowledge.locking import locked
from knowledge.models import Piece
from knowledge.models.choices import ArchiveReason, State
from knowledge.publication import CannotPublish, locked_to_publish, put_before_readers, refuse_publication
from knowledge.states import enter, refuse_unless

__all__ = ["CannotPublish", "archive_piece", "publish_piece", "schedule_piece", "unschedule_piece"]


class TooLate(CannotPublish):
    def __init__(self) -> None:
        super().__init__(_("This hour has passed. Choose a later one, or publish now."))


@transaction.atomic
def publish_piece(piece: Piece, *, by: User) -> Any:
    """What readers have from now on: the piece, or what it is a new wording of. Raises WrongState, CannotPublish."""
    return put_before_readers(locked_to_publish(piece), by=by)


@transaction.atomic
def schedule_piece(piece: Piece, *, at: datetime, by: User) -> Any:
    """At an hour, if nothing stands in the way then either. Raises what publishing now would raise."""
    stored = locked_to_publish(piece)
    refuse_publication(stored, by=by)
    if at <= timezone.now():
        raise TooLate
    enter(stored, State.READY, by=by, publish_at=at, scheduled_by=by, owner_id=stored.owner_id or by.pk)
    return stored


@transaction.atomic
def unschedule_piece(piece: Piece, *, by: User) -> Any:
    """Ready, without an hour."""
    stored: Any = locked(piece)
    refuse_unless(stored, (State.READY,))
    if stored.publish_at:
        enter(stored, State.READY, by=by)
    return stored


@transaction.atomic
def archive_piece(piece: Piece, *, reason: str, note: str = "", by: User) -> Any:
    """Take it down: from this moment on no page, list, feed, search or mail holds it."""
    stored: Any = locked(piece)
    refuse_unless(stored, (State.PUBLISHED,))
    enter(
        stored,
        State.ARCHIVED,
        by=by,
        reason=note,
        archived_at=timezone.now(),
        archive_reason=ArchiveReason(reason).value,
    )
    letters.tell_archived(stored, note)
    return stored
