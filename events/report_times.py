"""Days and hours as a report prints them: in the event's own zone, which is named."""

from datetime import date
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime

from events.models import AgendaItem, LearningEvent
from events.times import zone_label


def day(value: date) -> str:
    return str(date_format(value, "j F Y"))


def date_line(event: LearningEvent) -> str:
    """The day with its weekday, the hours where they are known, and their zone."""
    first = str(date_format(event.starts_on, "l j F Y"))
    last = "" if event.ends_on == event.starts_on else str(date_format(event.ends_on, "l j F Y"))
    days = f"{first} – {last}" if last else first
    if not event.starts_at or not event.ends_at:
        return days
    zone = ZoneInfo(event.time_zone)
    starts, ends = localtime(event.starts_at, zone), localtime(event.ends_at, zone)
    return f"{days}, {time_format(starts, 'H:i')}–{time_format(ends, 'H:i')} ({zone_label(zone)})"


def agenda_time(item: AgendaItem, event: LearningEvent) -> str:
    """Hours in the event's zone, with the day where the event has several; empty where no hour is known."""
    if not item.starts_at or not item.ends_at:
        return ""
    zone = ZoneInfo(event.time_zone)
    starts, ends = localtime(item.starts_at, zone), localtime(item.ends_at, zone)
    hours = f"{time_format(starts, 'H:i')}–{time_format(ends, 'H:i')}"
    return hours if event.ends_on == event.starts_on else f"{date_format(starts, 'j F')}, {hours}"
