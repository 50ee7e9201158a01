"""For which period an observation counts: said on the form, and chosen where several hold its day."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from results.models import Observation, Period
from results.services.observations import CannotObserve, record_observation
from tests.factories import IndicatorFactory, ObservationFactory, PeriodFactory, UserFactory, member_of
from tests.factories import partnership_between as record_of_two
from tests.results.test_sheets import brought, confirm, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(client):
    record = record_of_two()
    client.force_login(member_of(record.members.order_by("pk").first().institution))
    return IndicatorFactory(result__framework__partnership=record)


@pytest.fixture
def short(indicator):
    return PeriodFactory(indicator=indicator, starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31))


@pytest.fixture
def long(short):
    """A milestone that counts from the same day."""
    return PeriodFactory(indicator=short.indicator, starts_on=date(2024, 1, 1), ends_on=date(2025, 12, 31))


def at(indicator, name="observation_new", *more):
    return reverse(f"results:{name}", args=[indicator.partnership.slug, indicator.number, *more])


def typed(**values):
    day = {"observed_on": "2024-06-30", "value": "3", "creation_key": str(uuid4())}
    return day | {"parts-TOTAL_FORMS": "0", "parts-INITIAL_FORMS": "0"} | values


def counts_for(client, indicator, **values):
    client.post(at(indicator), typed(**values))
    return Observation.objects.get().period


def test_the_form_says_for_which_periods_days_count(client, indicator, short):
    PeriodFactory(indicator=indicator, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    PeriodFactory(indicator=indicator, starts_on=date(2090, 1, 1), ends_on=date(2090, 12, 31))
    form = client.get(at(indicator)).context["form"]

    assert (form.fields["observed_on"].help_text, "period" in form.fields) == (
        "It counts for the period in which this day lies: 1 Jan 2024 to 31 Dec 2024; 1 Jan 2025 to 31 Dec 2025.",
        False,
    )


def test_without_periods_the_form_says_nothing_of_them(client, indicator):
    form = client.get(at(indicator)).context["form"]

    assert (form.fields["observed_on"].help_text, "period" in form.fields) == ("", False)


def test_where_several_hold_a_day_the_form_lets_people_choose(client, indicator, short, long):
    choices = client.get(at(indicator)).context["form"].fields["period"].choices

    assert choices == [
        ("", "The one that ends first after this day"),
        (str(short.pk), "1 Jan 2024 to 31 Dec 2024"),
        (str(long.pk), "1 Jan 2024 to 31 Dec 2025"),
    ]


def test_the_period_of_the_link_is_chosen_beforehand(client, indicator, short, long):
    form = client.get(at(indicator), {"period": long.pk}).context["form"]

    assert form["period"].value() == str(long.pk)


def test_an_observation_counts_for_the_chosen_period(client, indicator, short, long):
    assert counts_for(client, indicator, period=str(long.pk)) == long


def test_where_nobody_chose_it_counts_for_the_one_that_ends_first(client, indicator, short, long):
    assert counts_for(client, indicator, period="") == short


def test_a_day_outside_the_chosen_period_is_told_beside_it(client, indicator, short, long):
    form = client.post(at(indicator), typed(period=str(short.pk), observed_on="2025-06-30")).context["form"]

    assert (form.errors, Observation.objects.exists()) == (
        {"period": ["This day does not lie in it. Choose another period, or correct the day."]},
        False,
    )


@pytest.mark.parametrize("of", ["another indicator", "nothing"])
def test_no_other_period_is_chosen(client, indicator, short, long, of):
    period = str(PeriodFactory().pk) if of == "another indicator" else "x' OR 1"

    assert list(client.post(at(indicator), typed(period=period)).context["form"].errors) == ["period"]


def test_who_sends_the_same_form_twice_without_choosing_is_told_of_no_difference(client, indicator, short, long):
    given = typed(period="")

    assert [client.post(at(indicator), given).status_code for _turn in range(2)] == [302, 302]


def test_editing_begins_with_the_period_for_which_it_counts(client, indicator, short, long):
    observation = ObservationFactory(indicator=indicator, period=long, observed_on=date(2024, 6, 30))
    form = client.get(at(indicator, "observation_edit", observation.pk)).context["form"]

    assert form["period"].value() == str(long.pk)


def test_the_page_of_an_observation_says_for_which_period_it_counts(client, indicator, long):
    observation = ObservationFactory(indicator=indicator, period=long, observed_on=date(2024, 6, 30))

    assert ("Counts for", "1 Jan 2024 to 31 Dec 2025") in client.get(observation.get_absolute_url()).context["facts"]


def test_a_period_that_was_taken_out_meanwhile_is_told(indicator, long):
    observation = Observation(indicator=indicator, period=long, observed_on=date(2024, 6, 30), value=1)
    Period.objects.filter(pk=long.pk).delete()

    with pytest.raises(CannotObserve, match="took this period out meanwhile"):
        record_observation(observation=observation, by=UserFactory())


@pytest.mark.parametrize(("end", "name"), [("2025-12-31", "long"), ("2024-12-31", "short"), ("", "short")])
def test_a_row_of_the_sheet_counts_for_its_period(client, indicator, short, long, end, name):
    filled = row(indicator, value="3", date="2024-06-30", period_start="2024-01-01", period_end=end)
    confirm(client, brought(client, filled))

    assert Observation.objects.get().period == {"long": long, "short": short}[name]
