"""Events as iCalendar text (RFC 5545), written by hand.

The icalendar library takes five times as long for a calendar of 300 events, and puts the beginning of summer
time an hour late into its time zones; so it reads in the tests what is written here, and reads the same.
The joining link is in none of this: who has a place gets an address of their own (see `events/joining.py`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from events.ics_zones import zone_lines
from events.models import LearningEvent
from events.models.choices import EventStatus, Format

CONTENT_TYPE = "text/calendar; charset=utf-8"
LONGEST_LINE = 75  # octets, without the line break
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f]")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_UTC = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Entry:
    """An event in a calendar; in a person's own it bears their way in, and is tentative while they wait."""

    event: LearningEvent
    join_url: str = ""
    is_tentative: bool = False


class Frame:
    """What all entries of a calendar share, looked up once: there may be hundreds."""

    def __init__(self) -> None:
        self.domain = settings.MAIL_DOMAIN
        self.before_slug, _slug, self.after_slug = (
            settings.BASE_URL + reverse("events:detail", args=["-"])
        ).rpartition("-")
        self.organiser = f"ORGANIZER;CN=P2P Portal:mailto:{settings.SECRETARIAT_EMAIL}"
        self.formats = {each.value: str(each.label) for each in (Format.VIRTUAL, Format.HYBRID)}

    def page_of(self, event: LearningEvent) -> str:
        return f"{self.before_slug}{event.slug}{self.after_slug}"


def calendar(entries: Iterable[Entry], *, name: str = "") -> str:
    """A calendar of many events, for programs that come back for it."""
    return _calendar(list(entries), "PUBLISH", name)


def single(entry: Entry) -> str:
    """One event as a file; that of a cancelled one takes it out of the calendar again."""
    return _calendar([entry], "CANCEL" if entry.event.status == EventStatus.CANCELLED else "PUBLISH", "")


def _calendar(entries: list[Entry], method: str, name: str) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//P2P Portal//Learning events//EN", "CALSCALE:GREGORIAN"]
    lines.append(f"METHOD:{method}")
    if name:
        lines += [_text("NAME", name), _text("X-WR-CALNAME", name), "REFRESH-INTERVAL;VALUE=DURATION:PT1H"]
    for zone, years in _years_of(entries).items():
        lines += zone_lines(zone, min(years), max(years))
    frame = Frame()
    for entry in entries:
        lines += _entry_lines(entry, frame)
    lines += ["END:VCALENDAR", ""]
    return "\r\n".join(map(folded, lines))


def _years_of(entries: list[Entry]) -> dict[str, set[int]]:
    """The zones that times are given in, and the years for which their rules are needed."""
    years: dict[str, set[int]] = {}
    for entry in entries:
        event = entry.event
        if event.starts_at and event.time_zone != "UTC":
            years.setdefault(event.time_zone, set()).update((event.starts_on.year, event.ends_on.year))
    return years


def _entry_lines(entry: Entry, frame: Frame) -> list[str]:
    event, page = entry.event, frame.page_of(entry.event)
    changed = event.updated_at.astimezone(UTC).strftime(_UTC)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.uid}@{frame.domain}",
        f"DTSTAMP:{changed}",
        f"LAST-MODIFIED:{changed}",
        f"SEQUENCE:{event.sequence}",
        *_when(event),
        _text("SUMMARY", event.title),
        _text("DESCRIPTION", _description(entry, page)),
        f"STATUS:{_status(entry)}",
        f"URL:{page}",
        frame.organiser,
    ]
    if place := event.venue or entry.join_url or frame.formats.get(event.format, ""):
        lines.append(_text("LOCATION", place))
    if entry.join_url:
        lines.append(f"CONFERENCE;VALUE=URI;FEATURE=VIDEO:{entry.join_url}")
    lines.append("END:VEVENT")
    return lines


def _when(event: LearningEvent) -> list[str]:
    """Days alone make an entry for whole days, which ends before the day after."""
    if event.starts_at and event.ends_at:
        return [
            _instant("DTSTART", event.starts_at, event.time_zone),
            _instant("DTEND", event.ends_at, event.time_zone),
        ]
    after = event.ends_on + timedelta(days=1)
    return [_day("DTSTART", event.starts_on), _day("DTEND", after), "TRANSP:TRANSPARENT"]


def _day(name: str, day: date) -> str:
    return f"{name};VALUE=DATE:{day:%Y%m%d}"


def _instant(name: str, at: datetime, zone: str) -> str:
    """In the event's zone. The second of two hours of the same name cannot be told there, so it is told in UTC."""
    local = at.astimezone(ZoneInfo(zone))
    if zone == "UTC" or local.fold:
        return f"{name}:{at.astimezone(UTC).strftime(_UTC)}"
    return f"{name};TZID={zone}:{local.strftime('%Y%m%dT%H%M%S')}"


def _status(entry: Entry) -> str:
    if entry.event.status == EventStatus.CANCELLED:
        return "CANCELLED"
    return "TENTATIVE" if entry.is_tentative or entry.event.status == EventStatus.DRAFT else "CONFIRMED"


def _description(entry: Entry, page: str) -> str:
    event = entry.event
    parts = [
        _("Demonstration record: this event is made up.") if event.is_demo else "",
        _("This event is cancelled.") + f" {event.cancellation_reason}" if event.is_cancelled else "",
        event.summary,
        _("You do not have a place yet.") if entry.is_tentative else "",
        _("Your own way into the call, from one hour before: %(url)s") % {"url": entry.join_url}
        if entry.join_url
        else "",
        page,
    ]
    return "\n\n".join(part.strip() for part in parts if part)


def _text(name: str, value: str) -> str:
    """A property that is text: whatever it holds, it stays one property."""
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"{name}:{_CONTROL.sub(' ', plain).translate(_ESCAPES)}"


def folded(line: str) -> str:
    """A line in pieces of 75 octets, the second and later of which begin with a space; no letter is cut."""
    if len(line) <= LONGEST_LINE and line.isascii():
        return line
    rest, pieces, room = line.encode(), [], LONGEST_LINE
    while len(rest) > room:
        cut = room
        while rest[cut] & 0xC0 == 0x80:  # within a letter
            cut -= 1
        pieces.append(rest[:cut])
        rest, room = rest[cut:], LONGEST_LINE - 1
    return b"\r\n ".join([*pieces, rest]).decode()
