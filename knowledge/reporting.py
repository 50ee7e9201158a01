"""What a reader may say is wrong with: pieces that are published."""

from typing import Any

from knowledge.models import Piece
from knowledge.models.choices import Kind


def find_piece(kwargs: dict[str, Any], user: Any) -> tuple[Piece, list[int]] | None:
    """With the institutions it tells of and that of its author; None for what this person may not see, and drafts."""
    kinds = (Kind.STORY, Kind.METHOD, Kind.CHALLENGE)
    found = Piece.objects.listed_for(user).filter(slug=kwargs["slug"], kind__in=kinds).first()
    if found is None:
        return None
    told_of = set(found.parties.values_list("institution_id", flat=True))
    return found, sorted(told_of | ({found.institution_id} if found.institution_id else set()))
