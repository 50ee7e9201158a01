"""The few numbers of a report, each with what it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import Partnership
from partnerships.models.choices import Standing


@dataclass(frozen=True)
class Figure:
    what: str
    number: int
    rests_on: str


def figures(partnerships: Sequence[Partnership], activities: Mapping[int, Sequence[Any]]) -> list[Figure]:
    if not partnerships:
        return []
    count = len(partnerships)
    names = sorted({str(m.place) for each in partnerships for m in each.members.all() if m.place})
    sectors = sorted({str(sector) for each in partnerships for sector in each.sectors.all()})
    without = sum(1 for each in partnerships if not each.sectors.all())
    stale = sum(1 for each in partnerships if each.is_stale)
    by_standing = {value: sum(1 for each in partnerships if each.standing == value) for value in Standing.values}
    return [
        Figure(
            _("Partnerships"), count, _("The records of the selection that could be read on the day of this report.")
        ),
        Figure(_("Confirmed by both sides"), by_standing[Standing.BOTH_SIDES], _both_sides(stale)),
        Figure(
            _("Reported by one side"),
            by_standing[Standing.ONE_SIDE],
            _("The other side has not confirmed them."),
        ),
        Figure(
            _("From a public source"),
            by_standing[Standing.PUBLIC_SOURCE],
            _("Neither side has confirmed them; the source is named on the page of each."),
        ),
        Figure(_("Countries"), len(names), ", ".join(names) or _("The records name none.")),
        Figure(_("Sectors"), len(sectors), _sectors(sectors, without)),
        Figure(_("Exchanges held in the period"), *_exchanges(activities, count)),
    ]


def _both_sides(stale: int) -> str:
    said = _("Each side stood by the wording on the date given with the record.")
    if not stale:
        return said
    old = ngettext(
        "%(count)d of them more than twelve months ago.", "%(count)d of them more than twelve months ago.", stale
    )
    return f"{said} {old % {'count': stale}}"


def _sectors(sectors: list[str], without: int) -> str:
    said = ", ".join(sectors)
    if not without:
        return said
    rest = ngettext("%(count)d record names no sector.", "%(count)d records name no sector.", without)
    rest = rest % {"count": without}
    return f"{said}. {rest}" if said else rest


def _exchanges(activities: Mapping[int, Sequence[Any]], count: int) -> tuple[int, str]:
    held = sum(len(each) for each in activities.values())
    among = sum(1 for each in activities.values() if each)
    words = {"among": among, "count": count}
    if not held:
        return 0, _("None is recorded in the period; that does not mean that there was none.")
    return held, _(
        "As the parties recorded them, in %(among)d of %(count)d records. Nobody has checked them here."
    ) % words
