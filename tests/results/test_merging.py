"""Two records of one partnership become one, and none of their results is lost or mixed with another."""

from datetime import date

import pytest

from partnerships.merging import merge_partnerships
from results.models import FollowUp, FollowUpAnswer, HarvestedOutcome, Indicator
from tests.factories import (
    HarvestedOutcomeFactory,
    IndicatorFactory,
    InstitutionFactory,
    UserFactory,
    partnership_between,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def both():
    asks, offers = InstitutionFactory(), InstitutionFactory()
    return [partnership_between(asks, offers, source_url=f"https://example.org/{name}") for name in ("keep", "drop")]


def merge(both):
    keep, drop = both
    return merge_partnerships(keep=keep, drop=drop, by=UserFactory(role="administrator"))


def test_outcomes_that_bear_one_number_stay_two(both):
    for record, words in zip(both, (("A", "B"), ("C", "D", "E")), strict=True):
        for number, word in enumerate(words, start=1):
            HarvestedOutcomeFactory(partnership=record, number=number, what_changed=f"Change {word}.")

    kept = merge(both)

    outcomes = HarvestedOutcome.objects.filter(partnership=kept).order_by("number")
    assert [(each.number, each.what_changed) for each in outcomes] == [
        (number, f"Change {word}.") for number, word in enumerate("ABCDE", start=1)
    ]


def test_a_record_that_stays_and_has_none_takes_them_as_they_are(both):
    HarvestedOutcomeFactory(partnership=both[1], number=4)

    kept = merge(both)

    assert [each.number for each in HarvestedOutcome.objects.filter(partnership=kept)] == [4]


def test_indicators_that_bear_one_number_stay_two(both):
    for record in both:
        IndicatorFactory(result__framework__partnership=record, number=1)

    kept = merge(both)

    assert sorted(each.number for each in Indicator.objects.filter(partnership=kept)) == [1, 2]


def test_what_was_said_at_one_follow_up_of_each_is_said_at_one(both):
    for record in both:
        follow_up = FollowUp.objects.create(partnership=record, years=1, due_on=date(2025, 1, 1))
        outcome = HarvestedOutcomeFactory(partnership=record, number=1)
        FollowUpAnswer.objects.create(follow_up=follow_up, outcome=outcome, side="demand", sustained="lost")

    kept = merge(both)

    assert (FollowUp.objects.filter(partnership=kept).count(), FollowUpAnswer.objects.count()) == (1, 2)
