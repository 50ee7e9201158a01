"""The invented results: shown to everybody, at each strength of evidence, and written once."""

import pytest
from django.core.management import call_command

from core.models import Visibility
from results.models import HarvestedOutcome, Observation, ResultsFramework
from results.models.choices import Evidence

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded(settings):
    settings.DEMO_MODE = True
    call_command("load_reference", verbosity=0)
    call_command("seed_demo", verbosity=0)


def test_each_strength_of_evidence_has_an_outcome(seeded):
    assert set(HarvestedOutcome.objects.public().values_list("evidence", flat=True)) == set(Evidence.values)


def test_every_invented_outcome_is_marked_as_such(seeded):
    assert not HarvestedOutcome.objects.filter(is_demo=False).exists()


def test_a_change_for_the_worse_stands_among_them(seeded):
    assert HarvestedOutcome.objects.public().filter(is_negative=True).count() == 1


def test_the_framework_is_shown_to_everybody(seeded):
    assert ResultsFramework.objects.get().visibility == Visibility.PUBLIC


def test_seeding_again_writes_nothing(seeded):
    before = HarvestedOutcome.objects.count(), Observation.objects.count()
    call_command("seed_demo", verbosity=0)

    assert (HarvestedOutcome.objects.count(), Observation.objects.count()) == before
