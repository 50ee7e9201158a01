"""What the desk asks of those who write a text: its words when it gave the text back, and its open comments."""

from typing import Any

from django.db.models import QuerySet

from knowledge.models import ReviewComment
from knowledge.models.choices import State

MOST = 50


def asked_for(piece: Any) -> str:
    """The words with which it was given back; none once it is handed in again."""
    if piece.state != State.CHANGES_REQUESTED:
        return ""
    given_back = piece.state_entries.filter(state=State.CHANGES_REQUESTED).values_list("reason", flat=True)
    return given_back.last() or ""


def open_comments(piece: Any) -> QuerySet[ReviewComment]:
    """The page that holds them all is that of its way."""
    found: QuerySet[ReviewComment] = piece.comments.open()
    return found[:MOST]
