"""The weeks and months of which editions tell. All times are UTC."""

import re
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from digests.models.choices import Rhythm
from mail.digest import MADE_AFTER, end_of, last_period

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def rhythm_of(period: str) -> str:
    """Raises ValueError for what is neither a week such as 2026-W47 nor a month such as 2026-11."""
    return Rhythm.MONTHLY if MONTH.fullmatch(period) else Rhythm.WEEKLY if end_of(period) else ""


def ends_at(period: str) -> datetime:
    """The midnight that ends it; raises ValueError as `rhythm_of` does."""
    found = MONTH.fullmatch(period)
    if not found:
        return end_of(period)
    year, month = int(found[1]), int(found[2])
    return datetime.combine(date(year + month // 12, month % 12 + 1, 1), time(), UTC)


def goes_out_at(period: str) -> datetime:
    """In the morning after its end."""
    return ends_at(period) + MADE_AFTER


def last_periods(now: datetime | None = None) -> dict[str, str]:
    """The week and the month that ended last, by rhythm."""
    day = (now or timezone.now()).astimezone(UTC) - MADE_AFTER
    before = day.date().replace(day=1) - timedelta(days=1)
    return {Rhythm.WEEKLY: last_period(now), Rhythm.MONTHLY: f"{before:%Y-%m}"}


def next_periods(now: datetime | None = None) -> dict[str, str]:
    """Those that go out next."""
    day = (now or timezone.now()).astimezone(UTC) - MADE_AFTER
    year, week, _weekday = day.isocalendar()
    return {Rhythm.WEEKLY: f"{year}-W{week:02d}", Rhythm.MONTHLY: f"{day:%Y-%m}"}


def dated(period: str) -> str:
    """As readers name it, by the day on which it goes out: 30 November 2026, or December 2026."""
    day = ends_at(period).date()
    return date_format(day, "YEAR_MONTH_FORMAT" if rhythm_of(period) == Rhythm.MONTHLY else "DATE_FORMAT")
