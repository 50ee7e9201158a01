"""An agenda typed as lines: read tolerantly, placed on the event's clocks, faults named by their line."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import translation

from events.agenda_lines import Line, place_lines, read_lines
from events.models import AgendaItem
from tests.factories import LearningEventFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    return LearningEventFactory(time_zone="UTC")  # 2 June 2027, 13:00–15:00


def read(text):
    reading = read_lines(text)
    assert reading.faults == []
    return reading.found


def faults(text, event=None):
    reading = read_lines(text)
    placed = place_lines(event, reading.found, []) if event else None
    return sorted(reading.faults + (placed.faults if placed else []))


def placed(event, text, stored=()):
    reading = place_lines(event, read(text), stored)
    assert reading.faults == []
    return [(f"{i.starts_at:%d %H:%M}", f"{i.ends_at:%d %H:%M}", i.title) for i in reading.found]


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("13:00 Welcome — EIP secretariat", Line(1, "Welcome", time(13), lead="EIP secretariat")),
        ("13.10 45 min Six talks [presentations]", Line(1, "Six talks", time(13, 10), None, 45, "presentation")),
        ("13:10 Groups [breakout، 2]", Line(1, "Groups", time(13, 10), kind="breakout", track=2)),
        ("13h10-13h55 Groups [breakout]", Line(1, "Groups", time(13, 10), time(13, 55), kind="breakout")),
        ("1:30 pm – 2 pm Tea [break, track 2]", Line(1, "Tea", time(13, 30), time(14), kind="break", track=2)),
        ("9:05 (10') Opening words -- Ama [opening] [2]", Line(1, "Opening words", time(9, 5), None, 10, "opening", "Ama", 2)),
        ("\u0661\u0663:\u0661\u0665 Welcome", Line(1, "Welcome", time(13, 15))),
        ("20 minutes Questions", Line(1, "Questions", minutes=20)),
        ("Welcome - and thanks", Line(1, "Welcome - and thanks")),
        ("10 ways to fail — Ama — Kofi", Line(1, "10 ways to fail — Ama", lead="Kofi")),
        ("\t13:00   Welcome\u200b ", Line(1, "Welcome", time(13))),
    ],
)  # fmt: skip
def test_a_line_is_read(typed, line):
    assert read(typed) == [line]


def test_empty_lines_count_and_a_date_begins_its_day():
    assert read("2027-06-02\n\n9:00 Welcome\n2027-06-03\n9:00 Again") == [
        Line(3, "Welcome", time(9), day=date(2027, 6, 2)),
        Line(5, "Again", time(9), day=date(2027, 6, 3)),
    ]


def test_kinds_are_read_in_the_language_of_the_page_and_in_english():
    with translation.override("fr"):
        kinds = [line.kind for line in read("13:00 A [break]\n13:10 B [breakout groups]")]

    assert kinds == ["break", "breakout"]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("25:00 Welcome", (1, "“25:00” is not a time. Write it as 13:00.")),
        ("13:00", (1, "Write what happens after the time.")),
        ("13:00 — EIP", (1, "Write what happens after the time.")),
        ("13:00 🙂", (1, "Write what happens after the time.")),
        ("13:00–13:10 5 min Both", (1, "Write either when it ends or how many minutes it lasts.")),
        ("13:00 0 min Nothing", (1, "Write either when it ends or how many minutes it lasts.")),
        ("13:00 Talk [track 0]", (1, "Tracks are numbered from 1 to 9.")),
        ("\n2027-02-30", (2, "There is no such day: 2027-02-30.")),
        ("x" * 251, (1, "It is longer than 250 characters.")),
        (
            "13:00 Talk [dance]",
            (1, "“dance” is no kind of item. Kinds are: Opening, Presentations, Breakout groups, Plenary, Break."),
        ),
        (
            "13:00 a\u202eb",
            (1, "There are invisible characters in it that turn the direction of writing. Type it anew."),
        ),
    ],
)
def test_a_fault_is_named_by_its_line(typed, fault):
    assert faults(typed) == [fault]


def test_every_fault_is_named_at_once(event):
    assert [number for number, _ in faults("13:00 Fine\n25:00 Bad\n\n16:00 Late\n13:20 [x] Odd [y]", event)] == [
        2,
        4,
        5,
    ]


def test_lines_last_until_the_next_and_follow_the_one_before(event):
    text = "13:00 Welcome\n13:10 45 min Talks\n20 min Break [break]\n14:30 Plenary"

    assert placed(event, text) == [
        ("02 13:00", "02 13:10", "Welcome"),
        ("02 13:10", "02 13:55", "Talks"),
        ("02 13:55", "02 14:15", "Break"),
        ("02 14:30", "02 15:00", "Plenary"),
    ]


def test_tracks_run_side_by_side(event):
    assert placed(event, "13:00 A [track 1]\n13:00 B [track 2]\n14:00 C [track 1]") == [
        ("02 13:00", "02 14:00", "A"),
        ("02 13:00", "02 15:00", "B"),
        ("02 14:00", "02 15:00", "C"),
    ]


def test_lines_go_on_where_the_agenda_ends(event):
    stored = AgendaItem(
        track=1, starts_at=datetime(2027, 6, 2, 13, tzinfo=UTC), ends_at=datetime(2027, 6, 2, 13, 30, tzinfo=UTC)
    )

    assert placed(event, "30 min Talks", [stored]) == [("02 13:30", "02 14:00", "Talks")]
    assert placed(event, "20 min Earlier track [2]", [stored]) == [("02 13:00", "02 13:20", "Earlier track")]


def test_what_cannot_be_placed_is_told(event):
    text = "13:00 Welcome\nTalks\n13:30 B\n13:20 A\n14:00–13:00 Backwards\n16:00 Late"

    assert faults(text, event) == [
        (2, "It has no time, and line 1 before it has no end. Write the time of one of them."),
        (4, "It begins before line 3, which stands above it."),
        (5, "It would end before it starts: 13:00."),
        (6, "16:00 is outside the time of the event: 13:00–15:00, UTC."),
    ]


def test_an_event_without_hours_takes_lines_without_times():
    event = LearningEventFactory(starts_at=None, ends_at=None, starts_on=date(2020, 5, 4), ends_on=date(2020, 5, 4))

    assert [item.title for item in place_lines(event, read("Welcome\nGroups [breakout]"), []).found] == [
        "Welcome",
        "Groups",
    ]
    assert faults("Fine\n13:00 Talks\n5 min Tea", event) == [
        (2, "The hour of this event is not known, so its items have no times."),
        (3, "The hour of this event is not known, so its items have no times."),
    ]


def over(zone, starts, ends):
    starts, ends = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (starts, ends))
    return LearningEventFactory(time_zone=zone, starts_at=starts, ends_at=ends)


def test_over_midnight_the_clock_goes_on():
    event = over("UTC", "2027-06-02 22:00", "2027-06-03 02:00")

    assert placed(event, "22:00 Late\n23:30 Later\n00:30 Early\n1:00 Last") == [
        ("02 22:00", "02 23:30", "Late"),
        ("02 23:30", "03 00:30", "Later"),
        ("03 00:30", "03 01:00", "Early"),
        ("03 01:00", "03 02:00", "Last"),
    ]


def test_a_time_that_comes_twice_is_the_one_after_the_line_above():
    event = over("Europe/Paris", "2027-10-30 23:00", "2027-10-31 03:00")  # 01:00 to 04:00, five hours by the clocks

    assert placed(event, "1:00 A\n2:30 B\n2:30 C\n3:00 D") == [
        ("30 23:00", "31 00:30", "A"),
        ("31 00:30", "31 01:30", "B"),
        ("31 01:30", "31 02:00", "C"),
        ("31 02:00", "31 03:00", "D"),
    ]


def test_a_time_that_the_clocks_jump_over_is_refused():
    event = over("Europe/Paris", "2027-03-28 00:00", "2027-03-28 03:00")

    [(number, text)] = faults("1:00 30 min A\n2:30 B", event)

    assert (number, text.startswith("02:30 does not exist on 28 March 2027")) == (2, True)


def test_days_follow_each_other():
    event = over("UTC", "2027-06-02 09:00", "2027-06-04 17:00")

    assert placed(event, "9:00 60 min A\n2027-06-03\n9:00 60 min B\n10:00 60 min C") == [
        ("02 09:00", "02 10:00", "A"),
        ("03 09:00", "03 10:00", "B"),
        ("03 10:00", "03 11:00", "C"),
    ]
