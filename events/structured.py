"""An event as search engines read it: schema.org's Event in JSON-LD, public facts alone."""

import json
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from events.event_page import EventPage
from events.models.choices import Format

ATTENDANCE = {
    Format.VIRTUAL: "OnlineEventAttendanceMode",
    Format.IN_PERSON: "OfflineEventAttendanceMode",
    Format.HYBRID: "MixedEventAttendanceMode",
}
# So that no text can end the script element or open another.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
SCHEMA = "https://schema.org/"


def json_ld(page: EventPage) -> SafeString:
    text = json.dumps(_event(page), ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308 - escaped for a script element


def _event(page: EventPage) -> dict[str, Any]:
    event = page.event
    address = settings.BASE_URL + event.get_absolute_url()
    facts = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": f"{event.title} ({_('Demonstration record')})" if event.is_demo else event.title,
        "description": event.summary or event.objective,
        "url": address,
        "startDate": _begins(event),
        "endDate": _ends(event),
        "eventStatus": SCHEMA + ("EventCancelled" if event.is_cancelled else "EventScheduled"),
        "eventAttendanceMode": SCHEMA + ATTENDANCE[event.format],
        "location": _locations(event, address),
        "organizer": [
            {"@type": "Organization", "name": host.name, "url": settings.BASE_URL + host.url} for host in page.hosted_by
        ],
        "inLanguage": event.languages,
        "maximumAttendeeCapacity": event.capacity,
        "isAccessibleForFree": True,
        "superEvent": {"@type": "EventSeries", "name": event.series.title} if event.series else None,
    }
    return {name: fact for name, fact in facts.items() if fact not in (None, "", [])}


def _begins(event: Any) -> str:
    if event.starts_at is None:
        return str(event.starts_on.isoformat())
    return str(event.starts_at.astimezone(ZoneInfo(event.time_zone)).isoformat())


def _ends(event: Any) -> str:
    if event.ends_at is None:
        return str(event.ends_on.isoformat())
    return str(event.ends_at.astimezone(ZoneInfo(event.time_zone)).isoformat())


def _locations(event: Any, address: str) -> list[dict[str, str]]:
    """The call is named by this page: the way into it is for who has a place."""
    places = []
    if event.format != Format.VIRTUAL:
        places.append({"@type": "Place", "name": event.venue or event.title})
    if event.format != Format.IN_PERSON:
        places.append({"@type": "VirtualLocation", "url": address})
    return places
