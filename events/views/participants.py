"""Who agreed to be named, for those who take part; and on the day, who was there."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from core.permissions import require
from events import permissions
from events.forms.attendance import AttendanceForm
from events.joining import opening_of
from events.models.choices import EventStatus
from events.name_lists import hosts_read_until, is_open_to_hosts, is_open_to_participants, participants_read_until
from events.services.attendance import seat_who_waited, take_attendance
from events.turnout import turnouts_of
from events.views.after_events import not_now
from events.views.finding import event_at


@require_safe
@login_required
def participants(request: Any, slug: str) -> HttpResponse:
    """Name, job title, organisation and country of those who have a place and agreed; never an address."""
    event = event_at(request, slug)
    require(permissions.can_see_participants, request.user, event)
    is_for_hosts = permissions.can_see_registrations(request.user, event)
    is_open = is_open_to_hosts(event) if is_for_hosts else is_open_to_participants(event)
    listed = event.registrations.listed().select_related("institution", "country").order_by("name", "pk")
    context = {
        "event": event,
        "people": listed if is_open else listed.none(),
        "is_open": is_open,
        "until": hosts_read_until(event) if is_for_hosts else participants_read_until(event),
        "attending": turnouts_of(event).counting,
    }
    return render(request, "events/participant_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def attendance(request: Any, slug: str) -> HttpResponse:
    """Ticks on a phone, from an hour before the start on; two hosts may tick at once."""
    event = event_at(request, slug)
    require(permissions.can_edit_registrations, request.user, event)
    if event.status not in (EventStatus.PUBLISHED, EventStatus.HELD, EventStatus.REPORTED):
        return not_now(request, event, _("Attendance is taken at events that take place."))
    if timezone.now() < opening_of(event).opens_at:
        return not_now(request, event, _("You can take attendance from an hour before the start."))
    if not is_open_to_hosts(event):
        return not_now(request, event, _("Names are kept in sight for 90 days after an event. That time is over."))
    seated = event.registrations.seated().select_related("institution").order_by("name", "pk")
    waiting = event.registrations.waiting().select_related("institution")
    form = AttendanceForm(request.POST if request.method == "POST" else None, seated=seated, waiting=waiting)
    if form.is_valid():
        changed = take_attendance(event=event, came=form.came, stayed_away=form.stayed_away)
        left = seat_who_waited(event=event, came=form.came_unseated)
        changed += len(form.came_unseated) - len(left)
        if left:
            text = _("No seat is free any more for %(who)s. Give the event more seats first.")
            messages.warning(request, text % {"who": ", ".join(map(str, left))})
        said = ngettext("Saved: %(n)d change.", "Saved: %(n)d changes.", changed) % {"n": changed}
        messages.success(request, said)
        return redirect("events:attendance", event.slug)
    return render(request, "events/attendance.html", {"event": event, "form": form})
