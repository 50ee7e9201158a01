"""What both sides say in the demonstration: enough answers to show, differences, and something left to do."""

import pytest
from django.core.management import call_command

from core.models import Visibility
from p2pportal.demo.both_sides import AT_WORK, CLOSED
from partnerships.models import Partnership, Pulse, PulseInvitation
from partnerships.models.pulse import AnsweringSide
from partnerships.pulse.results import rounds_told
from results.capabilities import shown_to
from results.follow_ups.showing import table_of
from results.models import Capability, CapabilityScore, FollowUp, FollowUpAnswer, HarvestedOutcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded(settings):
    settings.DEMO_MODE = True
    call_command("load_reference", verbosity=0)
    call_command("seed_demo", verbosity=0)


@pytest.fixture
def government(seeded, django_user_model):
    return django_user_model.objects.get(email="government@demo.example")


def test_two_rounds_of_the_pulse_tell_both_sides(seeded):
    told = rounds_told(Partnership.objects.get(title=AT_WORK))

    assert [set(each.means) for each in told] == [set(AnsweringSide.values)] * 2


def test_nobody_is_left_to_be_reminded_of_an_invented_round(seeded):
    assert not PulseInvitation.objects.open().exists()


def test_both_sides_rated_what_everybody_may_see(seeded):
    public = Capability.objects.filter(visibility=Visibility.PUBLIC)

    assert [each.scores.count() for each in public] == [4, 4]


def test_the_parties_see_an_ability_that_one_side_has_still_to_rate(government):
    shown = shown_to(Partnership.objects.get(title=AT_WORK), government)

    assert [each.latest_gap for each in shown.rated] == [0, 2, None]


def test_one_follow_up_was_answered_by_both_and_one_waits(government):
    record = Partnership.objects.get(title=CLOSED)
    table = table_of(record, list(HarvestedOutcome.objects.filter(partnership=record).order_by("number")), government)
    assert table is not None

    assert [follow_up.years for follow_up in table.to_answer] == [2]
    assert [each.differs for _outcome, heard in table.rows for each in heard] == [False, False, True, False]


def test_all_of_it_stands_in_demonstration_records(seeded):
    told = Partnership.objects.exclude(pulse_rounds=None, capability_set=None, follow_ups=None)

    assert set(told.values_list("title", "is_demo")) == {(AT_WORK, True), (CLOSED, True)}


def test_seeding_again_adds_nothing(seeded):
    kept = (Pulse, PulseInvitation, Capability, CapabilityScore, FollowUp, FollowUpAnswer, Partnership)
    before = [model.objects.count() for model in kept]
    call_command("seed_demo", verbosity=0)

    assert [model.objects.count() for model in kept] == before
