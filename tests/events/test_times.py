"""When an event is, in its own zone and in the reader's."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from community.models import Profile
from events.local_times import When
from events.models import LearningEvent
from events.times import day_line, event_line, hours_line, zone_label, zone_of
from tests.factories import UserFactory


def event(starts_at=None, ends_at=None, zone="UTC", starts_on=None, ends_on=None):
    first = starts_on or starts_at.astimezone(ZoneInfo(zone)).date()
    last = ends_on or (ends_at.astimezone(ZoneInfo(zone)).date() if ends_at else first)
    return LearningEvent(starts_at=starts_at, ends_at=ends_at, time_zone=zone, starts_on=first, ends_on=last)


def workshop():
    return event(datetime(2027, 2, 3, 13, tzinfo=UTC), datetime(2027, 2, 3, 15, tzinfo=UTC))


def test_event_line_says_both_zones():
    line = event_line(workshop(), ZoneInfo("Africa/Tunis"))

    assert line == "Wednesday 3 February 2027, 13:00–15:00 UTC · 14:00–16:00 Tunis"


@pytest.mark.parametrize("zone", [None, ZoneInfo("UTC")])
def test_event_line_prints_one_zone_once(zone):
    assert event_line(workshop(), zone) == "Wednesday 3 February 2027, 13:00–15:00 UTC"


def test_event_line_names_the_day_where_the_readers_is_another():
    line = event_line(workshop(), ZoneInfo("Pacific/Apia"))

    assert line == "Wednesday 3 February 2027, 13:00–15:00 UTC · Thursday 4 February 02:00–04:00 Apia"


def test_event_line_names_both_days_where_midnight_lies_between_for_the_reader():
    line = hours_line(workshop(), ZoneInfo("Asia/Magadan"))

    assert line == "13:00–15:00 UTC · Thursday 4 February 00:00–02:00 Magadan"
    assert hours_line(workshop(), ZoneInfo("Asia/Tokyo")).endswith("22:00 – Thursday 4 February 00:00 Tokyo")


def test_event_line_follows_the_clocks_of_the_day():
    before = event(datetime(2027, 3, 27, 13, tzinfo=UTC), datetime(2027, 3, 27, 15, tzinfo=UTC))
    after = event(datetime(2027, 3, 28, 13, tzinfo=UTC), datetime(2027, 3, 28, 15, tzinfo=UTC))

    paris = ZoneInfo("Europe/Paris")
    assert [hours_line(each, paris) for each in (before, after)] == [
        "13:00–15:00 UTC · 14:00–16:00 Paris",
        "13:00–15:00 UTC · 15:00–17:00 Paris",
    ]


def test_event_of_several_days():
    several = event(datetime(2027, 2, 3, 13, tzinfo=UTC), datetime(2027, 2, 5, 15, tzinfo=UTC))

    assert day_line(several) == "Wednesday 3 February – Friday 5 February 2027"
    assert hours_line(several, ZoneInfo("Pacific/Apia")) == (
        "from 13:00 until 15:00 on the last day, UTC · Thursday 4 February 02:00 – Saturday 6 February 04:00 Apia"
    )


def test_event_over_the_turn_of_the_year_names_both_years():
    assert day_line(event(starts_on=date(2026, 12, 31), ends_on=date(2027, 1, 1))) == (
        "Thursday 31 December 2026 – Friday 1 January 2027"
    )


def test_event_without_hours_is_a_date_alone():
    dated = event(starts_on=date(2020, 5, 4))

    assert event_line(dated, ZoneInfo("Africa/Tunis")) == "Monday 4 May 2020"


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("fr", "mercredi 3 février 2027, 13:00–15:00 UTC · 14:00–16:00 Tunis"),
        ("es", "miércoles 3 de febrero de 2027, 13:00–15:00 UTC · 14:00–16:00 Tunis"),
        (
            "ar",
            "الأربعاء 3 فبراير، 2027, \u206813:00–15:00 UTC\u2069 · \u206814:00–16:00 Tunis\u2069",
        ),
    ],
)
def test_event_line_in_other_languages(language, line):
    with translation.override(language):
        assert event_line(workshop(), ZoneInfo("Africa/Tunis")) == line


@pytest.mark.parametrize(
    ("zone", "label"),
    [("America/Argentina/Buenos_Aires", "Buenos Aires"), ("UTC", "UTC"), ("Etc/GMT+3", "Etc/GMT+3")],
)
def test_zone_is_named_as_people_say_it(zone, label):
    assert zone_label(ZoneInfo(zone)) == label


def request(query="", cookie="", user=None):
    asked = RequestFactory().get(f"/en/events/{query}")
    asked.user = user or AnonymousUser()
    asked.COOKIES["time_zone"] = cookie
    return asked


@pytest.mark.parametrize(
    ("query", "cookie", "zone"),
    [
        ("", "", "UTC"),
        ("", "Africa/Tunis", "Africa/Tunis"),
        ("?tz=Asia/Kathmandu", "Africa/Tunis", "Asia/Kathmandu"),
        ("?tz=Mars/Phobos", "Africa/Tunis", "Africa/Tunis"),
        ("?tz=../../etc/passwd", "Mars/Phobos", "UTC"),
    ],
)
def test_zone_of_a_reader_without_account(query, cookie, zone):
    assert zone_of(request(query, cookie)).key == zone


@pytest.mark.django_db
def test_zone_of_a_person_is_that_of_the_profile():
    person = UserFactory()
    Profile.objects.create(user=person, time_zone="Africa/Lusaka")

    assert zone_of(person).key == "Africa/Lusaka"
    assert zone_of(request(cookie="Africa/Tunis", user=person)).key == "Africa/Lusaka"
    assert zone_of(request("?tz=Africa/Tunis", user=person)).key == "Africa/Tunis"


@pytest.mark.django_db
def test_zone_of_a_person_without_profile_is_utc():
    assert zone_of(UserFactory()).key == "UTC"


def test_tags_print_a_line_and_the_clock_of_a_zone():
    template = Template(
        "{% load event_times %}{% event_when event zone %} | {{ event.starts_at|in_zone:zone|date:'H:i' }}"
        " | {{ event.starts_at|moment:zone }}"
    )

    text = template.render(Context({"event": workshop(), "zone": ZoneInfo("Asia/Kathmandu")}))

    assert text == (
        "Wednesday 3 February 2027, 13:00–15:00 UTC · 18:45–20:45 Kathmandu | 18:45 | 3 February 2027, 18:45 Kathmandu"
    )


@pytest.mark.parametrize(
    ("zone", "line"),
    [
        ("UTC", "Wednesday 3 February 2027, 13:00–15:00 UTC"),
        ("Africa/Lusaka", "Wednesday 3 February 2027, 15:00–17:00 Lusaka · 13:00–15:00 UTC"),
        ("Pacific/Apia", "Thursday 4 February 2027, 02:00–04:00 Apia · Wednesday 3 February 13:00–15:00 UTC"),
    ],
)
def test_mail_tells_the_readers_day_and_hours_first(zone, line):
    template = Template("{% load event_times %}{% when_seen_from when zone %}")

    assert template.render(Context({"when": When.of(workshop()), "zone": zone})) == line


def test_mail_tells_a_day_without_hours_as_it_is():
    day = When.of(event(starts_on=date(2027, 2, 3)))

    assert day.seen_from("Pacific/Apia") == day
