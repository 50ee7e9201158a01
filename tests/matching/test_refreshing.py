"""When what matching reads of institutions is gathered anew."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.models import Institution
from core.models import Visibility
from matching.models import PeerProfile, TellingWord
from matching.profiles import changed_since, refresh, refresh_changed
from partnerships.models import Partnership
from tests.factories import InstitutionFactory, partnership_between

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=2)


@pytest.fixture
def quiet():
    """An institution that shared its experience, and of which nothing changed lately."""
    offering = InstitutionFactory()
    partnership_between(InstitutionFactory(), offering, visibility=Visibility.PUBLIC)
    refresh(None)
    for model in (Institution, Partnership):
        model.objects.update(updated_at=timezone.now() - LONG_AGO)
    return offering


def profile_of(institution):
    return PeerProfile.objects.get(institution=institution)


def test_what_did_not_change_is_left_alone(quiet):
    assert changed_since(timezone.now() - timedelta(hours=1)) == set()


def test_a_new_partnership_counts_after_the_next_round(quiet):
    partnership_between(InstitutionFactory(), quiet, visibility=Visibility.PUBLIC)
    before = profile_of(quiet).partnerships

    refresh_changed()

    assert (before, profile_of(quiet).partnerships) == (1, 2)


def test_a_record_that_was_taken_back_counts_no_more(quiet):
    record = Partnership.objects.get()
    record.visibility = Visibility.PARTIES
    record.save()

    refresh_changed()

    assert profile_of(quiet).partnerships == 0


def test_ten_institutions_are_gathered_by_as_many_queries_as_one(quiet):
    with CaptureQueriesContext(connection) as one:
        refresh([quiet.pk])
    with CaptureQueriesContext(connection) as ten:
        refresh([quiet.pk, *(InstitutionFactory().pk for _each in range(9))])

    assert len([q for q in ten if "matching_refresh" in q["sql"]]) == len(one) == 1


def test_words_are_counted_over_all_profiles(quiet):
    Institution.objects.filter(pk=quiet.pk).update(description="Zanzibar tea follow-up")
    refresh(None)

    assert TellingWord.objects.get(word="zanzibar").profiles == 1


def test_nothing_of_a_record_for_the_parties_is_gathered():
    offering = InstitutionFactory()
    partnership_between(InstitutionFactory(), offering, visibility=Visibility.PARTIES, problem="Zanzibar tea")
    refresh(None)

    assert profile_of(offering).partnerships == 0
    assert not TellingWord.objects.filter(word="zanzibar").exists()
