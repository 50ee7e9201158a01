"""When an event is, in words: in its own zone and in the reader's, each with the zone's name."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from events.local_times import UnknownZoneError, zone_called

COOKIE = "time_zone"
UTC_NAME = "UTC"


def zone_of(reader: Any) -> ZoneInfo:
    """The zone of a person, or of who reads a page; UTC where nothing better is known.

    On a page `?tz=` comes first, so that an address can be passed on with it; then what the profile says, and
    for readers without an account what they chose last.
    """
    if not isinstance(reader, HttpRequest):
        return _zone(_profile_zone(reader))
    asked, user = reader.GET.get("tz", ""), reader.user
    kept = _profile_zone(user) if user.is_authenticated else reader.COOKIES.get(COOKIE, "")
    return _zone(asked, kept)


def zone_label(zone: ZoneInfo) -> str:
    """As people say it: Tunis, Buenos Aires, UTC."""
    area, _, place = zone.key.rpartition("/")
    return zone.key if area == "Etc" else place.replace("_", " ")


def event_line(event: Any, zone: ZoneInfo | None = None) -> str:
    """`Wednesday 3 February 2027, 13:00–15:00 UTC · 14:00–16:00 Tunis`; a date alone where no hour is known."""
    return ", ".join(part for part in (day_line(event), hours_line(event, zone)) if part)


def day_line(event: Any) -> str:
    """The day or days in the event's own zone."""
    if event.ends_on == event.starts_on:
        return weekday_and_date(event.starts_on)
    same_year = event.starts_on.year == event.ends_on.year
    first = _short(event.starts_on) if same_year else weekday_and_date(event.starts_on)
    return f"{first} – {weekday_and_date(event.ends_on)}"


def hours_line(event: Any, zone: ZoneInfo | None = None) -> str:
    """The hours in the event's own zone, then in the reader's where that is another."""
    if not event.starts_at or not event.ends_at:
        return ""
    own = _zone(event.time_zone)
    spans = [_span(event, own)]
    if zone and zone.key != own.key:
        spans.append(_span(event, zone))
    return " · ".join(spans)


def weekday_and_date(day: date) -> str:
    return f"{date_format(day, 'l')} {date_format(day, 'DATE_FORMAT')}"


def clock(at: datetime, zone: ZoneInfo) -> str:
    return str(time_format(at.astimezone(zone), "H:i"))


def _span(event: Any, zone: ZoneInfo) -> str:
    """`13:00–15:00 UTC`; with the days where they are other ones in this zone."""
    starts, ends = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    first, last = time_format(starts, "H:i"), time_format(ends, "H:i")
    is_one_day, on_its_days = (
        starts.date() == ends.date(),
        (starts.date(), ends.date()) == (event.starts_on, event.ends_on),
    )
    if is_one_day and on_its_days:
        text = f"{first}–{last}"
    elif is_one_day:
        text = f"{_short(starts)} {first}–{last}"
    elif on_its_days:
        text = _("from %(first)s until %(last)s on the last day,") % {"first": first, "last": last}
    else:
        text = f"{_short(starts)} {first} – {_short(ends)} {last}"
    return _in_one_direction(f"{text} {zone_label(zone)}")


def _short(day: date) -> str:
    return f"{date_format(day, 'l')} {date_format(day, 'MONTH_DAY_FORMAT')}"


def _in_one_direction(text: str) -> str:
    """Kept together in a line that runs from right to left, also where there is no markup."""
    return f"\u2068{text}\u2069" if get_language_bidi() else text


def _profile_zone(user: Any) -> str:
    try:
        return str(user.profile.time_zone)
    except (AttributeError, ObjectDoesNotExist):
        return ""


def _zone(*names: str) -> ZoneInfo:
    """The first of these that is a zone."""
    for name in names:
        try:
            return zone_called(name)
        except UnknownZoneError:
            continue
    return ZoneInfo(UTC_NAME)
