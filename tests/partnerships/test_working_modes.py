"""From doing to mentoring: what the exchanges of the years say, and what they do not."""

from datetime import date

from partnerships.models import Activity
from partnerships.working_modes import trend

TODAY = date(2026, 7, 2)


def held(year, mode="", month=3):
    return Activity(title="Visit", kind="visit", starts_on=date(year, month, 1), working_mode=mode)


def test_exchanges_that_say_nothing_of_it_make_no_trend():
    assert trend([held(2024), held(2025)], TODAY) is None


def test_years_are_counted_in_order_and_what_is_not_told_is_said():
    found = trend([held(2025, "mentoring"), held(2024, "doing"), held(2024, "doing"), held(2024)], TODAY)

    assert [(row.year, row.counts) for row in found.years] == [(2024, [2, 0, 0, 0]), (2025, [0, 0, 1, 0])]
    assert (found.told, found.held) == (3, 4)
    assert found.sentence == "Mostly doing in 2024, mostly mentoring in 2025."


def test_bars_are_of_one_scale():
    found = trend([held(2024, "doing"), held(2025, "doing"), held(2025, "mentoring", 4)], TODAY)

    assert [row.bars for row in found.years] == [
        [(0.0, 120.0, "doing")],
        [(0.0, 120.0, "doing"), (120.0, 120.0, "mentoring")],
    ]


def test_a_year_of_draws_is_no_trend():
    assert trend([held(2024, "doing"), held(2025, "doing"), held(2025, "mentoring", 4)], TODAY).sentence == ""


def test_what_is_only_planned_does_not_count():
    assert trend([held(2027, "co_learning")], TODAY) is None
