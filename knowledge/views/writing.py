"""Beginning a piece and writing it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.permissions import require
from core.versions import EditedMeanwhile
from knowledge import permissions
from knowledge.curation_asked import asked_for, open_comments
from knowledge.forms.kinds import FORMS
from knowledge.forms.pieces import StartForm
from knowledge.models import Piece
from knowledge.models.choices import Kind
from knowledge.services.new_wordings import is_read
from knowledge.services.writing import create_piece, save_wording
from knowledge.unsaved import take_up, unsaved_of
from knowledge.views.finding import visible_piece
from knowledge.wording_changes import changes_to_stored

CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def start(request: Any, kind: str) -> HttpResponse:
    """A title makes a draft; the rest is written on its page."""
    require(permissions.can_create_piece, request.user)
    form = StartForm(request.POST or None, user=request.user, language=get_language() or "en")
    if request.method == "POST" and form.is_valid():
        piece = create_piece(kind, fields=form.values, by=request.user, creation_key=form.cleaned_data["creation_key"])
        messages.success(request, _("Your draft is kept. Nobody else reads it until you hand it in."))
        return redirect("knowledge:edit", piece.slug)
    return render(request, "knowledge/piece_start.html", {"form": form, "kind": Kind(kind)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: Any, slug: str) -> HttpResponse:
    """Write the working text. What is published stays as it is, and is written anew beside it."""
    piece = visible_piece(request, slug)
    require(permissions.can_edit_piece, request.user, piece)
    begun = Piece.objects.visible_to(request.user).filter(revises=piece).first() if piece.is_published else None
    if begun and request.method != "POST":
        return redirect("knowledge:edit", begun.slug)
    form = FORMS[piece.kind](request.POST or None, instance=piece, user=request.user)
    if request.method != "POST":
        sheet = unsaved_of(piece, request.user, form)
        if sheet and "unsaved" in request.GET:
            take_up(sheet, form)
            sheet = None
        return _page(request, piece, form, unsaved=sheet)
    if not form.is_valid():
        return _page(request, piece, form)
    try:
        saved = save_wording(piece, fields=form.values, seen_version=form.seen_version, by=request.user)
    except EditedMeanwhile as meanwhile:
        stored = meanwhile.stored
        form.at_version(stored.version)
        other = FORMS[stored.kind](instance=stored, user=request.user)
        return _page(request, stored, form, CONFLICT, meanwhile=changes_to_stored(other, form))
    messages.success(request, _("Saved."))
    return redirect(saved) if "look" in request.POST else redirect("knowledge:edit", saved.slug)


def _page(request: HttpRequest, piece: Any, form: Any, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "piece": piece,
        "form": form,
        "pictures": piece.images.all(),
        "files": piece.files.all(),
        "wordings": piece.revisions.count(),
        "asked_for": asked_for(piece),
        "open_comments": open_comments(piece),
        "is_read": is_read(piece),
        **more,
    }
    return render(request, "knowledge/piece_edit.html", context, status=status)
