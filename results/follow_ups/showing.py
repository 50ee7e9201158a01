"""What both sides said of outcomes years later, for the page of an outcome and of all results."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from partnerships.models import Partnership
from results.models import FollowUp, FollowUpAnswer, HarvestedOutcome
from results.permissions import sides_answered_for


@dataclass(frozen=True)
class Heard:
    """What was said of one outcome so many years after closing, by one side or both."""

    years: int
    answers: list[FollowUpAnswer]

    @property
    def label(self) -> str:
        return years_after(self.years)

    @property
    def differs(self) -> bool:
        return len({answer.sustained for answer in self.answers}) > 1


@dataclass(frozen=True)
class FollowUpTable:
    """Each outcome with what was heard at each follow-up; `to_answer` are those where this person's side is missing."""

    partnership: Partnership
    follow_ups: list[FollowUp]
    rows: list[tuple[HarvestedOutcome, list[Heard]]]
    may_answer: bool
    to_answer: list[FollowUp]

    @property
    def labels(self) -> list[tuple[FollowUp, str]]:
        return [(each, years_after(each.years)) for each in self.follow_ups]


def heard_of(outcome: HarvestedOutcome) -> list[Heard]:
    """One query."""
    answers = FollowUpAnswer.objects.filter(outcome=outcome).select_related("follow_up")
    by_years: dict[int, list[FollowUpAnswer]] = {}
    for answer in answers.order_by("follow_up__years", "side"):
        by_years.setdefault(answer.follow_up.years, []).append(answer)
    return [Heard(years, said) for years, said in by_years.items()]


def table_of(partnership: Partnership, outcomes: Sequence[HarvestedOutcome], user: Any) -> FollowUpTable | None:
    """Of these outcomes, which the reader may see; nothing before the first follow-up. Two queries."""
    follow_ups = list(partnership.follow_ups.order_by("years").prefetch_related("answers"))
    if not follow_ups or not outcomes:
        return None
    said: dict[tuple[int, int], list[FollowUpAnswer]] = {}
    for each in follow_ups:
        for answer in each.answers.all():
            said.setdefault((answer.outcome_id, each.pk), []).append(answer)
    rows = [
        (outcome, [Heard(each.years, said.get((outcome.pk, each.pk), [])) for each in follow_ups])
        for outcome in outcomes
    ]
    sides = sides_answered_for(user, partnership)
    to_answer = [each for each in follow_ups if sides - {answer.side for answer in each.answers.all()}]
    return FollowUpTable(partnership, follow_ups, rows, bool(sides), to_answer)


def years_after(years: int) -> str:
    return ngettext("%(count)d year after closing", "%(count)d years after closing", years) % {"count": years}
