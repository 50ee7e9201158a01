"""What somebody else does between the reading of a page and the writing of it: taken back, removed, begun elsewhere."""

from uuid import uuid4

import pytest
from django.http import Http404

from core.models import Visibility
from results.models import (
    Capability,
    ContributionClaim,
    EvidenceItem,
    FollowUp,
    FollowUpAnswer,
    HarvestedOutcome,
    Observation,
    ResultsFramework,
)
from results.services.capabilities import mark_of, rate_capability, reword_capability
from results.services.claims import save_claim
from results.services.follow_ups import answer_follow_up
from results.services.follow_ups import mark_of as said_of
from results.services.frameworks import save_framework, save_indicator, save_result
from results.services.observations import (
    approve_observation,
    record_observation,
    save_observation,
    submit_observation,
)
from results.services.outcomes import add_evidence, harvest_outcome, reword_outcome
from tests.factories import (
    HarvestedOutcomeFactory,
    IndicatorFactory,
    ObservationFactory,
    ResultFactory,
    UserFactory,
    member_of,
    partnership_between,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    return partnership_between()


@pytest.fixture
def writer(record):
    return member_of(record.members.order_by("pk").first().institution)


def taken_back(outcome):
    """A page read it while everybody saw it; by now a party has taken it back."""
    HarvestedOutcome.objects.filter(pk=outcome.pk).update(visibility=Visibility.PARTIES)
    return outcome


def shown(outcome):
    return HarvestedOutcome.objects.get(pk=outcome.pk).visibility


@pytest.mark.parametrize("words", ["Other words", None])
def test_an_outcome_taken_back_meanwhile_is_not_shown_by_who_rewords_it(record, writer, words):
    outcome = taken_back(HarvestedOutcomeFactory(partnership=record))
    outcome.what_changed = words or outcome.what_changed

    reword_outcome(outcome=outcome, by=writer, seen_version=outcome.version)

    assert shown(outcome) == Visibility.PARTIES


def test_an_outcome_taken_back_meanwhile_is_not_shown_by_who_claims_it(record, writer):
    outcome = taken_back(HarvestedOutcomeFactory(partnership=record))

    step = {"id": None, "text": "They copied the list.", "assumption": ""}
    save_claim(outcome=outcome, claim=ContributionClaim(summary="By the list."), steps=[step], rivals=[], by=writer)

    assert shown(outcome) == Visibility.PARTIES


def test_an_outcome_shown_meanwhile_stays_shown_where_its_words_stay(record, writer):
    outcome = HarvestedOutcomeFactory(partnership=record, visibility=Visibility.PARTIES)
    HarvestedOutcome.objects.filter(pk=outcome.pk).update(visibility=Visibility.PUBLIC)

    reword_outcome(outcome=outcome, by=writer, seen_version=outcome.version)

    assert shown(outcome) == Visibility.PUBLIC


def test_the_key_of_a_form_of_another_partnership_leads_to_nothing_of_it(record, writer):
    key = uuid4()
    theirs = HarvestedOutcomeFactory(creation_key=key)
    told = HarvestedOutcomeFactory.build(partnership=record, creation_key=key)

    stored = harvest_outcome(outcome=told, by=writer)

    assert (stored.partnership, stored.pk != theirs.pk) == (record, True)


def test_the_key_of_a_form_of_another_indicator_leads_to_nothing_of_it(record, writer):
    key = uuid4()
    theirs = ObservationFactory(creation_key=key)
    indicator = IndicatorFactory(result__framework__partnership=record)
    typed = ObservationFactory.build(indicator=indicator, creation_key=key, observed_on=theirs.observed_on)

    stored = record_observation(observation=typed, by=writer)

    assert (stored.indicator, stored.pk != theirs.pk) == (indicator, True)


def of_framework(record):
    observation = ObservationFactory(indicator__result__framework__partnership=record)
    indicator = observation.indicator
    return observation, indicator, indicator.result, indicator.result.framework


# What each writes, after its row was removed by somebody else.
LATE = {
    "observation saved": lambda rows, by: save_observation(observation=rows[0], by=by, seen_version=1),
    "observation submitted": lambda rows, by: submit_observation(observation=rows[0], by=by),
    "observation approved": lambda rows, by: approve_observation(observation=rows[0], by=by, seen_version=1),
    "observation recorded": lambda rows, by: record_observation(
        observation=Observation(indicator=rows[1], observed_on=rows[0].observed_on, value=3), by=by
    ),
    "paper added": lambda rows, by: add_evidence(
        item=EvidenceItem(observation=rows[0], title="Minutes", url="https://example.org/"),
        partnership=rows[3].partnership,
        by=by,
    ),
    "indicator saved": lambda rows, by: save_indicator(indicator=rows[1], by=by, seen_version=1),
    "indicator added": lambda rows, by: save_indicator(
        indicator=IndicatorFactory.build(result=rows[2], partnership=rows[3].partnership), by=by
    ),
    "result added": lambda rows, by: save_result(result=ResultFactory.build(framework=rows[3]), by=by),
    "result saved": lambda rows, by: save_result(result=rows[2], by=by, seen_at=rows[2].updated_at),
    "framework saved": lambda rows, by: save_framework(framework=rows[3], by=by, seen_version=1),
}


def remove(framework):
    """With what was observed: nothing of it is approved."""
    Observation.objects.filter(indicator__result__framework=framework).delete()
    ResultsFramework.objects.filter(pk=framework.pk).delete()


@pytest.mark.parametrize("late", LATE)
def test_what_was_removed_meanwhile_is_not_there(record, late):
    rows = of_framework(record)
    remove(rows[3])

    with pytest.raises(Http404):
        LATE[late](rows, UserFactory())

    assert not Observation.objects.exists()


def test_an_ability_removed_meanwhile_is_neither_reworded_nor_rated(record, writer):
    ability = Capability.objects.create(partnership=record, title="Plan", whose="The unit", level="organisation")
    Capability.objects.get(pk=ability.pk).delete()

    with pytest.raises(Http404):
        reword_capability(capability=ability, by=writer, seen_at=ability.updated_at)
    with pytest.raises(Http404):
        rate_capability(capability=ability, side="demand", scores={}, seen=mark_of(ability, "demand"), by=writer)


def test_of_an_outcome_taken_back_meanwhile_nothing_is_said_and_of_the_others_all(record, writer):
    gone, kept = HarvestedOutcomeFactory.create_batch(2, partnership=record)
    foreign = HarvestedOutcomeFactory()
    follow_up = FollowUp.objects.create(partnership=record, years=1, due_on="2026-01-31")
    HarvestedOutcome.objects.get(pk=gone.pk).delete()

    said = dict.fromkeys([gone.pk, kept.pk, foreign.pk], ("lost", "Nobody meets any more."))
    answer_follow_up(follow_up=follow_up, side="demand", said=said, seen=said_of(follow_up, "demand"), by=writer)

    assert list(FollowUpAnswer.objects.values_list("outcome", "sustained")) == [(kept.pk, "lost")]


def test_an_outcome_removed_meanwhile_gets_no_paper(record, writer):
    outcome = HarvestedOutcomeFactory(partnership=record)
    HarvestedOutcome.objects.get(pk=outcome.pk).delete()
    paper = EvidenceItem(outcome=outcome, title="Minutes", url="https://example.org/")

    with pytest.raises(Http404):
        add_evidence(item=paper, partnership=record, by=writer)
