"""What the secretariat does with collections: begin, mend, delete, fill and put in order."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.permissions import require
from core.versions import EditedMeanwhile
from knowledge import permissions
from knowledge.forms.collections import CollectForm, CollectionForm, EntryForm
from knowledge.models import Collection, CollectionItem
from knowledge.services import collections as services
from knowledge.views.finding import visible_piece


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: Any) -> HttpResponse:
    require(permissions.can_curate_collections, request.user)
    form = CollectionForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        return redirect(services.add_collection(collection=form.save(commit=False), by=request.user))
    return render(request, "knowledge/collection_form.html", {"form": form, "title": _("A new collection")})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: Any, slug: str) -> HttpResponse:
    found = _editable(request, slug)
    form = CollectionForm(request.POST or None, instance=found, user=request.user)
    context: dict[str, Any] = {"form": form, "collection": _editable(request, slug), "title": _("Edit the collection")}
    if request.method == "POST" and form.is_valid():
        try:
            services.save_collection(
                collection=form.save(commit=False), seen=form.cleaned_data["seen"], by=request.user
            )
        except EditedMeanwhile as meanwhile:
            context["differences"] = form.meet(meanwhile.stored)
        else:
            messages.success(request, _("Saved."))
            return redirect(found)
    status = 409 if "differences" in context else 200
    return render(request, "knowledge/collection_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: Any, slug: str) -> HttpResponse:
    """Ask, and delete with the POST."""
    found = _editable(request, slug)
    if request.method == "POST":
        services.delete_collection(collection=found, by=request.user)
        messages.success(request, _("The collection is deleted: “%(title)s”") % {"title": found})
        return redirect("knowledge:collections")
    return render(request, "knowledge/collection_delete.html", {"collection": found})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_entry(request: Any, slug: str) -> HttpResponse:
    found = _editable(request, slug)
    form = EntryForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        entry = _put(request, form, found, form.cleaned_data["subject"])
        if entry:
            return redirect(f"{found.get_absolute_url()}#entry-{entry.pk}")
    context = {"form": form, "collection": found, "title": _("Add to the collection")}
    return render(request, "knowledge/collection_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def collect(request: Any, slug: str) -> HttpResponse:
    """From the page of a piece into one of the collections."""
    piece = visible_piece(request, slug)
    require(permissions.can_collect, request.user, piece)
    form = CollectForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["collection"]
        if _put(request, form, into, {"piece": piece}):
            return redirect(piece)
    visible = Collection.objects.visible_to(request.user)
    here = list(visible.filter(items__piece=piece.pk).order_by("title", "pk"))
    context = {"form": form, "piece": piece, "here": here, "has_any": visible.exists()}
    return render(request, "knowledge/collect.html", context)


@require_POST
@login_required
def move(request: Any, slug: str, pk: int) -> HttpResponse:
    """One place up or down; without a direction nothing moves."""
    found = _editable(request, slug)
    item = get_object_or_404(found.items.visible_to(request.user), pk=pk)
    if request.POST.get("to") in ("up", "down"):
        services.move_item(item=item, up=request.POST["to"] == "up", by=request.user)
    return redirect(f"{found.get_absolute_url()}#entry-{item.pk}")


@require_POST
@login_required
def take_out(request: Any, slug: str, pk: int) -> HttpResponse:
    """A second click finds nothing left to do."""
    found = _editable(request, slug)
    if item := found.items.visible_to(request.user).filter(pk=pk).first():
        services.take_out(item=item, by=request.user)
        messages.success(request, _("“%(title)s” is no longer in the collection.") % {"title": item.subject})
    return redirect(found)


def _put(request: Any, form: Any, into: Collection, subject: dict[str, Any]) -> CollectionItem | None:
    note = form.cleaned_data["note"]
    try:
        entry = services.collect(collection=into, subject=subject, note=note, by=request.user)
    except services.CollectionFull as full:
        form.add_error(None, str(full))
        return None
    messages.success(request, _("It stands in the collection “%(title)s”.") % {"title": into})
    return entry


def _editable(request: Any, slug: str) -> Collection:
    found = get_object_or_404(Collection.objects.visible_to(request.user), slug=slug)
    require(permissions.can_curate_collections, request.user, found)
    return found
