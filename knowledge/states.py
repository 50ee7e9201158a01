"""The way of a piece through its states; each step is logged with who took it and why."""

from collections.abc import Collection
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import User
from knowledge.models import Piece, StateEntry
from knowledge.models.choices import State

# From which state each step may be taken.
SUBMITTABLE = (State.DRAFT, State.CHANGES_REQUESTED)
TAKEN_ON = (State.SUBMITTED, State.IN_REVIEW)
RETURNABLE = (State.SUBMITTED, State.IN_REVIEW, State.WITH_PARTNER, State.READY)
DECLINABLE = (*RETURNABLE, State.CHANGES_REQUESTED)
ASKABLE = (*RETURNABLE, State.ARCHIVED)
PUBLISHABLE = (*RETURNABLE, State.ARCHIVED)
ANSWERABLE = RETURNABLE


class WrongState(Exception):
    """The step cannot be taken from where the piece stands."""

    def __init__(self, piece: Piece) -> None:
        super().__init__(
            _("This cannot be done now: the text is at “%(state)s”. Somebody may have moved it on meanwhile.")
            % {"state": piece.get_state_display()}
        )


def refuse_unless(piece: Piece, states: Collection[str]) -> None:
    if piece.state not in states:
        raise WrongState(piece)


def enter(piece: Piece, state: str, *, by: User | None, reason: str = "", **fields: Any) -> None:
    """Move a locked piece on, with what changes beside. An hour that was set for it, and why it was archived, go."""
    now = timezone.now()
    left = {"publish_at": None, "scheduled_by": None, "archived_at": None, "archive_reason": ""}
    changed = {"state": state, "state_since": now, **left, **fields}
    for name, value in changed.items():
        setattr(piece, name, value)
    Piece.objects.filter(pk=piece.pk).update(**changed, updated_at=now)
    StateEntry.objects.create(piece_id=piece.pk, state=state, entered_at=now, by=by, reason=reason)
