"""Recording, submitting, returning, approving and correcting an observation."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from core.versions import EditedMeanwhile
from results.models import Observation
from results.models.choices import Evidence, Measure, ObservationState
from results.services.observations import (
    CannotObserve,
    PartFigure,
    approve_observation,
    begin_correction,
    record_observation,
    remove_observation,
    return_observation,
    save_observation,
    submit_observation,
)
from tests.factories import (
    IndicatorFactory,
    ObservationFactory,
    PeriodFactory,
    UserFactory,
    member_of,
    partnership_between,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def recorder():
    return UserFactory()


@pytest.fixture
def verifier():
    return UserFactory()


@pytest.fixture
def submitted(recorder):
    return submit_observation(observation=ObservationFactory(recorded_by=recorder), by=recorder)


def test_the_same_form_sent_twice_is_one_observation(recorder):
    indicator, key = IndicatorFactory(), uuid4()

    for _turn in range(2):
        record_observation(
            observation=Observation(indicator=indicator, observed_on=date(2025, 6, 30), value=1, creation_key=key),
            by=recorder,
        )

    assert Observation.objects.count() == 1


def test_a_percentage_of_which_both_parts_are_told_gets_its_value(recorder):
    indicator = IndicatorFactory(measure=Measure.PERCENTAGE, unit="")
    observation = Observation(indicator=indicator, observed_on=date(2025, 6, 30), numerator=239, denominator=412)

    record_observation(observation=observation, by=recorder)

    assert observation.value == Decimal("58.009709")


def test_an_observation_goes_to_the_period_that_holds_its_day(recorder):
    period = PeriodFactory()
    observation = Observation(indicator=period.indicator, observed_on=date(2025, 6, 30), value=1)

    record_observation(observation=observation, by=recorder)

    assert observation.period == period


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"observed_on": timezone.localdate() + timedelta(days=1)}, "not come yet"),
        ({"observed_on": date(2019, 12, 31)}, "before the baseline"),
        ({"numerator": 1, "denominator": 0}, "divided by zero"),
        ({"numerator": 3, "denominator": 2}, "between 0 and 100"),
        ({"value": Decimal(101)}, "between 0 and 100"),
    ],
)
def test_what_cannot_have_been_observed_is_refused(recorder, values, message):
    indicator = IndicatorFactory(measure=Measure.PERCENTAGE, unit="", baseline_on="2020", baseline_value=1)
    observation = Observation(**{"indicator": indicator, "observed_on": date(2025, 6, 30)} | values)

    with pytest.raises(CannotObserve, match=message):
        record_observation(observation=observation, by=recorder)


def test_a_reason_why_it_does_not_apply_takes_the_place_of_the_value(recorder):
    observation = Observation(
        indicator=IndicatorFactory(), observed_on=date(2025, 6, 30), value=3, not_applicable="The office was closed"
    )

    record_observation(observation=observation, by=recorder)

    assert observation.value is None


def test_what_says_nothing_is_not_submitted(recorder):
    with pytest.raises(CannotObserve, match="Give a value"):
        submit_observation(observation=ObservationFactory(value=None), by=recorder)


def test_another_person_approves(submitted, verifier):
    approve_observation(observation=submitted, by=verifier, seen_version=submitted.version)

    submitted.refresh_from_db()
    assert (submitted.state, submitted.verified_by) == (ObservationState.APPROVED, verifier)


def test_who_recorded_it_does_not_approve_it(submitted, recorder):
    with pytest.raises(CannotObserve, match="Somebody else"):
        approve_observation(observation=submitted, by=recorder, seen_version=submitted.version)


def test_who_changed_the_figures_does_not_approve_them(submitted, verifier):
    save_observation(observation=submitted, by=verifier, seen_version=submitted.version)
    again = submit_observation(observation=submitted, by=verifier)

    with pytest.raises(CannotObserve, match="Somebody else"):
        approve_observation(observation=again, by=verifier, seen_version=again.version)


def test_figures_that_changed_since_they_were_read_are_not_approved(submitted, verifier):
    with pytest.raises(EditedMeanwhile):
        approve_observation(observation=submitted, by=verifier, seen_version=submitted.version - 1)


def test_what_is_returned_says_why_until_it_is_submitted_again(submitted, recorder, verifier):
    returned = return_observation(observation=submitted, reason="Which register is this from?", by=verifier)
    mended = save_observation(observation=returned, by=recorder, seen_version=returned.version)

    assert (mended.state, mended.returned_reason) == (ObservationState.RETURNED, "Which register is this from?")


def test_approved_figures_are_not_saved_over(recorder):
    observation = ObservationFactory(approved=True)

    with pytest.raises(CannotObserve, match="Record a correction"):
        save_observation(observation=observation, by=recorder, seen_version=observation.version)


def test_a_correction_takes_the_place_of_what_it_corrects_once_it_is_approved(recorder, verifier):
    approved = ObservationFactory(approved=True)
    correction = begin_correction(observation=approved, reason="A report came late", by=recorder)
    submit_observation(observation=correction, by=recorder)
    approve_observation(observation=correction, by=verifier, seen_version=2)

    assert list(Observation.objects.approved().current()) == [correction]


def test_a_correction_keeps_the_parts_of_the_whole(recorder):
    draft = record_observation(
        observation=Observation(indicator=IndicatorFactory(), observed_on=date(2025, 6, 30), value=3),
        parts=[PartFigure("sex", "female", Decimal(2))],
        by=recorder,
    )
    verifier = UserFactory()
    submitted = submit_observation(observation=draft, by=recorder)
    approved = approve_observation(observation=submitted, by=verifier, seen_version=submitted.version)

    correction = begin_correction(observation=approved, reason="One was counted twice", by=recorder)

    assert list(correction.parts.values_list("dimension", "category", "value")) == [("sex", "female", Decimal(2))]


def test_a_correction_asked_for_twice_is_one(recorder):
    approved = ObservationFactory(approved=True)

    first, second = (begin_correction(observation=approved, reason="Late", by=recorder) for _turn in range(2))

    assert first == second


def test_what_is_removed_twice_was_gone_the_second_time(recorder):
    draft = ObservationFactory()

    assert [remove_observation(observation=draft, by=recorder) for _turn in range(2)] == [True, False]


def test_what_another_party_verified_is_corroborated():
    partnership = partnership_between()
    recorder, verifier = (member_of(member.institution, role="focal_point") for member in partnership.members.all())
    indicator = IndicatorFactory(result__framework__partnership=partnership)
    draft = Observation(indicator=indicator, observed_on=date(2025, 6, 30), value=1)
    submitted = submit_observation(observation=record_observation(observation=draft, by=recorder), by=recorder)
    approved = approve_observation(observation=submitted, by=verifier, seen_version=submitted.version)

    assert approved.evidence_word(is_documented=False) == Evidence.CORROBORATED


def test_what_a_colleague_verified_rests_on_its_papers():
    partnership = partnership_between()
    institution = partnership.members.first().institution
    recorder, verifier = (member_of(institution, role="focal_point") for _person in range(2))
    indicator = IndicatorFactory(result__framework__partnership=partnership)
    draft = Observation(indicator=indicator, observed_on=date(2025, 6, 30), value=1)
    submitted = submit_observation(observation=record_observation(observation=draft, by=recorder), by=recorder)
    approved = approve_observation(observation=submitted, by=verifier, seen_version=submitted.version)

    words = [approved.evidence_word(is_documented=documented) for documented in (True, False)]
    assert words == [Evidence.DOCUMENTED, Evidence.SELF_REPORTED]
