"""The clocks of a time zone as calendar programs read them: VTIMEZONE of RFC 5545, from the system's zones."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)
NOTHING = timedelta(0)


@lru_cache(maxsize=512)
def zone_lines(name: str, first_year: int, last_year: int) -> tuple[str, ...]:
    """What the clocks of this zone show from the first of these years to the last, change by change."""
    zone = ZoneInfo(name)
    start = datetime(first_year, 1, 1, tzinfo=UTC) - A_DAY
    end = datetime(last_year + 1, 1, 1, tzinfo=UTC) + A_DAY
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}"]
    before = _offset(zone, start)
    lines += _observance(zone, start, before)
    for change in _changes(zone, start, end):
        lines += _observance(zone, change, before)
        before = _offset(zone, change)
    return (*lines, "END:VTIMEZONE")


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The instants at which the clocks jump, to the second."""
    day = start
    while day < end:
        if _offset(zone, day) != _offset(zone, day + A_DAY):
            low, high = 0, int(A_DAY.total_seconds())
            while high - low > 1:
                middle = (low + high) // 2
                same = _offset(zone, day + timedelta(seconds=middle)) == _offset(zone, day)
                low, high = (middle, high) if same else (low, middle)
            yield day + timedelta(seconds=high)
        day += A_DAY


def _observance(zone: ZoneInfo, at: datetime, before: timedelta) -> list[str]:
    """From this instant on; it is told as the clocks before it told it, which is what the standard asks for."""
    local = at.astimezone(zone)
    kind = "DAYLIGHT" if local.dst() else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{(at + before).strftime('%Y%m%dT%H%M%S')}",
        f"TZOFFSETFROM:{_signed(before)}",
        f"TZOFFSETTO:{_signed(_offset(zone, at))}",
        f"TZNAME:{local.tzname()}",
        f"END:{kind}",
    ]


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or NOTHING


def _signed(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
