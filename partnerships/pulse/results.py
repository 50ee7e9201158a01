"""What the answers of a partnership say: the mean of each side, never of fewer than three people.

Only rounds that are over are told. While one runs, comparing the page before and after somebody answered
would give that answer away.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.charts import Gap, GapChart, LineChart, Series
from partnerships.models import Partnership, Pulse, PulseRound
from partnerships.models.pulse import DIMENSIONS, FEWEST, AnsweringSide
from partnerships.permissions import is_party
from partnerships.pulse.questions import STATEMENTS

MOST_ROUNDS = 10
Means = dict[str, Decimal]


@dataclass(frozen=True)
class RoundTold:
    """One round that is over; `means` holds the sides of which enough people answered, and no other.

    Within a side, a statement on which fewer than three people had a view is left out as well.
    """

    opened_on: date
    means: dict[str, Means]

    @property
    def label(self) -> str:
        return date_format(self.opened_on, "M Y")

    @property
    def too_few(self) -> list[str]:
        """The sides that are not shown."""
        return [str(side.label) for side in AnsweringSide if side not in self.means]

    def mean(self, side: str, dimension: str) -> Decimal | None:
        return self.means.get(side, {}).get(dimension)


def is_told_to(user: Any, partnership: Partnership) -> bool:
    """The parties, once somebody was asked."""
    return is_party(user, partnership) and PulseRound.objects.filter(partnership=partnership).exists()


def rounds_told(partnership: Partnership) -> list[RoundTold]:
    """The newest rounds that are over, the oldest of them first; two queries."""
    over = PulseRound.objects.filter(partnership=partnership, closes_on__lt=timezone.localdate())
    rounds = list(over.order_by("-opened_on", "-pk")[:MOST_ROUNDS])[::-1]
    means: dict[int, dict[str, Means]] = {each.pk: {} for each in rounds}
    answers = Pulse.objects.filter(round__in=rounds).order_by().values("round", "side")
    mean_of = {f"mean_{name}": Avg(name) for name in DIMENSIONS}
    count_of = {f"count_{name}": Count(name) for name in DIMENSIONS}
    enough = answers.annotate(people=Count("pk")).filter(people__gte=FEWEST)
    rows: Any = enough.annotate(**mean_of, **count_of)
    for row in rows:
        means[row["round"]][row["side"]] = {
            name: round(Decimal(row[f"mean_{name}"]), 1) for name in DIMENSIONS if row[f"count_{name}"] >= FEWEST
        }
    return [RoundTold(each.opened_on, means[each.pk]) for each in rounds]


def running(partnership: Partnership) -> PulseRound | None:
    """The round that is asked at present."""
    today = timezone.localdate()
    return PulseRound.objects.filter(partnership=partnership, closes_on__gte=today).order_by("-opened_on").first()


def gap_chart(told: RoundTold) -> GapChart:
    demand, supply = AnsweringSide.DEMAND, AnsweringSide.SUPPLY
    return GapChart(
        title=_("What each side says"),
        subtitle=_("%(month)s. Mean of the answers, from 1 (disagree) to 5 (agree)") % {"month": told.label},
        label_head=_("Statement"),
        demand_label=str(demand.label),
        supply_label=str(supply.label),
        gaps=[
            Gap(str(statement), told.mean(demand, name), told.mean(supply, name))
            for name, (_label, statement) in STATEMENTS.items()
        ],
    )


def trend_charts(rounds: list[RoundTold]) -> list[LineChart]:
    """One for each statement, once two rounds can be told."""
    if sum(bool(told.means) for told in rounds) < 2:
        return []
    return [
        LineChart(
            title=str(label),
            subtitle=str(statement),
            bounds=(1, 5),
            period_head=_("Asked in"),
            periods=[told.label for told in rounds],
            series=[
                Series(str(side.label), [told.mean(side, name) for told in rounds], side=side.value)
                for side in AnsweringSide
            ],
        )
        for name, (label, statement) in STATEMENTS.items()
    ]
