"""Where a piece stands on its way to its readers, for everybody who has a part in it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.permissions import require
from knowledge import permissions
from knowledge.attached_read import attached_of
from knowledge.consents import words
from knowledge.next_steps import next_steps
from knowledge.services.consents import asked_sha256
from knowledge.views.finding import visible_piece
from knowledge.wordings_read import sections_of


@require_safe
@login_required
def way(request: Any, slug: str) -> HttpResponse:
    piece = visible_piece(request, slug)
    require(permissions.can_follow_way, request.user, piece)
    context = {
        "piece": piece,
        "steps": next_steps(request.user, piece),
        "words": words(piece, asked_sha256(piece)),
        "comments": piece.comments.select_related("by", "settled_by"),
        "may_settle": permissions.can_settle_comment(request.user, piece),
        "history": piece.state_entries.select_related("by"),
        "sections": sections_of(piece),
        "attached": attached_of(piece),
    }
    return render(request, "knowledge/way.html", context)
