"""All results of one partnership at once: what was hoped for and what changed, level by level, in both families."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch

from partnerships.models import Partnership
from results.models import HarvestedOutcome, Indicator, Observation, Result, ResultsFramework
from results.models.choices import Family, Level
from results.series import figure


@dataclass
class IndicatorLine:
    """An indicator with what was seen last; `told` is empty where nothing was."""

    indicator: Indicator
    told: str
    words: str
    observation: Observation | None
    baseline: str


@dataclass
class LevelOfResults:
    """What was hoped for at one level, how it is observed, and what changed there."""

    level: str
    label: str
    results: list[tuple[Result, list[IndicatorLine]]] = field(default_factory=list)
    outcomes: list[HarvestedOutcome] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.results and not self.outcomes


@dataclass(frozen=True)
class WholeOfResults:
    """`levels` always holds all three: a level where nothing happened is told as such."""

    framework: ResultsFramework | None
    levels: list[LevelOfResults]
    outcomes: list[HarvestedOutcome]

    @property
    def corroborated(self) -> int:
        return sum(outcome.is_corroborated for outcome in self.outcomes)

    @property
    def is_empty(self) -> bool:
        return self.framework is None and not self.outcomes


def whole_of(partnership: Partnership, user: Any) -> WholeOfResults:
    """What this person may see; six queries, however much there is."""
    rubric = Prefetch("indicators", Indicator.objects.prefetch_related("rubric"))
    results = Prefetch("results", Result.objects.prefetch_related(rubric))
    framework = ResultsFramework.objects.seen_of(partnership, user).prefetch_related(results).first()
    outcomes = list(HarvestedOutcome.objects.seen_of(partnership, user).order_by("-changed_at", "-pk"))
    for outcome in outcomes:
        outcome.partnership = partnership
    levels = {value: LevelOfResults(value, str(label)) for value, label in Level.choices}
    for outcome in outcomes:
        levels[outcome.level].outcomes.append(outcome)
    if framework:
        latest = _latest(framework)
        for result in framework.results.all():
            lines = [_line(indicator, partnership, latest) for indicator in result.indicators.all()]
            levels[result.level].results.append((result, lines))
    return WholeOfResults(framework, list(levels.values()), outcomes)


def families(whole: WholeOfResults) -> list[tuple[str, int, int]]:
    """For each family its name, how many results are hoped for, and how many changes were told."""
    hoped: dict[str, int] = defaultdict(int)
    told: dict[str, int] = defaultdict(int)
    for level in whole.levels:
        for result, _lines in level.results:
            hoped[result.family] += 1
        for outcome in level.outcomes:
            told[outcome.family] += 1
    return [(str(label), hoped[value], told[value]) for value, label in Family.choices if hoped[value] or told[value]]


def _latest(framework: ResultsFramework) -> dict[int, Observation]:
    """The latest approved observation of each indicator of a framework that its reader was found to see."""
    found = Observation.objects.approved().current().filter(indicator__result__framework=framework)
    newest = found.order_by("indicator_id", "-observed_on", "-pk").distinct("indicator_id")
    return {observation.indicator_id: observation for observation in newest}


def _line(indicator: Indicator, partnership: Partnership, latest: dict[int, Observation]) -> IndicatorLine:
    indicator.partnership = partnership
    observation = latest.get(indicator.pk)
    told = (figure(indicator, observation.value) or observation.kind) if observation else ""
    words = (observation.narrative or observation.not_applicable) if observation else ""
    baseline = figure(indicator, indicator.baseline_value)
    return IndicatorLine(indicator, told, words, observation, baseline)
