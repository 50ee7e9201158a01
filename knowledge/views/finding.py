"""The piece an address means, as this reader may know of it."""

from typing import Any

from django.shortcuts import get_object_or_404

from knowledge.locking import of_its_kind
from knowledge.models import Piece


def visible_piece(request: Any, slug: str) -> Any:
    """As one of its kind; 404 for whoever may not know of it, whether there is one or not."""
    found = get_object_or_404(Piece.objects.visible_to(request.user).select_related("author"), slug=slug)
    return of_its_kind(found)
