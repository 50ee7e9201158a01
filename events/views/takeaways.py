"""The takeaways of an event and what was said to its questions: read by all who see it, written by its hosts."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.permissions import require
from events.forms.afterwards import QuestionSaidForm, TakeawayForm
from events.models import LearningEvent, Takeaway
from events.permissions import can_edit_event
from events.services.takeaways import move_takeaway, remove_takeaway, save_takeaway
from events.views.after_events import visible_event
from partnerships.models import Partnership


@require_safe
def takeaways(request: Any, slug: str) -> HttpResponse:
    event = visible_event(request, slug)
    if event.slug != slug:
        return redirect("events:takeaways", event.slug, permanent=True)
    seen = Partnership.objects.visible_to(request.user).only("pk", "title", "slug").order_by("title")
    found = event.takeaways.prefetch_related("questions", "sectors", Prefetch("partnerships", queryset=seen))
    context = {
        "event": event,
        "takeaways": found,
        "questions": event.questions.all(),
        "may_edit": can_edit_event(request.user, event),
    }
    return render(request, "events/takeaways.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: Any, slug: str) -> HttpResponse:
    event = _editable(request, slug)
    return _form_page(request, event, None, _("Add a takeaway"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: Any, slug: str, pk: int) -> HttpResponse:
    event = _editable(request, slug)
    found = get_object_or_404(event.takeaways, pk=pk)
    return _form_page(request, event, found, _("Takeaway %(number)d") % {"number": found.number})


@require_POST
@login_required
def move(request: Any, slug: str, pk: int) -> HttpResponse:
    event = _editable(request, slug)
    found = get_object_or_404(event.takeaways, pk=pk)
    move_takeaway(takeaway=found, up=request.POST.get("to") != "down", by=request.user)
    return redirect("events:takeaways", event.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: Any, slug: str, pk: int) -> HttpResponse:
    event = _editable(request, slug)
    found = get_object_or_404(event.takeaways, pk=pk)
    if request.method == "POST":
        remove_takeaway(takeaway=found, by=request.user)
        messages.success(request, _("“%(title)s” is removed.") % {"title": found})
        return redirect("events:takeaways", event.slug)
    return render(request, "events/takeaway_remove.html", {"event": event, "takeaway": found})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question(request: Any, slug: str, pk: int) -> HttpResponse:
    """Where a question stands after the event, and what was said to it."""
    event = _editable(request, slug)
    found = get_object_or_404(event.questions, pk=pk)
    form = QuestionSaidForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("events:takeaways", event.slug)
    return render(request, "events/question_said.html", {"event": event, "question": found, "form": form})


def _editable(request: Any, slug: str) -> LearningEvent:
    event = visible_event(request, slug)
    require(can_edit_event, request.user, event)
    return event


def _form_page(request: Any, event: LearningEvent, takeaway: Takeaway | None, title: str) -> HttpResponse:
    form = TakeawayForm(request.POST or None, instance=takeaway, event=event, user=request.user)
    if request.method == "POST" and form.is_valid():
        links = {name: form.cleaned_data[name] for name in ("questions", "partnerships", "sectors")}
        save_takeaway(takeaway=form.save(commit=False), **links, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("events:takeaways", event.slug)
    return render(request, "events/takeaway_form.html", {"event": event, "form": form, "title": title})
