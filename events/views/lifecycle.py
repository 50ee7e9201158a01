"""One page for each turn an event takes: it says who is told before anything happens."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.permissions import require
from core.versions import EditedMeanwhile
from events import event_letters, permissions
from events.cadence import next_after
from events.forms.organising import CancelForm, CloneForm, MoveForm
from events.forms.times import initial_of, on_another_day
from events.local_times import When
from events.models import LearningEvent
from events.models.choices import EventStatus
from events.services import publishing
from events.services.events import CannotDelete, clone_event, delete_event
from events.views.finding import event_at
from events.wordings import differences


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def publish(request: Any, slug: str) -> HttpResponse:
    event = _own(request, slug)
    if request.method == "POST":
        try:
            event = publishing.publish_event(event=event, by=request.user)
        except publishing.WrongState as error:
            return _refused(request, event, str(error))
        messages.success(request, _("The event is published."))
        return redirect("events:manage", event.slug)
    if event.status != EventStatus.DRAFT:
        return _refused(request, event, _("The event is published already."))
    context = {"event": event, "told": len(event_letters.told_of_publishing(event))}
    return render(request, "events/event_publish.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def move(request: Any, slug: str) -> HttpResponse:
    event = _own(request, slug)
    if event.status != EventStatus.PUBLISHED or event.is_over:
        return _refused(request, event, _("Only a published event that is still to come is moved."))
    form = MoveForm(request.POST or None, initial=_standing(event))
    status, told = 200, []
    if request.method == "POST" and form.is_valid() and form.when:
        try:
            publishing.move_event(
                event=event,
                when=form.when,
                place=form.place,
                version=form.cleaned_data["version"],
                by=request.user,
            )
        except EditedMeanwhile as meanwhile:
            told, status = differences(form, MoveForm(initial=_standing(meanwhile.stored))), 409
            form.at_version(meanwhile.stored.version)
        except publishing.WrongState as error:
            form.add_error("starts_on" if form.when.has_begun else None, str(error))
        else:
            messages.success(request, _("Saved. Everybody who is registered is told of what changed."))
            return redirect("events:manage", event.slug)
    context = {
        "event": event,
        "form": form,
        "told": event_letters.registered(event).count(),
        "differences": told,
    }
    return render(request, "events/event_move.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cancel(request: Any, slug: str) -> HttpResponse:
    event = _own(request, slug)
    if event.is_cancelled and request.method == "POST":
        return redirect("events:manage", event.slug)
    if event.status != EventStatus.PUBLISHED or event.is_over:
        return _refused(
            request, event, _("Only a published event that is still to come is cancelled. A draft is deleted.")
        )
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            publishing.cancel_event(event=event, reason=form.cleaned_data["reason"], by=request.user)
        except publishing.WrongState as error:
            return _refused(request, event, str(error))
        messages.success(request, _("The event is cancelled, and everybody who is registered is told."))
        return redirect("events:manage", event.slug)
    told = event_letters.registered(event).count()
    return render(request, "events/event_cancel.html", {"event": event, "form": form, "told": told})


@require_POST
@login_required
def mark_held(request: Any, slug: str) -> HttpResponse:
    event = _own(request, slug)
    try:
        publishing.mark_held(event=event, by=request.user)
    except publishing.WrongState as error:
        return _refused(request, event, str(error))
    messages.success(request, _("The event counts as held. Take attendance next."))
    return redirect("events:manage", event.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: Any, slug: str) -> HttpResponse:
    event = _own(request, slug)
    if request.method == "POST":
        try:
            delete_event(event=event, by=request.user)
        except CannotDelete as error:
            return _refused(request, event, str(error))
        messages.success(request, _("“%(title)s” is deleted.") % {"title": event.title})
        return redirect("events:list")
    if not permissions.can_delete_event(request.user, event):
        return _refused(
            request, event, _("This event was published. Cancel it instead, so that those concerned hear of it.")
        )
    return render(request, "events/event_delete.html", {"event": event})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def clone(request: Any, slug: str) -> HttpResponse:
    """A new draft on another day."""
    event = event_at(request, slug)
    require(permissions.can_clone_event, request.user, event)
    form = CloneForm(request.POST or None, initial=_proposed(event))
    if request.method == "POST" and form.is_valid() and form.when:
        copy = clone_event(
            event=event,
            when=form.when,
            follows=form.cleaned_data["follows"],
            creation_key=form.cleaned_data["creation_key"],
            by=request.user,
        )
        messages.success(request, _("A new draft is made. Look it through before you publish it."))
        return redirect("events:manage", copy.slug)
    return render(request, "events/event_clone.html", {"event": event, "form": form})


def _own(request: Any, slug: str) -> LearningEvent:
    event = event_at(request, slug)
    require(permissions.can_edit_event, request.user, event)
    return event


def _refused(request: Any, event: LearningEvent, text: str) -> HttpResponse:
    context = {"event": event, "title": _("This does not go now"), "text": text}
    return render(request, "events/event_refused.html", context, status=409)


def _standing(event: LearningEvent) -> dict[str, Any]:
    place = {name: getattr(event, name) for name in ("format", "venue", "joining_url", "version")}
    return initial_of(When.of(event)) | place


def _proposed(event: LearningEvent) -> dict[str, Any]:
    """The same hours on the day that the cadence of the series asks for, where there is one."""
    goes_on = event.status in (EventStatus.PUBLISHED, EventStatus.HELD, EventStatus.REPORTED)
    due = next_after(event.starts_on, event.series.cadence) if event.series else None
    shown = on_another_day(When.of(event), due or event.starts_on)
    if due is None:
        shown |= {"starts_on": None, "ends_on": None}
    return shown | {"creation_key": uuid.uuid4(), "follows": goes_on}
