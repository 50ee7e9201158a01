"""Times on an agenda: what a clock in the event's zone says, and how all items move with their event."""

import re
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.validators import with_western_digits
from events.local_times import AmbiguousError, GapError, LocalTimeError, instant, zone_called
from events.models import AgendaItem, LearningEvent

LONGEST_ITEM = timedelta(hours=16)  # 13:00 to 12:00 is a typing mistake, not a night and a morning
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2})|h)?\s*(?:([ap])\.?m?\.?)?", re.IGNORECASE)


class OutsideEvent(ValueError):
    """The time is not one of this event; the message says which times are."""


def shift_agenda(event: LearningEvent, delta: timedelta) -> None:
    """Move all items with their event. One statement, because the times may only overlap while it runs."""
    AgendaItem.objects.filter(event=event, starts_at__isnull=False).update(
        starts_at=F("starts_at") + delta, ends_at=F("ends_at") + delta, updated_at=timezone.now()
    )


def read_clock(typed: str) -> time | None:
    """`9`, `9:30`, `09.30`, `9h30`, `9:30 pm` in the digits of any script; `24:00` is midnight. None for the rest."""
    match = _CLOCK.fullmatch(with_western_digits(typed.strip()))
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if (hour, minute) == (24, 0):
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def start_at(event: LearningEvent, at: time, *, after: datetime | None = None, day: date | None = None) -> datetime:
    """When the event's clocks show this time: the first time that is not before `after`, else the first of all.

    So 00:30 of an event over midnight is the next day, and a time that comes twice as the clocks go back is the
    one that follows the item before. Raises OutsideEvent, also for a time that the clocks jump over.
    """
    starts_at, ends_at = hours_of(event)
    found = [each for each in _showing(event, at, day) if starts_at <= each < ends_at]
    if not found:
        raise OutsideEvent(_outside(event, at))
    return next((each for each in found if after is None or each >= after), found[0])


def end_at(event: LearningEvent, at: time, start: datetime) -> datetime:
    """The first time after `start` that the clocks show this. Raises OutsideEvent."""
    found = next((each for each in _showing(event, at) if each > start), None)
    if found is None or found - start > LONGEST_ITEM:
        raise OutsideEvent(_("It would end before it starts: %(time)s.") % {"time": f"{at:%H:%M}"})
    if found > hours_of(event)[1]:
        raise OutsideEvent(_outside(event, at))
    return found


def days_of(event: LearningEvent) -> list[date]:
    """The days to choose from, of an event so long that a time alone does not tell which."""
    if event.starts_at is None or event.ends_at is None or event.ends_at - event.starts_at <= timedelta(days=1):
        return []
    return _all_days(event)


def hours_of(event: LearningEvent) -> tuple[datetime, datetime]:
    """Of an event whose hour is known."""
    if event.starts_at is None or event.ends_at is None:
        raise OutsideEvent(_("The hour of this event is not known, so its items have no times."))
    return event.starts_at, event.ends_at


def local(event: LearningEvent, at: datetime) -> datetime:
    return at.astimezone(zone_called(event.time_zone))


def span(event: LearningEvent, start: datetime, end: datetime) -> str:
    """13:00–13:10 as the event's clocks show it."""
    return f"{local(event, start):%H:%M}–{local(event, end):%H:%M}"


def _all_days(event: LearningEvent) -> list[date]:
    starts_at, ends_at = hours_of(event)
    first, last = local(event, starts_at).date(), local(event, ends_at).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _showing(event: LearningEvent, at: time, day: date | None = None) -> list[datetime]:
    """Each instant at which the clocks of the event's zone show this time, on one of its days or on each."""
    found: list[datetime] = []
    gap: GapError | None = None
    for each in [day] if day else _all_days(event):
        try:
            found.append(instant(each, at, event.time_zone))
        except AmbiguousError as error:
            found += error.choices
        except GapError as error:
            gap = error
        except LocalTimeError as error:
            raise OutsideEvent(str(error)) from error
    if gap and not found:
        raise OutsideEvent(str(gap))
    return sorted(each.astimezone(UTC) for each in found)


def _outside(event: LearningEvent, at: time) -> str:
    starts_at, ends_at = hours_of(event)
    words = {"time": f"{at:%H:%M}", "hours": span(event, starts_at, ends_at), "zone": event.time_zone}
    return _("%(time)s is outside the time of the event: %(hours)s, %(zone)s.") % words
