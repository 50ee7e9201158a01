"""Adding to a record over its life, correcting and removing what was added, and handing out its documents."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.permissions import require
from partnerships import documents, permissions
from partnerships.forms.parts import EDIT_FORMS, PART_FORMS
from partnerships.models import Document, Partnership
from partnerships.services.parts import add_part, edit_part, remove_part
from partnerships.views.detail import visible_partnership


@require_http_methods(["GET", "POST"])
@login_required
def add(request: Any, slug: str, part: str) -> HttpResponse:
    if part not in PART_FORMS:
        raise Http404
    partnership = visible_partnership(request, slug)
    require(permissions.can_add_part, request.user, partnership, part)

    form_class, title = PART_FORMS[part]
    form = form_class(request.POST or None, request.FILES or None, partnership=partnership)
    if request.method == "POST" and form.is_valid():
        add_part(part=form.save(commit=False), by=request.user)
        messages.success(request, _("Added."))
        return redirect(partnership)
    context = {"form": form, "title": title, "partnership": partnership}
    return render(request, "partnerships/part_form.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: Any, slug: str, part: str, pk: int) -> HttpResponse:
    partnership = visible_partnership(request, slug)
    found = get_object_or_404(_visible_parts(request, partnership, part), pk=pk)
    require(permissions.can_edit_part, request.user, partnership, part)

    form_class, title = EDIT_FORMS[part]
    form = form_class(request.POST or None, instance=found, partnership=partnership)
    if request.method == "POST" and form.is_valid():
        if not form.has_changed() or edit_part(part=form.save(commit=False), by=request.user):
            messages.success(request, _("Saved."))
        else:
            messages.info(request, _("It had been removed already."))
        return redirect(partnership)
    context = {"form": form, "title": title, "partnership": partnership}
    return render(request, "partnerships/part_form.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def remove(request: Any, slug: str, part: str, pk: int) -> HttpResponse:
    """Ask, and remove with the POST. A second click finds nothing left to do."""
    partnership = visible_partnership(request, slug)
    found = _visible_parts(request, partnership, part).filter(pk=pk).first()
    if found is None and not (request.method == "POST" and permissions.can_edit_part(request.user, partnership, part)):
        raise Http404
    require(permissions.can_edit_part, request.user, partnership, part)

    if request.method == "POST":
        if found and remove_part(part=found, by=request.user):
            messages.success(request, _("“%(title)s” is removed.") % {"title": found})
        else:
            messages.info(request, _("It had been removed already."))
        return redirect(partnership)
    context = {
        "partnership": partnership,
        "title": _("Remove “%(title)s”?") % {"title": found},
        "text": _("It goes from this record for everyone, and cannot be brought back here."),
        "button": _("Remove it"),
    }
    return render(request, "partnerships/partnership_ask.html", context)


def document(request: HttpRequest, slug: str, pk: int) -> FileResponse:
    visible = Document.objects.visible_to(request.user).filter(partnership__slug=slug).exclude(file="")
    return documents.download(get_object_or_404(visible, pk=pk))


def _visible_parts(request: HttpRequest, partnership: Partnership, part: str) -> Any:
    """What this person sees of one kind of part; adaptations are never rewritten, and have no such address."""
    if part not in EDIT_FORMS:
        raise Http404
    model = EDIT_FORMS[part][0]._meta.model
    return model.objects.visible_to(request.user).filter(partnership=partnership)
