"""We tried or adapted this: told on a page of its own, taken off the page by those it was said to."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.permissions import require
from knowledge import permissions
from knowledge.forms.uptakes import UptakeForm
from knowledge.models.choices import Kind
from knowledge.services.uptakes import hide_uptake, tell_uptake
from knowledge.views.finding import visible_piece


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def tell(request: Any, slug: str) -> HttpResponse:
    piece = visible_piece(request, slug)
    require(permissions.can_tell_uptake, request.user, piece)
    form = UptakeForm(request.POST or None, user=request.user, language=get_language() or "en")
    if request.method == "POST" and form.is_valid():
        tell_uptake(piece=piece, by=request.user, **form.cleaned_data)
        if piece.kind == Kind.RESOURCE:
            messages.success(request, _("Thank you. Your word stands on the page."))
        else:
            messages.success(request, _("Thank you. Your word stands on the page, and who wrote the text is told."))
        return redirect(f"{piece.get_absolute_url()}#uptakes")
    return render(request, "knowledge/uptake_form.html", {"piece": piece, "form": form})


@require_POST
@login_required
def hide(request: Any, slug: str, pk: int) -> HttpResponse:
    piece = visible_piece(request, slug)
    require(permissions.can_hide_uptake, request.user, piece)
    hide_uptake(get_object_or_404(piece.uptakes, pk=pk), by=request.user)
    messages.success(request, _("It is off the page."))
    return redirect(f"{piece.get_absolute_url()}#uptakes")
