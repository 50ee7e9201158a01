"""Why people said no, month by month: what the weights may have got wrong."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth

from matching.models import Introduction
from matching.models.choices import DeclineReason, IntroductionStatus

# The criteria of the score that a reason speaks of; the others are about money, politics and other peers.
CRITERIA_OF = {
    DeclineReason.PROBLEM: ("text",),
    DeclineReason.SECTOR: ("sector", "sdg"),
    DeclineReason.LANGUAGE: ("language",),
    DeclineReason.CONTEXT: ("income", "region", "legal", "kind", "stage"),
    DeclineReason.TRACK: ("track",),
    DeclineReason.FORM: ("form",),
    DeclineReason.CAPACITY: ("time",),
    DeclineReason.TIME: ("time",),
}
MOST_MONTHS = 24


@dataclass(frozen=True)
class Reasons:
    """`rows` has a line a reason: its words, the criteria it speaks of, a count a month, and their sum."""

    months: list[Any]
    rows: list[tuple[str, tuple[str, ...], list[int], int]]
    total: int
    ended: int  # introductions that ended in the same months, however they did


def reasons(user: Any) -> Reasons:
    """Of the introductions this broker may see that were declined in the last two years."""
    seen = Introduction.objects.visible_to(user).exclude(ended_at=None)
    by_month = seen.annotate(month=TruncMonth("ended_at")).order_by()
    months = sorted({month for (month,) in by_month.values_list("month").distinct()})[-MOST_MONTHS:]
    if not months:
        return Reasons([], [], 0, 0)
    counted = by_month.filter(month__gte=months[0])
    declined = counted.filter(status=IntroductionStatus.DECLINED)
    found: dict[str, dict[Any, int]] = defaultdict(dict)
    for because, month, n in declined.values_list("declined_because", "month").annotate(n=Count("pk")):
        found[because][month] = n
    rows = [
        (str(label), CRITERIA_OF.get(DeclineReason(value), ()), [found[value].get(month, 0) for month in months], 0)
        for value, label in DeclineReason.choices
    ]
    rows = [(label, criteria, counts, sum(counts)) for label, criteria, counts, _sum in rows if sum(counts)]
    return Reasons(months, sorted(rows, key=lambda row: -row[3]), sum(row[3] for row in rows), counted.count())
