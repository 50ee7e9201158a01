"""The page of one group: what it talks about, the notes of all who write, and one's own sheet."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exports import csv_lines
from core.permissions import require
from core.versions import EditedMeanwhile
from events import permissions
from events.group_page import as_table, as_text, group_page
from events.models import BreakoutGroup, LearningEvent
from events.services.notes import CannotSaveNotes, delete_notes, save_notes

CONFLICT = 409


@never_cache
@require_safe
@login_required
def group(request: Any, slug: str, pk: int) -> HttpResponse:
    found = visible_group(request, slug, pk)
    return render(request, "events/group_detail.html", group_page(found, request.user))


@require_POST
@login_required
def save(request: Any, slug: str, pk: int) -> HttpResponse:
    """Save the writer's own sheet; the script of the page asks for JSON, the Save button for a page."""
    found = visible_group(request, slug, pk)
    require(permissions.can_write_notes, request.user, found)
    typed, wants_json = request.POST.get("text", ""), "application/json" in request.headers.get("Accept", "")
    text = f"{request.POST.get('other', '')}\n\n{typed}" if request.POST.get("keep") == "both" else typed
    try:
        note = save_notes(group=found, by=request.user, text=text, version=_version(request))
    except EditedMeanwhile as meanwhile:
        stored = meanwhile.stored
        if wants_json:
            return JsonResponse({"version": stored.version, "text": stored.text}, status=CONFLICT)
        page = group_page(found, request.user) | {"text": text, "version": stored.version, "other": stored.text}
        return render(request, "events/group_detail.html", page, status=CONFLICT)
    except CannotSaveNotes as refusal:
        if wants_json:
            return JsonResponse({"message": str(refusal)}, status=400)
        page = group_page(found, request.user) | {"text": text, "version": _version(request), "refusal": str(refusal)}
        return render(request, "events/group_detail.html", page, status=400)
    if wants_json:
        return JsonResponse({"version": note.version})
    messages.success(request, _("Your notes are saved."))
    return redirect("events:group", slug, pk)


@require_safe
@login_required
def export(request: Any, slug: str, pk: int) -> HttpResponse:
    """All sheets of a group: as text, or as a table with ?format=csv."""
    found = visible_group(request, slug, pk)
    require(permissions.can_export_notes, request.user, found)
    if request.GET.get("format") == "csv":
        return _file("".join(csv_lines(*as_table(found))), f"{slug}-notes-{pk}.csv", "text/csv")
    return _file(as_text(found), f"{slug}-notes-{pk}.txt", "text/plain")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: Any, slug: str, pk: int, note: int) -> HttpResponse:
    """Ask, and delete one sheet with the POST, unless it was written on meanwhile."""
    found = visible_group(request, slug, pk)
    require(permissions.can_delete_notes, request.user, found)
    sheet = found.notes.written().filter(pk=note).first()
    if sheet is None and request.method != "POST":
        raise Http404
    if request.method == "POST":
        if sheet is None or delete_notes(note=sheet, version=_version(request)):
            messages.success(request, _("The sheet is deleted."))
            return redirect("events:group", slug, pk)
        sheet.refresh_from_db()
        messages.warning(request, _("Somebody wrote on it while you were here. Read it again before you delete it."))
    context = {"event": found.event, "group": found, "sheet": sheet}
    return render(request, "events/note_delete.html", context, status=CONFLICT if request.method == "POST" else 200)


def visible_group(request: Any, slug: str, pk: int) -> BreakoutGroup:
    """A group whose notes this person may read; 404 for all others, whether there is one or not."""
    event = get_object_or_404(LearningEvent.objects.visible_to(request.user), slug=slug)
    groups = event.breakout_groups.select_related("event", "question", "item", "facilitator", "rapporteur")
    found = get_object_or_404(groups, pk=pk)
    if not permissions.can_read_notes(request.user, found):
        raise Http404
    return found


def _version(request: HttpRequest) -> int:
    """What the page had read; an unreadable one fits no sheet, so that nothing is overwritten."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 9 else -1


def _file(text: str, name: str, kind: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(text, content_type=f"{kind}; charset=utf-8", headers={"Content-Disposition": disposition})
