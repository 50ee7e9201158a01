"""The personal way into a call.

A GET leads on at once: no button to find on a small screen, no second page on a slow line, and a form could not
lead to another site under our content security policy. It changes nothing, so that a scanner that opens the
link does no harm; who took part is said by the hosts' list.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.signed_links import BadLink
from events import joining
from events.joining import Door
from events.models import Registration

STATUS = {
    Door.EARLY: 200,
    Door.NO_CALL: 200,
    Door.WAITING: 404,
    Door.NO_PLACE: 410,
    Door.CANCELLED: 410,
    Door.OVER: 410,
}


@require_safe
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Into the call from an hour before its start to its end; else in plain words why not."""
    try:
        registration = joining.registration_of(token)
    except (BadLink, Registration.DoesNotExist):
        return _private(render(request, "events/join_unknown.html", status=404))
    door = joining.door_of(registration)
    if door is Door.OPEN:
        return _private(HttpResponseRedirect(registration.event.joining_url))
    context = {
        "door": door,
        "registration": registration,
        "event": registration.event,
        "opening": joining.opening_of(registration.event),
        "zone": joining.zone_of(registration),
    }
    return _private(render(request, "events/join.html", context, status=STATUS[door]))


def _private(response: HttpResponse) -> HttpResponse:
    """Stored by nobody, and the next site does not learn the address that led to it."""
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
