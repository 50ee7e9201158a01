"""The list of events, upcoming and past, and the same month by month."""

from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from core.feeds import ENTRIES, atom, with_demo
from core.pagination import Page, paginate
from events import feeds, listing, permissions
from events.filters import Selection
from events.models import LearningEvent
from events.months import MOST, Month
from events.times import zone_of

PAGE_SIZE = 20


class EventList(TemplateView):
    template_name = "events/event_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, asked = self.request.user, self.request.GET
        selection = Selection.read(asked)
        visible = LearningEvent.objects.visible_to(user)
        tally = listing.Tally(visible, selection)
        page = paginate(
            listing.rows(selection.apply(listing.timed(visible, selection))),
            keys=listing.KEYS[selection.is_past],
            size=PAGE_SIZE,
            after=asked.get("after"),
            page=asked.get("page"),
        )
        return (
            super().get_context_data(**kwargs)
            | around(user, selection, tally)
            | {
                "page": page,
                "pager": pager(page, selection, tally),
                "zone": zone_of(self.request),
            }
        )


class EventMonth(TemplateView):
    template_name = "events/event_month.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        month = Month(kwargs["year"], kwargs["month"])
        if not month.is_possible:
            raise Http404
        selection = Selection.read(self.request.GET)
        found = selection.apply(month.events(LearningEvent.objects.visible_to(self.request.user)))
        events = list(listing.rows(found)[:MOST])
        return super().get_context_data(**kwargs) | {
            "month": month,
            "weeks": month.weeks(events),
            "has_events": bool(events),
            "weekdays": month.weekdays(),
            "selection": selection,
            "views": view_links(selection, month),
            "zone": zone_of(self.request),
        }


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Those to come, or past ones, under the same filters: the latest announced first."""
    visible, selection = LearningEvent.objects.visible_to(request.user), Selection.read(request.GET)
    found = selection.apply(listing.timed(visible if with_demo(request) else visible.real(), selection))
    announced = Coalesce("published_at", "created_at").desc()
    newest = found.order_by(announced, "-pk")[:ENTRIES]
    page_path = reverse("events:list") + selection.address()
    return atom(request, map(feeds.entry, newest), title=_("Learning events"), page_path=page_path)


@require_safe
def this_month(request: HttpRequest) -> HttpResponse:
    return redirect(month_url() + Selection.read(request.GET).address())


def month_url() -> str:
    today = timezone.localdate()
    return reverse("events:month", args=[today.year, today.month])


def around(user: Any, selection: Selection, tally: listing.Tally) -> dict[str, Any]:
    """What stands around the rows: filters, chips, other views, the calendar under the same filters."""
    return {
        "selection": selection,
        "found": tally.found,
        "is_bounded": tally.is_bounded,
        "facets": tally.facets(),
        "chips": tally.chips(),
        "clear_url": selection.lifted().address() or "?",
        "views": view_links(selection),
        "feed_url": reverse("events:list_feed") + selection.address(),
        "may_create": permissions.can_create_event(user),
    }


def view_links(selection: Selection, month: Month | None = None) -> list[dict[str, Any]]:
    here = reverse("events:list")
    upcoming = Selection(selection.values, zone=selection.zone)
    past = Selection(selection.values, is_past=True, zone=selection.zone)
    return [
        {"label": _("Upcoming"), "url": here + upcoming.address(), "current": not month and not selection.is_past},
        {"label": _("Past"), "url": here + past.address(), "current": not month and selection.is_past},
        {"label": _("Month"), "url": month_url() + upcoming.address(), "current": bool(month)},
    ]


def pager(page: Page, selection: Selection, tally: listing.Tally) -> dict[str, str]:
    found = f"{intcomma(tally.found)}+" if tally.is_bounded else str(intcomma(tally.found))
    words = {"first": page.first, "last": page.last, "found": found}
    return {
        "text": _("%(first)s to %(last)s of %(found)s") % words if page.items else "",
        "previous_url": selection.address([("after", page.previous)]) if page.previous else "",
        "next_url": selection.address([("after", page.next)]) if page.next else "",
    }
