"""Steps taken with several texts of the desk: each by itself, so that one refusal holds up no other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from community.models import User
from knowledge.models import Piece
from knowledge.services.states import return_piece, take_on_piece
from knowledge.states import WrongState


@dataclass(frozen=True)
class Outcome:
    """`refusal` says why nothing was done with it."""

    piece: Piece
    refusal: str = ""


def take_on_together(pieces: Iterable[Piece], *, owner: User, by: User) -> list[Outcome]:
    """Give them all to one person of the desk, who may be oneself."""
    return _each(pieces, lambda piece: take_on_piece(piece, owner=owner, by=by))


def return_together(pieces: Iterable[Piece], *, reason: str, by: User) -> list[Outcome]:
    """Ask all their authors for the same."""
    return _each(pieces, lambda piece: return_piece(piece, reason=reason, by=by))


def _each(pieces: Iterable[Piece], step: Callable[[Piece], Any]) -> list[Outcome]:
    outcomes = []
    for piece in pieces:
        try:
            step(piece)
        except WrongState as refusal:
            outcomes.append(Outcome(piece, str(refusal)))
        else:
            outcomes.append(Outcome(piece))
    return outcomes
