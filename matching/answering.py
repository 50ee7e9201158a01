"""How long who asks for an introduction waits for the first human answer: what the portal says of itself in public.

Counted are introductions that somebody asked for during the last twelve months, by mail or with an account; those
that a broker proposed unasked, and demonstration records, are not. A day is 24 hours from the request (by mail, from
its confirmation) to the first answer that a person wrote.
"""

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils import timezone

ENOUGH = 5  # of fewer answers no median is told
LATELY = timedelta(days=365)

COUNTED = """
    SELECT asked_at, answer_by, answered_at,
           extract(epoch FROM answered_at - asked_at) / 86400.0 AS days,
           coalesce(answered_at::date, %(today)s) > answer_by AND (answered_at IS NOT NULL OR ended_at IS NULL) AS late
    FROM matching_introduction
    WHERE asked_through <> 'broker' AND NOT is_demo AND asked_at >= %(since)s
"""
FIGURES = """
    count(*), count(answered_at), count(*) FILTER (WHERE late),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE answered_at IS NOT NULL)
"""


@dataclass(frozen=True)
class Answering:
    """`median` in days, None with too few answers; `late` are those answered after the promised day or not yet."""

    asked: int
    answered: int
    late: int
    days: float | None
    month: date | None = None

    @property
    def unanswered(self) -> int:
        return self.asked - self.answered

    @property
    def whole_days(self) -> int:
        """Rounded up: who asks in the evening and hears in the morning has waited a day."""
        return math.ceil(self.days or 0)

    @property
    def median(self) -> float | None:
        return self.days if self.answered >= ENOUGH else None


def lately(today: date | None = None) -> Answering:
    """The last twelve months, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(f"WITH counted AS ({COUNTED}) SELECT {FIGURES} FROM counted", _limits(today))  # noqa: S608 ours
        row = cursor.fetchone()
    return Answering(*row)


def by_month(today: date | None = None) -> list[Answering]:
    """The same for each month in which somebody asked, the latest first."""
    query = f"WITH counted AS ({COUNTED}) SELECT {FIGURES}, date_trunc('month', asked_at AT TIME ZONE 'UTC')::date"
    with connection.cursor() as cursor:
        cursor.execute(f"{query} AS month FROM counted GROUP BY month ORDER BY month DESC", _limits(today))
        rows = cursor.fetchall()
    return [Answering(*row) for row in rows]


def _limits(today: date | None) -> dict[str, date | datetime]:
    day = today or timezone.localdate()
    return {"today": day, "since": timezone.now() - LATELY if today is None else day - LATELY}
