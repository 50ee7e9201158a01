"""The hosts' list of who comes: reading it, answering requests, taking it along."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.exports import csv_lines
from core.pagination import paginate
from core.permissions import require
from events import permissions, registration_rows
from events.forms.registering import HandForm
from events.models import LearningEvent, Registration
from events.name_lists import hosts_read_until, is_open_to_hosts
from events.services import registering
from events.services.invitations import CannotInvite, enter_by_hand
from events.turnout import turnouts_of
from events.views.after_events import not_now
from events.views.finding import event_at

PAGE_SIZE = 100


@require_safe
@login_required
def registrations(request: Any, slug: str) -> HttpResponse:
    """Every registration with its state; three months after the event, only how many there were."""
    event = event_at(request, slug)
    require(permissions.can_see_registrations, request.user, event)
    is_open, status = is_open_to_hosts(event), request.GET.get("status", "")
    found = registration_rows.rows_of(event, status)
    if not is_open:
        found = found.none()
    page = paginate(found, keys=["line", "pk"], size=PAGE_SIZE, after=request.GET.get("after"))
    context = {
        "event": event,
        "page": page,
        "status": status,
        "counts": registration_rows.counts_of(event),
        "attending": turnouts_of(event).counting,
        "places": registration_rows.places_of(event),
        "is_open": is_open,
        "until": hosts_read_until(event),
        "may_edit": permissions.can_edit_registrations(request.user, event),
        "may_remove": permissions.can_remove_registrations(request.user, event),
        "may_add": permissions.can_add_registrations(request.user, event),
        "reads_needs": registration_rows.reads_access_needs(request.user, event),
    }
    return render(request, "events/registration_list.html", context)


@require_safe
@login_required
def export(request: Any, slug: str) -> HttpResponse | StreamingHttpResponse:
    """The rows and fields of the page, as a table for a spreadsheet."""
    event = event_at(request, slug)
    require(permissions.can_see_registrations, request.user, event)
    if not is_open_to_hosts(event):
        return not_now(request, event, _("Names are kept in sight for 90 days after an event. That time is over."))
    rows = registration_rows.cells(request.user, event)
    lines = csv_lines(registration_rows.header(request.user, event), rows)
    disposition = f'attachment; filename="registrations-{event.slug}.csv"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
@login_required
def approve(request: Any, slug: str, pk: int) -> HttpResponse:
    event, registration = _to_answer(request, slug, pk)
    try:
        answered = registering.approve(registration=registration)
    except (registering.CannotChange, registering.CannotRegister) as error:
        return not_now(request, event, str(error))
    said = _("%(name)s has a place.") if answered.is_seated else _("%(name)s is on the waiting list.")
    messages.success(request, said % {"name": answered})
    return redirect("events:registrations", event.slug)


@require_POST
@login_required
def decline(request: Any, slug: str, pk: int) -> HttpResponse:
    event, registration = _to_answer(request, slug, pk)
    try:
        registering.decline(registration=registration)
    except registering.CannotChange as error:
        return not_now(request, event, str(error))
    messages.success(request, _("Declined. %(name)s is told.") % {"name": registration})
    return redirect("events:registrations", event.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: Any, slug: str, pk: int) -> HttpResponse:
    """Take a place back: a page that asks, then the button."""
    event = event_at(request, slug)
    require(permissions.can_remove_registrations, request.user, event)
    registration = _known(event, pk)
    if request.method == "POST":
        try:
            registering.cancel_registration(registration=registration, by=request.user)
        except registering.CannotChange as error:
            return not_now(request, event, str(error))
        messages.success(request, _("The place is free again. %(name)s is told.") % {"name": registration})
        return redirect("events:registrations", event.slug)
    return render(request, "events/registration_remove.html", {"event": event, "registration": registration})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: Any, slug: str) -> HttpResponse:
    """The secretariat enters somebody who asked in another way."""
    event = event_at(request, slug)
    require(permissions.can_add_registrations, request.user, event)
    form = HandForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        details = form.details(time_zone=event.time_zone)
        try:
            entered = enter_by_hand(event=event, address=form.cleaned_data["email"], details=details, by=request.user)
        except registering.AlreadyRegistered:
            form.add_error("email", _("This person is registered already."))
        except CannotInvite as error:
            return not_now(request, event, str(error))
        else:
            said = _("%(name)s has a place.") if entered.is_seated else _("%(name)s is on the waiting list.")
            messages.success(request, said % {"name": entered})
            return redirect("events:registrations", event.slug)
    return render(request, "events/registration_add.html", {"event": event, "form": form})


def _to_answer(request: Any, slug: str, pk: int) -> tuple[LearningEvent, Registration]:
    event = event_at(request, slug)
    require(permissions.can_edit_registrations, request.user, event)
    return event, _known(event, pk)


def _known(event: LearningEvent, pk: int) -> Registration:
    return get_object_or_404(registration_rows.rows_of(event), pk=pk)
