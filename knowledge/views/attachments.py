"""Pictures and files of a piece: read by whoever may read the piece, changed by whoever writes it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import uploads
from core.permissions import require
from knowledge import permissions
from knowledge.forms.attachments import FileForm, PictureForm
from knowledge.models import Piece
from knowledge.models.choices import Audience
from knowledge.services.attachments import (
    TooMany,
    add_file,
    add_picture,
    change_words,
    remove_file,
    remove_picture,
)
from knowledge.services.new_wordings import is_read
from knowledge.states import WrongState
from knowledge.views.finding import visible_piece

SECONDS_PUBLIC = 60  # a picture is gone everywhere a minute after its piece


def in_place(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Changing one where it stands; what partners agreed to and readers have is changed in a new wording."""

    @wraps(view)
    def careful(request: Any, slug: str, pk: int) -> HttpResponse:
        piece = _written(request, slug)
        try:
            if is_read(piece):
                raise WrongState(piece)
            return view(request, piece, pk)
        except WrongState:  # also where it was published meanwhile
            return render(request, "knowledge/attachment_refused.html", {"piece": piece}, status=409)

    return careful


def _written(request: Any, slug: str) -> Any:
    piece = visible_piece(request, slug)
    require(permissions.can_edit_piece, request.user, piece)
    return piece


@require_safe
def image(request: Any, slug: str, pk: int, width: int | None = None) -> FileResponse:
    """A picture, or the smallest size of it that is at least this wide; the picture itself until sizes are made."""
    piece = get_object_or_404(Piece.objects.visible_to(request.user), slug=slug)
    found = get_object_or_404(piece.images, pk=pk)
    size = found.sizes.filter(width__gte=width).order_by("width").first() if width else None
    return shown((size or found).file, is_public=piece.is_published and piece.audience == Audience.PUBLIC)


@require_safe
def file(request: Any, slug: str, pk: int) -> FileResponse:
    piece = get_object_or_404(Piece.objects.visible_to(request.user), slug=slug)
    return uploads.download(get_object_or_404(piece.files, pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def image_add(request: Any, slug: str) -> HttpResponse:
    piece = _written(request, slug)
    form = PictureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            target = add_picture(piece=piece, image=form.save(commit=False), by=request.user).piece
        except TooMany as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The picture is added."))
            return redirect("knowledge:edit", target.slug)
    return _form_page(request, piece, form, _("Add a picture"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@in_place
def image_edit(request: Any, piece: Any, pk: int) -> HttpResponse:
    """Its words; another picture is added as another."""
    found = get_object_or_404(piece.images, pk=pk)
    form = PictureForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        change_words(image=form.save(commit=False), by=request.user)
        messages.success(request, _("Saved."))
        return redirect("knowledge:edit", piece.slug)
    return _form_page(request, piece, form, _("Words of a picture"), picture=found)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@in_place
def image_remove(request: Any, piece: Any, pk: int) -> HttpResponse:
    """Ask, and remove with the POST. A second click finds nothing left to do."""
    found = piece.images.filter(pk=pk).first()
    if request.method == "POST":
        if found:
            remove_picture(image=found, by=request.user)
        messages.success(request, _("The picture is removed."))
        return redirect("knowledge:edit", piece.slug)
    return _remove_page(request, piece, found or get_object_or_404(piece.images, pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def file_add(request: Any, slug: str) -> HttpResponse:
    piece = _written(request, slug)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            target = add_file(piece=piece, file=form.save(commit=False), by=request.user).piece
        except TooMany as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The file is added."))
            return redirect("knowledge:edit", target.slug)
    return _form_page(request, piece, form, _("Add a file"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@in_place
def file_remove(request: Any, piece: Any, pk: int) -> HttpResponse:
    found = piece.files.filter(pk=pk).first()
    if request.method == "POST":
        if found:
            remove_file(file=found, by=request.user)
        messages.success(request, _("The file is removed."))
        return redirect("knowledge:edit", piece.slug)
    return _remove_page(request, piece, found or get_object_or_404(piece.files, pk=pk))


def _form_page(request: Any, piece: Any, form: Any, title: str, picture: Any = None) -> HttpResponse:
    context = {"piece": piece, "form": form, "title": title, "picture": picture}
    return render(request, "knowledge/attachment_form.html", context)


def _remove_page(request: Any, piece: Any, thing: Any) -> HttpResponse:
    return render(request, "knowledge/attachment_remove.html", {"piece": piece, "thing": thing})


def shown(stored: Any, *, is_public: bool) -> FileResponse:
    """In the page, as the kind of picture that was written, and as nothing else."""
    response = FileResponse(stored.open("rb"), content_type=uploads.content_type(stored.name))
    return uploads.sealed_off(response, f"public, max-age={SECONDS_PUBLIC}" if is_public else "private, no-store")
