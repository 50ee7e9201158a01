"""The wording of a piece as data, and the hash that consents are bound to."""

import hashlib
import json
from typing import Any

from knowledge.attached import attached_to
from knowledge.models import Piece

# What is said, beside the text sections of the kind: a change of these is another wording.
SAID = ("title", "summary", "language", "audience")


def content_of(piece: Piece) -> dict[str, str]:
    """What readers are told, by field: `piece` is one of its kind (a Story, not the bare Piece).

    A figure is part of it where there is one: wordings without have the hash that they always had.
    """
    figure = piece.FIGURE if getattr(piece, "figure_rows", "") else ()
    return {name: str(getattr(piece, name)) for name in (*SAID, *piece.SECTIONS, *figure)}


def asked_content(piece: Piece) -> dict[str, Any]:
    """All that partners agree to, and that is kept as a `Revision`: what is said, the pictures and the files.

    Words alone have the hash that they had before pictures counted, so the consents to them stand.
    """
    return content_of(piece) | attached_to(piece)


def sha256_of(content: dict[str, Any]) -> str:
    """Of the canonical JSON: keys in order, no spaces, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def revision_of(piece: Piece) -> str:
    """The hash of its present wording."""
    return sha256_of(asked_content(piece))
