"""When clocks change: the next two changes of forty zones that change them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

# First those that a rule of thumb gets wrong: half an hour, far from UTC, two days around the date line, the other
# way round in winter, and Morocco, whose clocks change for a month that moves through the year.
NAMED = (
    *("Europe/Paris", "Australia/Lord_Howe", "Pacific/Chatham", "America/St_Johns", "Europe/Dublin"),
    *("Africa/Casablanca", "Africa/Cairo", "Asia/Beirut", "America/Santiago", "Pacific/Auckland"),
)
ZONES = 40


def changes(after: datetime) -> Iterator[tuple[str, datetime]]:
    """A zone and the instant, in UTC, from which its clocks show another time; two a zone."""
    others = sorted(
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix", "right"))
    )
    found = 0
    for name in dict.fromkeys([*NAMED, *others[::7], *others]):
        instants = _next_changes(name, after + timedelta(days=9))
        if len(instants) == 2:
            yield from ((name, instant) for instant in instants)
            found += 1
        if found == ZONES:
            return


def _next_changes(name: str, after: datetime) -> list[datetime]:
    """The next two within a year and a half, to the minute."""
    zone, found = ZoneInfo(name), []
    day = after.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    for _day in range(550):
        next_day = day + timedelta(days=1)
        if _offset(day, zone) != _offset(next_day, zone):
            found.append(_between(day, next_day, zone))
        if len(found) == 2:
            break
        day = next_day
    return found


def _between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) / 2
        before, after = (middle, after) if _offset(middle, zone) == _offset(before, zone) else (before, middle)
    return after.replace(second=0, microsecond=0)


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta | None:
    return instant.astimezone(zone).utcoffset()
