"""Learning events: those to come or past, one of them whole, and its summary report."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from pydantic import Field

from core.api.answers import answer, by_slug
from core.api.lists import Demo, Paging, Values, listed
from core.api.schemas import Listed, Slug
from events import listing, permissions
from events.api.schemas import EventTold, EventWhole, ReportTold
from events.api.told import report_told, row_told, whole_told
from events.event_page import EventPage, for_page
from events.filters import Selection
from events.models import EventReport, LearningEvent
from events.short_lists import HOST_NAMES

router = Router()


class Asked(Paging):
    """The filters of the list of events."""

    when: Annotated[str, Field(pattern="^(upcoming|past)$")] = Field(
        "upcoming", description="upcoming, the next first; or past, the latest first."
    )
    series: Values = Field([], description="Slugs of series.")
    format: Values = Field([], description="virtual, in_person or hybrid.")
    language: Values = []
    demo: Demo = "1"


@router.get("/events/", response=Listed[EventTold], operation_id="list_events")
def events(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Events to come, or past ones."""
    selection = Selection.read(request.GET)
    visible = LearningEvent.objects.visible_to(request.user)
    found = selection.apply(listing.timed(visible if asked.demo == "1" else visible.real(), selection))
    keys = listing.KEYS[selection.is_past]
    return listed(request, listing.rows(found), keys=keys, paging=asked, told=row_told, counted=found)


@router.get("/events/{slug:slug}/", response=EventWhole, operation_id="get_event")
def event(request: HttpRequest, slug: Slug) -> HttpResponse:
    """One event with its agenda, questions and takeaways."""
    found: Any = by_slug(for_page(request.user).annotate(host_names=HOST_NAMES), slug)
    page = EventPage(found, request.user)
    may_read = page.report is not None and permissions.can_read_report(request.user, found, page.report)
    return answer(whole_told(page, may_read_report=may_read))


@router.get("/events/{slug:slug}/report/", response=ReportTold, operation_id="get_event_report")
def report(request: HttpRequest, slug: Slug) -> HttpResponse:
    """The summary report: the final one for whoever sees the event, before that for those who work on it."""
    found = by_slug(LearningEvent.objects.visible_to(request.user), slug)
    written = get_object_or_404(EventReport, event=found)
    written.event = found
    if not permissions.can_read_report(request.user, found, written):
        raise Http404
    return answer(report_told(found, written))
