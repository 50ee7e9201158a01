"""When the next event of a series is due."""

from calendar import monthrange
from datetime import date

from django.utils import timezone

from events.models import EventSeries
from events.models.choices import Cadence, EventStatus

MONTHS = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.HALF_YEARLY: 6, Cadence.YEARLY: 12}


def next_after(day: date, cadence: str) -> date | None:
    """The same day of the month in which the next event is due, or that month's last; None without a cadence."""
    months = MONTHS.get(Cadence(cadence))
    if months is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def overdue_since(series: EventSeries, today: date | None = None) -> date | None:
    """The day on which an event was due where none is planned; None while the cadence is kept.

    A draft is a plan. A series that has not begun yet has nothing to keep.
    """
    today = today or timezone.localdate()
    planned = series.events.exclude(status=EventStatus.CANCELLED)
    last = planned.order_by("-starts_on").values_list("starts_on", flat=True).first()
    due = next_after(last, series.cadence) if last else None
    return due if due and due < today else None
