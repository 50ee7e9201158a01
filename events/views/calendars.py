"""Calendars: one event as a file, the list as a calendar, and each person's own at a secret address."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.signed_links import BadLink
from events import calendars, ics, joining
from events.calendars import Stamp
from events.filters import Selection
from events.models import CalendarFeed, LearningEvent, Registration
from events.models.reminders import new_secret


@require_safe
def event_file(request: HttpRequest, slug: str) -> HttpResponse:
    """One event as this reader may see it; whoever has a place finds their own way in in it."""
    event = get_object_or_404(LearningEvent.objects.visible_to(request.user), slug=slug)
    own = Registration.objects.of(request.user).filter(event=event, status__in=calendars.IN_CALENDAR).first()
    return _one_event(request, event, own)


@require_safe
def personal_file(request: HttpRequest, token: str) -> HttpResponse:
    """The event with one person's own way in, by the link in their mail."""
    try:
        registration = joining.registration_of(token)
    except (BadLink, Registration.DoesNotExist):
        raise Http404 from None
    if not registration.is_active:
        raise Http404
    return _one_event(request, registration.event, registration)


def _one_event(request: HttpRequest, event: LearningEvent, own: Registration | None) -> HttpResponse:
    place = (own.pk, own.status) if own else ()
    # Getting or losing a place changes the file and not the event: no date of change can be told to its reader.
    changed_at = None if request.user.is_authenticated or own else event.updated_at
    stamp = Stamp(calendars.etag(event.pk, event.sequence, event.updated_at, *place), changed_at)
    entry = calendars.entry_of(own, event) if own else ics.Entry(event)
    return answer(request, stamp, lambda: ics.single(entry), filename=f"{event.slug}.ics")


@require_safe
def calendar(request: Any) -> HttpResponse:
    """The events that the list shows to this person under the same filters."""
    events = calendars.selected(LearningEvent.objects.visible_to(request.user), Selection.read(request.GET))
    if request.GET.get("demo") != "1":
        events = events.real()
    stamp = calendars.stamp_of(events, request.user.pk)
    return answer(
        request,
        stamp,
        lambda: ics.calendar(calendars.entries(calendars.for_calendar(events)), name=_("Learning events · P2P Portal")),
        filename="learning-events.ics",
    )


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """One person's own calendar. The address is the key: programs that fetch it cannot log in."""
    found = CalendarFeed.objects.select_related("user").filter(user__is_active=True)
    owner = get_object_or_404(found, secret=secret).user
    own = calendars.OwnCalendar.of(owner)
    name = _("My learning events · P2P Portal")
    response = answer(request, own.stamp(), lambda: ics.calendar(own.entries(), name=name), filename="my-events.ics")
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def answer(request: HttpRequest, stamp: Stamp, text: Callable[[], str], *, filename: str) -> HttpResponse:
    """The calendar, or 304 for a program that has it already; it is written only if it is needed."""
    changed_at = int(stamp.changed_at.timestamp()) if stamp.changed_at else None
    fresh = get_conditional_response(request, etag=stamp.etag, last_modified=changed_at)
    response = fresh or HttpResponse("" if request.method == "HEAD" else text(), content_type=ics.CONTENT_TYPE)
    response["ETag"] = stamp.etag
    if changed_at:
        response["Last-Modified"] = http_date(changed_at)
    # Programs ask each time and mostly hear that nothing changed; so what is withdrawn is gone at once.
    response.headers.setdefault("Cache-Control", "private, no-cache" if request.user.is_authenticated else "no-cache")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request: Any) -> HttpResponse:
    """The secret address of one's own calendar: to copy, to change when others got to know it, to end."""
    if request.method == "POST":
        return _change(request)
    own = CalendarFeed.objects.filter(user=request.user).first()
    address = settings.BASE_URL + reverse("events:feed", args=[own.secret]) if own else ""
    context = {"address": address, "webcal": "webcal:" + address.partition(":")[2], "language": get_language()}
    return render(request, "events/my_calendar.html", context)


def _change(request: Any) -> HttpResponse:
    if request.POST.get("action") == "end":
        CalendarFeed.objects.filter(user=request.user).delete()
        messages.success(request, _("The address has ended. Calendars that used it get nothing more."))
    else:
        CalendarFeed.objects.update_or_create(user=request.user, defaults={"secret": new_secret()})
        messages.success(request, _("Your calendar has a new address. An older one no longer works."))
    return redirect("events:my_calendar")
