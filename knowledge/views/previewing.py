"""A text as each of its audiences will have it once it is published."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.permissions import require
from knowledge import permissions, resource_page
from knowledge.desk.audiences import ANYONE, AUDIENCES, stand_in, will_read
from knowledge.models.choices import Kind, State
from knowledge.piece_page import for_page, spread
from knowledge.views import reading, resources
from knowledge.views.finding import visible_piece


@require_safe
@login_required
def preview(request: Any, slug: str) -> HttpResponse:
    """`?as=anon|member|party`. Nothing is stored: the row is looked at as if it were published now."""
    piece = visible_piece(request, slug)
    require(permissions.can_follow_way, request.user, piece)
    audience = request.GET.get("as", ANYONE)
    audience = audience if audience in AUDIENCES else ANYONE
    context = {
        "piece": piece,
        "audience": AUDIENCES[audience],
        "audiences": [
            {
                "label": label,
                "url": f"{reverse('knowledge:preview', args=[slug])}?as={name}",
                "current": name == audience,
            }
            for name, label in AUDIENCES.items()
        ],
        "may_use_desk": permissions.can_use_desk(request.user),
    }
    if not will_read(audience, piece):
        return render(request, "knowledge/preview_nothing.html", context)
    found: Any = _as_published(piece, request.user)
    reader = stand_in(audience, piece)
    is_resource = piece.kind == Kind.RESOURCE
    page = resources.context_of(found, reader) if is_resource else reading.context_of(found, reader)
    template = "knowledge/resource.html" if is_resource else "knowledge/piece_detail.html"
    return render(request, "knowledge/preview.html", {**page, **context, "page_template": template, "piece": found})


def _as_published(piece: Any, user: Any) -> Any:
    """Read with all that its page prints; its state is changed on this object alone, which is never saved."""
    if piece.kind == Kind.RESOURCE:
        found = get_object_or_404(resource_page.for_page(user), pk=piece.pk)
    else:
        found = spread(get_object_or_404(for_page(piece.kind, user), pk=piece.pk))
    found.state = State.PUBLISHED
    found.published_at = found.published_at or timezone.now()
    found.first_published_at = found.first_published_at or found.published_at
    return found
