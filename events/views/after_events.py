"""How the pages after an event find what they are about, and what they answer where it is not so."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from core import signed_links
from events.models import EventReport, LearningEvent, Registration
from events.permissions import can_read_report
from events.registration_links import registration_of


def visible_event(request: HttpRequest, slug: str) -> LearningEvent:
    """The event at this address or one it bore before; the same 404 whether it is missing or hidden."""
    visible = LearningEvent.objects.visible_to(request.user)
    found = visible.filter(slug=slug).first()
    return found or get_object_or_404(visible, former_slugs__slug=slug)


def readable_report(request: HttpRequest, event: LearningEvent) -> EventReport:
    """The report if this person may read it as it stands; else the same 404 as without one."""
    report = get_object_or_404(EventReport, event=event)
    report.event = event
    if not can_read_report(request.user, event, report):
        raise Http404
    return report


def seated_by_token(token: str) -> Registration:
    """Whose link this is; 404 for a link that is not ours, and for who has no place any more."""
    try:
        registration = registration_of(token)
    except signed_links.BadLink:
        raise Http404 from None
    if not registration.is_seated:
        raise Http404
    return registration


def not_now(request: Any, event: LearningEvent, reason: str, back: str = "") -> HttpResponse:
    """409: it is there, but not in the state for this; the page says why."""
    context = {"event": event, "reason": reason, "back": back or event.get_absolute_url()}
    return render(request, "events/not_now.html", context, status=409)
