"""Clocks that jump, clocks that go back, and zones off the beaten hour."""

from datetime import UTC, date, datetime, time

import pytest

from events.local_times import (
    AmbiguousError,
    GapError,
    LocalTimeError,
    UnknownZoneError,
    instant,
    zone_names,
)


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        (date(2027, 1, 15), time(15, 0), "Europe/Paris", datetime(2027, 1, 15, 14, 0, tzinfo=UTC)),
        (date(2027, 7, 15), time(15, 0), "Europe/Paris", datetime(2027, 7, 15, 13, 0, tzinfo=UTC)),
        (date(2027, 3, 1), time(9, 0), "Asia/Kathmandu", datetime(2027, 3, 1, 3, 15, tzinfo=UTC)),
        (date(2027, 3, 1), time(9, 0), "Pacific/Apia", datetime(2027, 2, 28, 20, 0, tzinfo=UTC)),
        (date(2027, 3, 1), time(9, 0), "Pacific/Chatham", datetime(2027, 2, 28, 19, 15, tzinfo=UTC)),
        (date(2028, 2, 29), time(23, 59), "UTC", datetime(2028, 2, 29, 23, 59, tzinfo=UTC)),
    ],
)
def test_instant_of_a_plain_day(day, at, zone, expected):
    assert instant(day, at, zone) == expected


@pytest.mark.parametrize("at", [time(2, 0), time(2, 30), time(2, 59, 59)])
def test_instant_in_the_gap_of_paris_names_three_o_clock(at):
    with pytest.raises(GapError) as caught:
        instant(date(2027, 3, 28), at, "Europe/Paris")

    assert caught.value.next_valid.isoformat() == "2027-03-28T03:00:00+02:00"


def test_gap_is_told_in_plain_words():
    with pytest.raises(GapError) as caught:
        instant(date(2027, 3, 28), time(2, 30), "Europe/Paris")

    assert str(caught.value) == (
        "02:30 does not exist on 28 March 2027 in Europe/Paris: the clocks go forward. The next time there is: 03:00."
    )


def test_instant_on_the_day_that_apia_left_out_names_the_next():
    with pytest.raises(GapError) as caught:
        instant(date(2011, 12, 30), time(10, 0), "Pacific/Apia")

    assert caught.value.next_valid.isoformat() == "2011-12-31T00:00:00+14:00"
    assert str(caught.value).endswith("The next time there is: 00:00 on 31 December 2011.")


def test_instant_before_and_after_a_gap_is_an_hour_less_apart():
    before = instant(date(2027, 3, 28), time(1, 59), "Europe/Paris")
    after = instant(date(2027, 3, 28), time(3, 0), "Europe/Paris")

    assert (before, after) == (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), datetime(2027, 3, 28, 1, 0, tzinfo=UTC))


def test_instant_that_comes_twice_asks_which():
    with pytest.raises(AmbiguousError) as caught:
        instant(date(2027, 10, 31), time(2, 30), "Europe/Paris")

    assert caught.value.choices == (
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
    )
    assert str(caught.value) == (
        "02:30 comes twice on 31 October 2027 in Europe/Paris: the clocks go back. "
        "Say which one: the first (00:30 UTC) or the second (01:30 UTC)."
    )


@pytest.mark.parametrize(("fold", "hour"), [(0, 0), (1, 1)])
def test_instant_that_comes_twice_takes_the_one_asked_for(fold, hour):
    assert instant(date(2027, 10, 31), time(2, 30), "Europe/Paris", fold) == datetime(
        2027, 10, 31, hour, 30, tzinfo=UTC
    )


def test_instant_in_the_overlap_of_half_an_hour_of_lord_howe():
    with pytest.raises(AmbiguousError) as caught:
        instant(date(2027, 4, 4), time(1, 45), "Australia/Lord_Howe")

    first, second = caught.value.choices
    assert (second - first).total_seconds() == 1800


@pytest.mark.parametrize("fold", [None, 0, 1])
def test_fold_of_an_ordinary_time_changes_nothing(fold):
    assert instant(date(2027, 6, 1), time(2, 30), "Asia/Kathmandu", fold) == datetime(2027, 5, 31, 20, 45, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Mars/Phobos", "", "../../etc/passwd", "Europe", "europe/paris\x00"])
def test_unknown_zone_is_refused(zone):
    with pytest.raises(UnknownZoneError):
        instant(date(2027, 6, 1), time(9, 0), zone)


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(1, 1, 1), date(1989, 12, 31), date(2101, 1, 1)])
def test_year_of_no_event_is_refused(day):
    with pytest.raises(LocalTimeError, match="between 1990 and 2100"):
        instant(day, time(23, 59), "Pacific/Apia")


def test_zones_to_choose_from_begin_with_utc_and_are_named_for_places():
    names = zone_names()

    assert names[0] == "UTC"
    assert {"Europe/Paris", "Pacific/Apia", "Asia/Kathmandu"} <= set(names)
    assert [name for name in names if name.startswith("Etc/")] == []
