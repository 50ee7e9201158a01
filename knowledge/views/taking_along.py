"""A piece as a text file."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from core.permissions import require
from knowledge import permissions
from knowledge.models import Piece
from knowledge.piece_page import for_page, spread
from knowledge.shown_text import ShownText
from knowledge.taken_along import as_text


@require_safe
def text(request: Any, slug: str) -> HttpResponse:
    """In the language its page shows, or that `?text=` asks for."""
    found = get_object_or_404(Piece.objects.visible_to(request.user).only("kind"), slug=slug)
    piece = spread(for_page(found.kind, request.user).get(pk=found.pk))
    require(permissions.can_export_piece, request.user, piece)
    shown = ShownText(piece, request.GET.get("text", ""))
    response = HttpResponse(as_text(piece, shown), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{piece.slug}.txt"'
    response["X-Robots-Tag"] = "noindex"
    return response
