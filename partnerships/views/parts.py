"""Adding to a record over its life, and handing out its documents."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.permissions import require
from partnerships import documents, permissions
from partnerships.forms.parts import PART_FORMS
from partnerships.models import Document
from partnerships.services.parts import add_part
from partnerships.views.detail import visible_partnership


@require_http_methods(["GET", "POST"])
@login_required
def add(request: Any, slug: str, part: str) -> HttpResponse:
    if part not in PART_FORMS:
        raise Http404
    partnership = visible_partnership(request, slug)
    require(permissions.can_add_part, request.user, partnership)

    form_class, title = PART_FORMS[part]
    form = form_class(request.POST or None, request.FILES or None, partnership=partnership)
    if request.method == "POST" and form.is_valid():
        add_part(part=form.save(commit=False), by=request.user)
        messages.success(request, _("Added."))
        return redirect(partnership)
    context = {"form": form, "title": title, "partnership": partnership}
    return render(request, "partnerships/part_form.html", context)


def document(request: HttpRequest, slug: str, pk: int) -> FileResponse:
    visible = Document.objects.visible_to(request.user).filter(partnership__slug=slug).exclude(file="")
    return documents.download(get_object_or_404(visible, pk=pk))
