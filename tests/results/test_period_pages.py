"""Periods and targets in the browser."""

from datetime import date

import pytest

from results.models import Period
from tests.factories import IndicatorFactory, ObservationFactory, PeriodFactory, ResultFactory
from tests.results.framework_typed import at, framework_of_two_sides, rows, said

pytestmark = pytest.mark.django_db
NAMES = ("pk", "starts_on", "ends_on", "target_value", "target_text")
YEARS = [("", "2025-01-01", "2025-12-31", "12", ""), ("", "2026-01-01", "2026-12-31", "", "Most of them")]


@pytest.fixture
def indicator(client):
    framework, party = framework_of_two_sides()
    client.force_login(party)
    return IndicatorFactory(result=ResultFactory(framework=framework))


def send(client, indicator, values, initial=0, **more):
    typed = rows("periods", NAMES, values, initial) | {"version": "1"} | more
    return client.post(at("periods", indicator.partnership, indicator.number), typed)


def told(indicator):
    return list(indicator.periods.values_list("starts_on__year", "ends_on__year", "target_value", "target_text"))


def test_periods_are_written_down_together(client, indicator):
    answer = send(client, indicator, YEARS)

    assert answer.status_code == 302
    assert told(indicator) == [(2025, 2025, 12, ""), (2026, 2026, None, "Most of them")]


def test_milestones_from_the_same_day_stand_side_by_side(client, indicator):
    send(client, indicator, [YEARS[0], ("", "2025-01-01", "2026-12-31", "30", "")])

    assert told(indicator) == [(2025, 2025, 12, ""), (2025, 2026, 30, "")]


def test_of_several_that_overlap_each_but_the_first_is_told(client, indicator):
    answer = send(client, indicator, [YEARS[0], *[("", f"2025-0{n}-01", "2026-01-01", "", "") for n in (3, 4, 5)]])

    assert said(answer).count("errorlist") == 3


@pytest.mark.parametrize(
    ("second", "words"),
    [
        (("", "2025-06-01", "2026-05-31", "30", ""), "This overlaps with 1 Jan 2025 to 31 Dec 2025."),
        (("", "2025-01-01", "2025-12-31", "30", ""), "This period is there already."),
        (("", "2026-12-31", "2026-01-01", "30", ""), "The period cannot end before it starts."),
        (("", "2026-01-01", "", "30", ""), "Choose the day."),
        (("", "1582-01-01", "2026-01-01", "30", ""), "There is no such date between 1900 and 2100."),
        (("", "2026-02-30", "2026-12-31", "30", ""), "Enter a valid date."),
        (("", "2026-01-01", "2026-12-31", "thirty", ""), "Write a number such as 12.5."),
        (("", "2026-01-01", "2026-12-31", "0." + "3" * 25, ""), "Write at most 6 figures after the point."),
        (("999999", "2026-01-01", "2026-12-31", "30", ""), "Somebody took this period out meanwhile."),
    ],
)
def test_a_period_that_cannot_be_is_said_beside_its_row(client, indicator, second, words):
    answer = send(client, indicator, [YEARS[0], second])

    assert (answer.status_code, words in said(answer), Period.objects.count()) == (200, True, 0)


def test_a_percentage_aimed_for_lies_within_a_hundred(client, indicator):
    type(indicator).objects.filter(pk=indicator.pk).update(measure="2", unit="")

    answer = send(client, indicator, [("", "2025-01-01", "2025-12-31", "120", "")])

    assert "A percentage lies between 0 and 100." in said(answer)


def test_two_periods_change_their_days_with_each_other(client, indicator):
    first = PeriodFactory(indicator=indicator, target_value=1)
    second = PeriodFactory(indicator=indicator, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), target_value=2)

    send(
        client,
        indicator,
        [(first.pk, "2026-01-01", "2026-12-31", "1", ""), (second.pk, "2025-01-01", "2025-12-31", "2", "")],
        initial=2,
    )

    assert told(indicator) == [(2025, 2025, 2, ""), (2026, 2026, 1, "")]


def test_a_period_is_taken_out_and_what_was_observed_in_it_stays(client, indicator):
    period = PeriodFactory(indicator=indicator)
    observation = ObservationFactory(indicator=indicator, period=period, approved=True)
    row = [(period.pk, "2025-01-01", "2025-12-31", "60", "")]

    send(client, indicator, row, initial=1, **{"periods-0-remove": "on"})

    observation.refresh_from_db()
    assert (Period.objects.count(), observation.period) == (0, None)


def test_what_somebody_else_saved_meanwhile_is_shown_and_not_lost(client, indicator):
    PeriodFactory(indicator=indicator, target_value=60)
    type(indicator).objects.filter(pk=indicator.pk).update(version=2)

    answer = send(client, indicator, [YEARS[1]])

    page = said(answer)
    assert (answer.status_code, "60 findings" in page, "Most of them" in page) == (409, True, True)
    assert told(indicator) == [(2025, 2025, 60, "")]


def test_more_rows_come_with_a_button(client, indicator):
    page = said(send(client, indicator, [YEARS[0]], more="periods"))

    assert ['name="periods-3-starts_on"' in page, 'value="12"' in page, "errorlist" in page] == [True, True, False]


def test_a_target_is_told_by_part(client, indicator):
    period = PeriodFactory(indicator=indicator)
    names = ("dimension", "category", "value", "words")
    typed = rows("parts", names, [("sex", "female", "30", ""), ("", "", "", "")]) | {"version": "1"}

    answer = client.post(at("target_parts", indicator.partnership, indicator.number, period.pk), typed)

    assert answer.status_code == 302
    assert list(period.target_parts.values_list("category", "value")) == [("female", 30)]


def test_a_framework_whose_targets_change_is_for_the_parties_again(client, indicator):
    framework = indicator.result.framework
    type(framework).objects.filter(pk=framework.pk).update(visibility="public")

    send(client, indicator, YEARS)

    framework.refresh_from_db()
    assert framework.visibility == "parties"
