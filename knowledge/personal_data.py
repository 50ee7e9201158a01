"""What a person wrote here, for that person to read."""

from typing import Any

from community.models import User
from knowledge.models import Piece, UnsavedText


def tell(user: User) -> dict[str, Any]:
    sheets = UnsavedText.objects.filter(writer=user).select_related("piece")
    return {
        "pieces": [
            {
                "kind": piece.kind,
                "title": piece.title,
                "state": piece.state,
                "summary": piece.summary,
                "text": piece.body_text,
                "begun_at": piece.created_at.isoformat(),
            }
            for piece in Piece.objects.written_by(user).order_by("pk")
        ],
        "typed_and_not_saved": [
            {"piece": sheet.piece.title, "text": sheet.content, "kept_at": sheet.saved_at.isoformat()}
            for sheet in sheets
        ],
    }
