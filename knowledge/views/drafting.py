"""One button on the pages of an event: make this a story, or a challenge."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.permissions import require
from events.models import BreakoutNote, LearningEvent, Presentation
from events.permissions import can_read_notes
from knowledge import permissions
from knowledge.services.drafting import draft_challenge, draft_story


@require_POST
@login_required
def from_presentation(request: Any, pk: int) -> HttpResponse:
    seen = LearningEvent.objects.visible_to(request.user)
    told = Presentation.objects.select_related("item__event", "institution", "country")
    presentation = get_object_or_404(told, item__event__in=seen.values("pk"), pk=pk)
    require(permissions.can_create_piece, request.user)
    return _to_draft(request, draft_story(presentation, by=request.user))


@require_POST
@login_required
def from_note(request: Any, pk: int) -> HttpResponse:
    seen = LearningEvent.objects.visible_to(request.user)
    notes = BreakoutNote.objects.select_related("group__event", "group__question")
    note = get_object_or_404(notes, group__event__in=seen.values("pk"), pk=pk)
    if not can_read_notes(request.user, note.group):
        raise Http404
    require(permissions.can_draft_from_note, request.user, note)
    return _to_draft(request, draft_challenge(note, by=request.user))


def _to_draft(request: Any, piece: Any) -> HttpResponse:
    """To write on while it is theirs to write; else to read what has become of it."""
    if permissions.can_edit_piece(request.user, piece) and not piece.is_published:
        messages.success(request, _("This draft is yours. Nobody else reads it until you hand it in."))
        return redirect("knowledge:edit", piece.slug)
    return redirect(piece)
