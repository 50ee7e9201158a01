"""Times of events in templates of pages and of mails; what is printed has no markup."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.templatetags.tz import do_timezone
from django.utils.formats import date_format

from events import times
from events.local_times import When, zone_called

register = template.Library()


@register.simple_tag(takes_context=True)
def event_when(context: Any, event: Any, zone: ZoneInfo | None = None) -> str:
    """`Wednesday 3 February 2027, 13:00–15:00 UTC · 14:00–16:00 Tunis`; on a page the zone is the reader's."""
    return times.event_line(event, zone or _readers_zone(context))


@register.simple_tag
def event_day(event: Any) -> str:
    return times.day_line(event)


@register.simple_tag(takes_context=True)
def event_hours(context: Any, event: Any, zone: ZoneInfo | None = None) -> str:
    """Empty where no hour is known."""
    return times.hours_line(event, zone or _readers_zone(context))


@register.filter
def in_zone(moment: datetime | str, zone: ZoneInfo | str) -> Any:
    """For a date filter after it, which else prints UTC: `{{ item.starts_at|in_zone:zone|date:"H:i" }}`.

    A fragment has moments and zones as JSON does.
    """
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return do_timezone(at, zone)


@register.simple_tag
def when_seen_from(when: When, zone: str) -> str:
    """For a mail: `Wednesday 3 February 2027, 14:00–16:00 Tunis · 13:00–15:00 UTC`."""
    return times.event_line(when.seen_from(zone), ZoneInfo(times.UTC_NAME))


@register.filter
def zone_label(zone: ZoneInfo | str) -> str:
    return times.zone_label(_zone(zone))


@register.filter
def moment(at: datetime, zone: ZoneInfo | str) -> str:
    """`3 February 2027, 13:00 UTC`."""
    where = _zone(zone)
    local = at.astimezone(where)
    return f"{date_format(local, 'DATE_FORMAT')}, {times.clock(at, where)} {times.zone_label(where)}"


def _zone(zone: ZoneInfo | str) -> ZoneInfo:
    """A page knows its zone; a mail the name of its reader's."""
    return zone_called(zone) if isinstance(zone, str) else zone


def _readers_zone(context: Any) -> ZoneInfo | None:
    request = context.get("request")
    return times.zone_of(request) if request else None
