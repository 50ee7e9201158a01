"""Upkeep of the library: suggesting, importing, and making one of two."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.permissions import require
from knowledge import doubles, permissions
from knowledge.forms.bibliography import MOST_ENTRIES, ImportForm
from knowledge.forms.resources import ResourceStartForm
from knowledge.importing import plan
from knowledge.models import Resource
from knowledge.models.choices import Kind
from knowledge.services.merging import CannotMerge, differences, merge_resources
from knowledge.services.resources import bring_in
from knowledge.services.writing import create_piece


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def suggest(request: Any) -> HttpResponse:
    """Which work it is makes a draft; what we say about it is written on its page."""
    require(permissions.can_propose_resource, request.user)
    form = ResourceStartForm(request.POST or None, user=request.user, language=get_language() or "en")
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["creation_key"]
        made = create_piece(Kind.RESOURCE, fields=form.values, by=request.user, creation_key=key)
        messages.success(request, _("Your draft is kept. Say in your own words what it tells, then hand it in."))
        return redirect("knowledge:edit", made.slug)
    return render(request, "knowledge/resource_start.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def bring(request: Any) -> HttpResponse:
    """First look at what each entry is; then the sound ones come in, and the others are named."""
    require(permissions.can_import_resources, request.user)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "knowledge/resource_import.html", {"form": form})
    told = form.cleaned_data
    looked = plan(told["text"], told["name"], request.user)
    if len(looked.rows) > MOST_ENTRIES:
        words = _("There are %(count)s entries in it, and %(most)s come in at once. Bring it in parts.")
        form.add_error("file", words % {"count": f"{len(looked.rows):,}", "most": MOST_ENTRIES})
        return render(request, "knowledge/resource_import.html", {"form": form})
    if "bring" in request.POST and not told["file"]:
        brought = bring_in(looked.works, by=request.user, fill=told["fill"], source=told["name"])
        return render(request, "knowledge/resource_brought.html", {"brought": brought, "plan": looked})
    again = ImportForm(initial={name: told[name] for name in ("text", "name", "fill")})
    return render(request, "knowledge/resource_import.html", {"form": again, "plan": looked})


@require_safe
@login_required
def doubled(request: Any) -> HttpResponse:
    require(permissions.can_import_resources, request.user)
    return render(request, "knowledge/resource_doubles.html", {"pairs": doubles.pairs(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def merge(request: Any, slug: str, other: str) -> HttpResponse:
    """The record of `slug` stays and takes over what hangs on the other."""
    visible = Resource.objects.visible_to(request.user).on_record()
    keep, drop = get_object_or_404(visible, slug=slug), get_object_or_404(visible, slug=other)
    require(permissions.can_import_resources, request.user)
    if request.method == "POST":
        try:
            kept = merge_resources(keep=keep, drop=drop, by=request.user)
        except CannotMerge as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("They are one now. The old address leads here."))
            return redirect(kept)
    context = {"keep": keep, "drop": drop, "differences": differences(keep, drop)}
    return render(request, "knowledge/resource_merge.html", context)
