"""What a person said of abilities and of outcomes years later: told to them, and parted from their name."""

from datetime import date

import pytest

from community import services
from results import personal_data
from results.models import Capability, CapabilityScore, FollowUp, FollowUpAnswer
from tests.factories import HarvestedOutcomeFactory, InstitutionFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def outcome():
    return HarvestedOutcomeFactory(what_changed="The committee calls ministries.")


@pytest.fixture
def person(outcome):
    """Somebody who rated an ability and said what became of an outcome."""
    person, partnership = member_of(InstitutionFactory()), outcome.partnership
    FollowUpAnswer.objects.create(
        follow_up=FollowUp.objects.create(partnership=partnership, years=1, due_on=date(2025, 1, 1)),
        outcome=outcome,
        side="demand",
        sustained="lost",
        note="The post was cut.",
        answered_by=person,
    )
    CapabilityScore.objects.create(
        capability=Capability.objects.create(partnership=partnership, title="Plan by risk", whose="The unit"),
        side="demand",
        moment="after",
        score=3,
        reason="Two plans.",
        scored_on=date(2025, 1, 1),
        scored_by=person,
    )
    return person


def test_it_is_told(person):
    told = personal_data.tell(person)

    assert (told["became_of_outcomes"], told["rated_abilities"]) == (
        [{"outcome": "The committee calls ministries.", "sustained": "lost", "note": "The post was cut."}],
        [{"ability": "Plan by risk", "moment": "after", "score": 3, "reason": "Two plans."}],
    )


def test_what_a_side_said_stays_without_the_name(person):
    services.anonymise(user=person, by=person)

    assert list(FollowUpAnswer.objects.values_list("sustained", "answered_by")) == [("lost", None)]
    assert list(CapabilityScore.objects.values_list("score", "scored_by")) == [(3, None)]
