"""The items of an agenda as the page of an event draws them."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString

from core.fragments import Fragment
from events.event_page import EventPage

items_html = Fragment("events/_agenda_items.html", remembered=100)


def drawn_agenda(page: EventPage, zone: ZoneInfo) -> SafeString:
    """Each item with its talks, in the clock of this zone; drawn anew when anything of it changed."""
    event: Any = page.event
    return items_html(
        items=page.agenda,
        slug=event.slug,
        zone=zone.key,
        has_hours=event.has_hours,
        has_days=event.starts_on != event.ends_on,
        names_speakers=page.names_speakers,
    )
