"""Publishing what is due: asked anew at its hour, for a consent may be gone or a person no longer an editor."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from knowledge import curation_letters as letters
from knowledge.models import Piece
from knowledge.models.choices import State
from knowledge.permissions import can_publish_piece
from knowledge.publication import CannotPublish, locked_to_publish, put_before_readers
from knowledge.states import WrongState, enter


def publish_due() -> int:
    """How many were published. Safe to run at any time and twice at once."""
    due = Piece.objects.filter(publish_at__lte=timezone.now(), state=State.READY).order_by("publish_at", "pk")
    return sum(_publish(pk) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _publish(pk: int) -> bool:
    """One of them, if its hour still stands; what may not be published goes back to the desk with the reason."""
    if not Piece.objects.filter(pk=pk).exists():
        return False
    piece = locked_to_publish(Piece(pk=pk))
    if piece.state != State.READY or piece.publish_at is None or piece.publish_at > timezone.now():
        return False
    by = piece.scheduled_by
    try:
        _refuse(piece, by)
        put_before_readers(piece, by=by)
    except (CannotPublish, WrongState) as refusal:
        enter(piece, State.IN_REVIEW, by=None, reason=str(refusal))
        letters.tell_not_published(piece, str(refusal), to=by)
        return False
    return True


def _refuse(piece: Any, by: Any) -> None:
    """What has changed since the hour was set: who set it, or what readers had until then."""
    with override("en"):
        if by is None or not can_publish_piece(by, piece):
            raise CannotPublish(_("Whoever set the hour may not publish any more."))
        if piece.revises_id and not piece.revises.is_published:
            raise CannotPublish(_("The text of which this is a new wording was taken down meanwhile."))
