"""Rows for measurements: as many as asked for, the same for a seed, marked, and counted right."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db.models import Sum

from community.models import Institution, Membership, User
from core.models import Visibility
from events.models import LearningEvent
from knowledge.models import Finding, Piece, Story
from partnerships import listing
from partnerships.models import FacetCount, Partnership, PartnershipMember
from results import rolling_up
from results.models import (
    HarvestedOutcome,
    Indicator,
    Observation,
    OutcomeTally,
    Period,
    ResultsFramework,
)
from results.models.choices import ObservationState
from tests.factories import CountryFactory, PartnershipFactory, SectorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    for iso2 in ("KE", "UG", "GH"):
        CountryFactory(iso2=iso2, is_un_member=True)
    CountryFactory(north=True, is_un_member=True)
    SectorFactory(code="160", name_en="Other")
    SectorFactory(code="16062", category_id="160")


def seed(**numbers):
    words = [f"--{name}={number}" for name, number in numbers.items()]
    call_command("seed_bulk", *words, verbosity=0, stdout=None)


def content(model, prefix="bulk-"):
    return set(model.objects.filter(slug__startswith=prefix).values_list("slug", flat=True))


def test_rows_are_as_many_as_asked_for_marked_and_no_demonstration(places):
    seed(institutions=60, people=20, partnerships=50)

    assert len(content(Institution)) == 60
    assert len(content(Partnership)) == 50
    assert User.objects.filter(email__startswith="bulk-", email__endswith="@people.example").count() == 20
    assert Membership.objects.count() == 20
    assert not Partnership.objects.filter(is_demo=True).exists()
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_a_second_run_tops_up_and_repeats_nothing(places):
    seed(institutions=60, partnerships=10)
    first = content(Partnership)
    seed(institutions=60, partnerships=10)

    assert content(Partnership) == first

    seed(institutions=60, partnerships=15)

    assert len(content(Partnership)) == 15
    assert first < content(Partnership)


def test_a_seed_makes_the_same_rows_again(places):
    seed(institutions=60, partnerships=10)
    first = list(Partnership.objects.order_by("slug").values_list("slug", "summary", "start", "stage", "country_codes"))
    PartnershipMember.objects.all().delete()
    Partnership.objects.all().delete()
    seed(institutions=60, partnerships=10)

    again = list(Partnership.objects.order_by("slug").values_list("slug", "summary", "start", "stage", "country_codes"))
    assert again == first


def test_derived_columns_and_kept_counts_are_right(places):
    PartnershipFactory()
    seed(institutions=60, partnerships=40)

    assert listing.derive_again(0) == []
    assert listing.recount() == []
    public = Partnership.objects.filter(visibility=Visibility.PUBLIC).count()
    assert FacetCount.objects.tallied("all") == {"all": {"all": public}}
    assert all(Partnership.objects.filter(slug__startswith="bulk-").values_list("country_codes", flat=True))


def test_stories_and_resources_are_what_readers_find(places):
    seed(knowledge=10, findings=6)
    seed(knowledge=10, findings=6)

    listed = Piece.objects.listed_for(AnonymousUser())
    assert sorted(listed.values_list("kind", flat=True)) == ["resource"] * 5 + ["story"] * 5
    assert all(Story.objects.values_list("context", flat=True))
    assert Finding.objects.listed_for(AnonymousUser()).count() == 6


def test_without_countries_or_institutions_one_is_told_what_to_do(db):
    with pytest.raises(CommandError, match="load_reference"):
        seed(partnerships=1)


def test_without_institutions_one_is_told_what_to_do(places):
    with pytest.raises(CommandError, match="--institutions"):
        seed(partnerships=1)


def test_events_are_as_many_as_asked_for_and_filled(places):
    seed(institutions=60, events=3)
    seed(institutions=60, events=4)

    events = LearningEvent.objects.filter(slug__startswith="bulk-")
    assert events.count() == 4
    assert {event.seats_taken for event in events} == {40}
    assert {event.agenda_items.count() for event in events} == {5}
    assert {event.hosts.count() for event in events} == {3}


def test_outcomes_are_as_many_as_asked_for_and_their_kept_counts_are_right(places):
    seed(institutions=60, partnerships=10, outcomes=25)
    seed(institutions=60, partnerships=10, outcomes=25)

    assert HarvestedOutcome.objects.count() == 25
    assert rolling_up.recount() == []
    public = HarvestedOutcome.objects.filter(partnership__visibility=Visibility.PUBLIC).count()
    assert OutcomeTally.objects.filter(token="all").aggregate(n=Sum("n"))["n"] == public > 0
    assert Partnership.objects.aggregate(n=Sum("outcomes_shown"))["n"] == public


def test_every_fifth_partnership_has_observed_indicators_and_some_that_are_awaited(places):
    seed(institutions=60, partnerships=50, observations=500)
    seed(institutions=60, partnerships=50, observations=500)

    assert ResultsFramework.objects.count() == 10
    assert Indicator.objects.count() == 50
    assert Observation.objects.approved().count() == 500
    assert Observation.objects.exclude(period=None).approved().count() == 100
    over = Period.objects.filter(ends_on=date(2026, 6, 30))
    submitted = Observation.objects.filter(state=ObservationState.SUBMITTED)
    assert set(submitted.values_list("period__ends_on", flat=True)) <= {date(2026, 6, 30)}
    assert 0 < submitted.count() < over.count() < 50
