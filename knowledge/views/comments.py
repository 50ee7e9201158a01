"""Comments on a text before it is published."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.permissions import require
from knowledge import permissions
from knowledge.forms.curation import CommentForm, SettleForm
from knowledge.services import comments as services
from knowledge.services.comments import COMMENTABLE
from knowledge.states import WrongState
from knowledge.views.asking import ask_for, refused, sent, way_of
from knowledge.views.finding import visible_piece


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: Any, slug: str) -> HttpResponse:
    piece = _discussed(request, slug)
    form = CommentForm(sent(request))
    return ask_for(
        request,
        piece,
        form,
        lambda: services.add_comment(piece, by=request.user, **form.cleaned_data),
        states=COMMENTABLE,
        done=_("Your comment is there for the authors, the partners and the secretariat."),
        title=_("Comment on the text"),
        text=_("The authors, the institutions it tells of and the secretariat read it. Readers never do."),
        button=_("Add the comment"),
    )


@require_POST
@login_required
def settle(request: Any, slug: str, pk: int) -> HttpResponse:
    """Authors and the desk settle a comment, with an answer if they like."""
    piece = _discussed(request, slug)
    comment = get_object_or_404(piece.comments, pk=pk)
    require(permissions.can_settle_comment, request.user, piece)
    if piece.state not in COMMENTABLE:
        return refused(request, piece, _("Settle a comment"), str(WrongState(piece)))
    form = SettleForm(request.POST)
    if form.is_valid():
        services.settle_comment(comment, by=request.user, answer=form.cleaned_data["answer"])
        messages.success(request, _("Settled."))
        return redirect(f"{way_of(piece)}#comments")
    return ask_for(
        request,
        piece,
        form,
        lambda: None,
        done="",
        title=_("Settle a comment"),
        text=comment.text,
        button=_("Settle it"),
    )


def _discussed(request: Any, slug: str) -> Any:
    piece = visible_piece(request, slug)
    require(permissions.can_comment, request.user, piece)
    return piece
