"""Presentations: read by whoever sees the event, written by its hosts, with their files."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import uploads
from core.registry import panels_for
from core.versions import EditedMeanwhile
from events.event_page import names_speakers
from events.forms.presentations import FileForm, PresentationForm
from events.models import AgendaItem, LearningEvent, Presentation, PresentationFile
from events.permissions import can_edit_event
from events.services.presentations import (
    TooMany,
    add_file,
    add_presentation,
    edit_presentation,
    remove_file,
    remove_presentation,
)
from events.views.agenda import editable_event, moment
from partnerships.models import Partnership


@require_safe
def show(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    event = get_object_or_404(LearningEvent.objects.visible_to(request.user), slug=slug)
    presentation = _of(event, pk)
    told = Partnership.objects.visible_to(request.user).filter(presentations=presentation)
    context = {
        "event": event,
        "presentation": presentation,
        "partnership": told.only("title", "slug").first(),
        "files": presentation.files.all(),
        "names_speakers": names_speakers(event),
        "may_edit": can_edit_event(request.user, event),
        "panels": panels_for("events:presentation", presentation, request.user),
    }
    return render(request, "events/presentation.html", context)


@require_safe
def download(request: HttpRequest, slug: str, pk: int) -> FileResponse:
    """For whoever sees the event."""
    seen = LearningEvent.objects.visible_to(request.user).filter(slug=slug)
    return uploads.download(get_object_or_404(PresentationFile, presentation__item__event__in=seen, pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """`pk` is the agenda item's."""
    event = editable_event(request, slug)
    item = get_object_or_404(AgendaItem.objects.select_related("event"), event=event, pk=pk)
    form = PresentationForm(request.POST or None, item=item, user=request.user)  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        try:
            stored = add_presentation(presentation=form.save(commit=False), place=form.cleaned_data["number"])
        except TooMany as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Added. Now you can add its files."))
            return redirect("events:presentation", event.slug, stored.pk)
    return _form_page(request, event, form, _("Add a presentation"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    event = editable_event(request, slug)
    presentation = _of(event, pk)
    read = presentation.updated_at.isoformat()
    form = PresentationForm(request.POST or None, instance=presentation, item=presentation.item, user=request.user)  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        try:
            place = form.cleaned_data["number"] or presentation.number
            if edit_presentation(presentation=form.save(commit=False), place=place, seen_at=form.seen_at):
                messages.success(request, _("Saved."))
                return redirect("events:presentation", event.slug, pk)
            messages.info(request, _("It had been removed already."))
            return redirect("events:agenda", event.slug)
        except EditedMeanwhile as meanwhile:
            stored = meanwhile.stored
            more = {"read": stored.updated_at.isoformat(), "differences": form.differences(stored)}
            return _form_page(request, event, form, _("Edit a presentation"), 409, **more)
    read = form.data.get("read", "") if form.is_bound else read
    return _form_page(request, event, form, _("Edit a presentation"), read=read)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask, and remove with the POST. A second click finds nothing left to do."""
    event = editable_event(request, slug)
    presentation = Presentation.objects.filter(item__event=event, pk=pk).select_related("item__event").first()
    if presentation is None and request.method == "POST":
        messages.info(request, _("It had been removed already."))
        return redirect("events:agenda", event.slug)
    presentation = presentation or _of(event, pk)
    if request.method == "POST":
        try:
            remove_presentation(presentation=presentation, seen_at=moment(request.POST.get("read", "")))
        except EditedMeanwhile as meanwhile:
            presentation = meanwhile.stored
            messages.warning(request, _("Someone changed it while you were here. Read it again before you remove it."))
        else:
            messages.success(request, _("“%(title)s” is removed.") % {"title": presentation.title})
            return redirect("events:agenda", event.slug)
    context = {"event": event, "presentation": presentation, "files": presentation.files.all()}
    status = 409 if request.method == "POST" else 200
    return render(request, "events/presentation_remove.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def file_add(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """`pk` is the presentation's."""
    event = editable_event(request, slug)
    presentation = _of(event, pk)
    form = FileForm(request.POST or None, request.FILES or None, presentation=presentation)
    if request.method == "POST" and form.is_valid():
        try:
            add_file(file=form.save(commit=False))
        except TooMany as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Added."))
            return redirect("events:presentation", event.slug, presentation.pk)
    context = {"event": event, "presentation": presentation, "form": form}
    return render(request, "events/presentation_file_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def file_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """`pk` is the file's. Ask, and remove with the POST."""
    event = editable_event(request, slug)
    files = PresentationFile.objects.filter(presentation__item__event=event).select_related("presentation")
    file = files.filter(pk=pk).first()
    if file is None and request.method == "POST":
        messages.info(request, _("It had been removed already."))
        return redirect("events:agenda", event.slug)
    file = file or get_object_or_404(files, pk=pk)
    if request.method == "POST":
        remove_file(file=file)
        messages.success(request, _("“%(title)s” is removed.") % {"title": file.title})
        return redirect("events:presentation", event.slug, file.presentation_id)
    return render(request, "events/presentation_file_remove.html", {"event": event, "file": file})


def _of(event: LearningEvent, pk: int) -> Presentation:
    rows = Presentation.objects.select_related("item__event", "institution", "country", "partnership")
    return get_object_or_404(rows, item__event=event, pk=pk)


def _form_page(
    request: HttpRequest, event: LearningEvent, form: PresentationForm, title: str, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"event": event, "form": form, "title": title, "item": form.instance.item, "differences": None} | more
    return render(request, "events/presentation_form.html", context, status=status)
