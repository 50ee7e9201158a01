"""From doing to mentoring: how those who travelled worked, exchange by exchange, year by year."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from partnerships.models import Activity
from partnerships.models.choices import WorkingMode

WIDTH = 240


@dataclass(frozen=True)
class Year:
    year: int
    counts: list[int]  # in the order of the modes
    bars: list[tuple[float, float, str]]  # where each begins, its width, its mode


@dataclass(frozen=True)
class Trend:
    """`told` of the `held` exchanges say how people worked; the others are not guessed."""

    modes: list[tuple[str, str]]
    years: list[Year]
    told: int
    held: int
    sentence: str


def trend(activities: Iterable[Activity], today: date) -> Trend | None:
    """None where no exchange that was held says how people worked."""
    held = [activity for activity in activities if activity.starts_on <= today]
    told = [activity for activity in held if activity.working_mode]
    if not told:
        return None
    by_year: dict[int, Counter[str]] = {}
    for activity in told:
        by_year.setdefault(activity.starts_on.year, Counter())[activity.working_mode] += 1
    modes = [(mode.value, str(mode.label)) for mode in WorkingMode]
    most = max(counts.total() for counts in by_year.values())
    return Trend(
        modes=modes,
        years=[_year(year, by_year[year], most) for year in sorted(by_year)],
        told=len(told),
        held=len(held),
        sentence=_sentence(by_year),
    )


def _year(year: int, counts: Counter[str], most: int) -> Year:
    bars, x = [], 0.0
    for mode in WorkingMode.values:
        width = round(counts[mode] * WIDTH / most, 1)
        if width:
            bars.append((x, width, mode))
        x = round(x + width, 1)
    return Year(year, [counts[mode] for mode in WorkingMode.values], bars)


def _sentence(by_year: dict[int, Counter[str]]) -> str:
    """What most exchanges were in the first year and in the last; nothing about a year of draws."""
    first, last = min(by_year), max(by_year)
    was, now = _most(by_year[first]), _most(by_year[last])
    if first == last or not was or not now:
        return ""
    words = {"first": first, "last": last, "was": was.lower(), "now": now.lower()}
    if was == now:
        return _("Mostly %(was)s in %(first)s, and still in %(last)s.") % words
    return _("Mostly %(was)s in %(first)s, mostly %(now)s in %(last)s.") % words


def _most(counts: Counter[str]) -> str:
    (mode, count), *others = counts.most_common()
    return "" if others and others[0][1] == count else str(WorkingMode(mode).label)
