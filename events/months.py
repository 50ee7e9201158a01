"""The events of a month, day by day; each on the days that it has in its own zone."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, get_format

from events.local_times import FIRST_YEAR, LAST_YEAR
from events.models.event import LearningEventQuerySet

MOST = 500


@dataclass(frozen=True)
class Day:
    date: date
    is_of_month: bool
    is_today: bool
    events: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """A calendar page: whole weeks, so that it is a table."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @property
    def is_possible(self) -> bool:
        return FIRST_YEAR <= self.year <= LAST_YEAR and 1 <= self.month <= 12

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def name(self) -> str:
        return str(date_format(self.first, "YEAR_MONTH_FORMAT"))

    @property
    def previous(self) -> "Month | None":
        before = Month.of(self.first - timedelta(days=1))
        return before if before.is_possible else None

    @property
    def next(self) -> "Month | None":
        after = Month.of(self.first + timedelta(days=31))
        return after if after.is_possible else None

    def events(self, events: LearningEventQuerySet) -> LearningEventQuerySet:
        """Those that touch a day of this page, bounded."""
        days = [day for week in self._dates() for day in week]
        return events.filter(starts_on__lte=days[-1], ends_on__gte=days[0]).order_by("starts_on", "starts_at", "pk")

    def weeks(self, events: Iterable[Any]) -> list[list[Day]]:
        found = list(events)
        today = timezone.localdate()
        return [
            [
                Day(
                    day,
                    day.month == self.month,
                    day == today,
                    [event for event in found if event.starts_on <= day <= event.ends_on],
                )
                for day in week
            ]
            for week in self._dates()
        ]

    def weekdays(self) -> list[tuple[str, str]]:
        """Short and whole names, in the order of the reader's week."""
        return [(str(date_format(day, "D")), str(date_format(day, "l"))) for day in self._dates()[0]]

    def _dates(self) -> list[list[date]]:
        # Django counts the days of a week from Sunday, Python from Monday.
        first_weekday = (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7
        return calendar.Calendar(first_weekday).monthdatescalendar(self.year, self.month)
