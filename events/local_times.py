"""From what a clock on a wall says to an instant, on the two days of a year that clocks change too."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.utils import formats, timezone
from django.utils.translation import gettext as _

# Where events may lie: what comes before or after is a typing mistake, and calendars stumble over it.
FIRST_YEAR, LAST_YEAR = 1990, 2100
EARLIER, LATER = 0, 1


class LocalTimeError(ValueError):
    """What was typed is no one instant; the message says why, in plain words."""


class UnknownZoneError(LocalTimeError):
    """There is no such time zone."""


class GapError(LocalTimeError):
    """The clocks jump over this time; `next_valid` is the first time after it, as that zone's clocks say it."""

    def __init__(self, message: str, next_valid: datetime) -> None:
        super().__init__(message)
        self.next_valid = next_valid


class AmbiguousError(LocalTimeError):
    """The clocks show this time twice; `choices` are the first and the second of them, in UTC."""

    def __init__(self, message: str, choices: tuple[datetime, datetime]) -> None:
        super().__init__(message)
        self.choices = choices


@dataclass(frozen=True)
class When:
    """The time of an event: its days in its own zone, and the instants where the hour is known."""

    starts_on: date
    ends_on: date
    time_zone: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    @classmethod
    def of(cls, event: Any) -> "When":
        return cls(**{name: getattr(event, name) for name in cls.__dataclass_fields__})

    def seen_from(self, name: str) -> "When":
        """The same hours, on the days that the calendar of another zone shows then."""
        if not self.starts_at or not self.ends_at:
            return self
        zone = zone_called(name)
        first, last = self.starts_at.astimezone(zone).date(), self.ends_at.astimezone(zone).date()
        return replace(self, time_zone=name, starts_on=first, ends_on=last)

    @property
    def has_hours(self) -> bool:
        return self.starts_at is not None

    @property
    def first_instant(self) -> datetime:
        """When it begins; without hours, the first minute of its first day in its zone."""
        return self.starts_at or datetime.combine(self.starts_on, time(), zone_called(self.time_zone)).astimezone(UTC)

    @property
    def has_begun(self) -> bool:
        return self.first_instant <= timezone.now()

    @property
    def local_start(self) -> datetime | None:
        return self.starts_at.astimezone(zone_called(self.time_zone)) if self.starts_at else None

    @property
    def local_end(self) -> datetime | None:
        return self.ends_at.astimezone(zone_called(self.time_zone)) if self.ends_at else None


@cache
def known_zones() -> frozenset[str]:
    """Looked up once: the system's list of zones is a folder to walk through."""
    return frozenset(available_timezones())


@cache
def zone_names() -> tuple[str, ...]:
    """The zones to choose from: UTC, and those that are named for a place."""
    places = (name for name in known_zones() if "/" in name and not name.startswith("Etc/"))
    return ("UTC", *sorted(places))


@cache
def zone_called(name: str) -> ZoneInfo:
    """Raises UnknownZoneError for a name that is no time zone."""
    if name not in known_zones():
        raise UnknownZoneError(
            _("There is no time zone “%(name)s”. Choose one from the list, such as Europe/Paris.") % {"name": name[:50]}
        )
    return ZoneInfo(name)


def comes_twice(local: datetime) -> bool:
    """Whether the clocks of its zone show this local time a second time."""
    return local.replace(fold=EARLIER).utcoffset() != local.replace(fold=LATER).utcoffset()


def instant(day: date, at: time, zone_name: str, fold: int | None = None) -> datetime:
    """The UTC instant at which the clocks of a zone say this.

    `fold` tells which of two is meant on the day the clocks go back: 0 the first, 1 the second. Raises
    GapError for a time that the clocks jump over, AmbiguousError for one of two, UnknownZoneError, and
    LocalTimeError for a year that no event lies in.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise LocalTimeError(
            _("Give a year between %(first)d and %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
        )
    zone = zone_called(zone_name)
    wall = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    first, second = (wall.replace(tzinfo=zone, fold=each).astimezone(UTC) for each in (EARLIER, LATER))
    if first == second:
        return first
    if first > second:  # in a gap, the first reading uses the clocks from before it and so lands after it
        raise _gap(wall, _change_between(second, first, zone).astimezone(zone), zone_name)
    if fold is None:
        raise _ambiguous(wall, zone_name, (first, second))
    return second if fold == LATER else first


def _change_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first second of the new offset."""
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle <= before:
            break
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def _gap(wall: datetime, next_valid: datetime, zone_name: str) -> GapError:
    words = {
        "time": formats.time_format(wall.time(), "H:i"),
        "day": formats.date_format(wall.date(), "j F Y"),
        "zone": zone_name,
        "next_time": formats.time_format(next_valid.time(), "H:i"),
        "next_day": formats.date_format(next_valid.date(), "j F Y"),
    }
    if next_valid.date() == wall.date():
        text = _(
            "%(time)s does not exist on %(day)s in %(zone)s: the clocks go forward. "
            "The next time there is: %(next_time)s."
        )
    else:
        text = _(
            "%(time)s does not exist on %(day)s in %(zone)s: the clocks go forward. "
            "The next time there is: %(next_time)s on %(next_day)s."
        )
    return GapError(text % words, next_valid)


def _ambiguous(wall: datetime, zone_name: str, choices: tuple[datetime, datetime]) -> AmbiguousError:
    text = _(
        "%(time)s comes twice on %(day)s in %(zone)s: the clocks go back. Say which one: "
        "the first (%(first)s UTC) or the second (%(second)s UTC)."
    ) % {
        "time": formats.time_format(wall.time(), "H:i"),
        "day": formats.date_format(wall.date(), "j F Y"),
        "zone": zone_name,
        "first": formats.time_format(choices[0].time(), "H:i"),
        "second": formats.time_format(choices[1].time(), "H:i"),
    }
    return AmbiguousError(text, choices)
