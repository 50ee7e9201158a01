"""Keeping what is typed while it is typed, and throwing it away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.permissions import require
from knowledge import permissions
from knowledge.forms.kinds import FORMS
from knowledge.services.writing import TooMuchText, forget_unsaved, keep_unsaved
from knowledge.unsaved import typed_in
from knowledge.views.finding import visible_piece


@require_POST
@login_required
def unsaved(request: Any, slug: str) -> HttpResponse:
    """The script of the page sends what stands on it and asks for JSON; `forget` comes from a button."""
    piece = visible_piece(request, slug)
    require(permissions.can_edit_piece, request.user, piece)
    if "forget" in request.POST:
        forget_unsaved(piece, by=request.user)
        messages.success(request, _("What was not saved is gone."))
        return redirect("knowledge:edit", slug)
    form, wants_json = FORMS[piece.kind](instance=piece, user=request.user), "json" in request.headers.get("Accept", "")
    try:
        keep_unsaved(
            piece, content=typed_in(form, request.POST), base_version=_version(request, piece.version), by=request.user
        )
    except TooMuchText as refusal:
        if wants_json:
            return JsonResponse({"message": str(refusal)}, status=400)
        messages.error(request, str(refusal))
        return redirect("knowledge:edit", slug)
    if wants_json:
        return JsonResponse({"kept_at": timezone.now().isoformat(), "version": piece.version})
    messages.success(request, _("What you typed is kept for you. It is not saved yet."))
    return redirect("knowledge:edit", slug)


def _version(request: Any, stands: int) -> int:
    """What the page had read."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 9 else stands
