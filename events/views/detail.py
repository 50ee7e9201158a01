"""The page of one event: before it, while it runs, and after."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.generic import DetailView

from core.models import Visibility
from core.registry import panels_for
from events import permissions
from events.add_to_calendar import google_url, outlook_url
from events.agenda_drawing import drawn_agenda
from events.coming import coming_to
from events.event_page import EventPage, for_page
from events.models import LearningEvent, LearningEventFormerSlug
from events.own_place import own_place, way_to_register
from events.report_counts import counts_of
from events.structured import json_ld
from events.times import zone_of


class EventDetail(DetailView):
    template_name = "events/event_detail.html"
    context_object_name = "event"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            former = self._former()
            if former is None:
                raise
            return HttpResponsePermanentRedirect(former.event.get_absolute_url())

    def get_queryset(self):
        return for_page(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, event = self.request.user, self.object
        page = EventPage(event, user)
        parts = after(page) if page.is_over else before(page)
        own = own_place(event, user)
        zone = zone_of(self.request)
        return (
            super().get_context_data(**kwargs)
            | {
                "page": page,
                "own": own,
                "zone": zone,
                "agenda": page.agenda,
                "agenda_items": drawn_agenda(page, zone) if page.agenda else "",
                "google_url": google_url(event),
                "outlook_url": outlook_url(event),
                "register_label": None if own else way_to_register(event, page.phase),
                "panels": panels_for("events:detail", event, user),
                "json_ld": json_ld(page) if is_public(event) else "",
            }
            | parts
            | rights(user, event, page)
        )

    def _former(self) -> LearningEventFormerSlug | None:
        """The way from an address the event bore once, for those who may see the event."""
        visible = LearningEvent.objects.visible_to(self.request.user)
        former = LearningEventFormerSlug.objects.filter(slug=self.kwargs["slug"], event__in=visible.values("pk"))
        found: LearningEventFormerSlug | None = former.select_related("event").first()
        return found


def before(page: EventPage) -> dict[str, Any]:
    return {"groups": page.groups(), "coming": coming_to(page.event)}


def after(page: EventPage) -> dict[str, Any]:
    return {"takeaways": page.takeaways(), "counts": counts_of(page.event), "still_open": still_open(page)}


def still_open(page: EventPage) -> list[dict[str, Any]]:
    """Each with what upper apps know of it since: a text and an address by the key of the question."""
    questions = page.open_questions
    panels = panels_for("events:questions", page.event, page.user) if questions else []
    return [each | {"since": [p["data"][each["id"]] for p in panels if each["id"] in p["data"]]} for each in questions]


def rights(user: Any, event: LearningEvent, page: EventPage) -> dict[str, bool]:
    """What the page offers; each page it leads to asks again."""
    if not user.is_authenticated:
        return {"may_read_report": page.final_report is not None}
    report = page.report
    return {
        "may_run": permissions.can_edit_event(user, event),
        "may_see_participants": permissions.can_see_participants(user, event),
        "may_read_report": report is not None and permissions.can_read_report(user, event, report),
        "may_comment": report is not None
        and report.takes_comments
        and permissions.can_comment_report(user, event, report),
    }


def is_public(event: LearningEvent) -> bool:
    return event.visibility == Visibility.PUBLIC and event.status != LearningEvent.Status.DRAFT
