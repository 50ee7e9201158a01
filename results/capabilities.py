"""What both sides say was possible before and is possible now, and where they see it differently."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.charts import Gap, GapChart
from partnerships.models import Partnership
from results.models import Capability, CapabilityScore
from results.models.choices import Answering, Moment


@dataclass(frozen=True)
class Rated:
    """An ability with the scores of both sides; None where one has not said anything yet."""

    capability: Capability
    scores: dict[tuple[str, str], CapabilityScore]

    def score(self, side: str, moment: str) -> CapabilityScore | None:
        return self.scores.get((side, moment))

    @property
    def by_side(self) -> list[tuple[str, list[CapabilityScore | None]]]:
        """A line for each side that said something, with before and after."""
        return [
            (str(side.label), [self.score(side, moment) for moment in Moment])
            for side in Answering
            if any(self.score(side, moment) for moment in Moment)
        ]

    def gap(self, moment: str) -> int | None:
        """How many steps the sides are apart."""
        demand, supply = (self.score(side, moment) for side in Answering)
        return abs(demand.score - supply.score) if demand and supply else None

    @property
    def latest_gap(self) -> int | None:
        after = self.gap(Moment.AFTER)
        return self.gap(Moment.BEFORE) if after is None else after


@dataclass(frozen=True)
class CapabilitiesShown:
    partnership: Partnership
    rated: list[Rated]

    @property
    def charts(self) -> list[GapChart]:
        return [chart for moment in Moment if not (chart := chart_of(self.rated, moment)).is_empty()]

    @property
    def latest_chart(self) -> GapChart | None:
        return self.charts[-1] if self.charts else None


def shown_to(partnership: Partnership, user: Any) -> CapabilitiesShown:
    """Two queries."""
    seen = Capability.objects.seen_of(partnership, user).prefetch_related("scores")
    return CapabilitiesShown(partnership, [rated(each, partnership) for each in seen])


def rated(capability: Capability, partnership: Partnership) -> Rated:
    capability.partnership = partnership
    return Rated(capability, {(score.side, score.moment): score for score in capability.scores.all()})


def chart_of(found: Sequence[Rated], moment: Moment) -> GapChart:
    titles = {Moment.BEFORE: _("Before, as each side sees it"), Moment.AFTER: _("After, as each side sees it")}
    return GapChart(
        title=titles[moment],
        subtitle=_("From 1 (not yet able) over 2 (with a peer beside) and 3 (alone) to 4 (able to show others)"),
        demand_label=str(Answering.DEMAND.label),
        supply_label=str(Answering.SUPPLY.label),
        low=1,
        high=4,
        label_head=_("Ability"),
        gaps=[
            Gap(each.capability.title, *(score.score if score else None for score in scores))
            for each in found
            if any(scores := [each.score(side, moment) for side in Answering])
        ],
    )
