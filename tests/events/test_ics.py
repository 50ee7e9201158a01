"""Events as iCalendar text, read back by the library that calendar programs are tested with."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from events import ics
from events.ics_zones import zone_lines
from events.models import LearningEvent
from events.models.choices import EventStatus, Format
from tests.factories.events import LearningEventFactory

HOSTILE = "Peers\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM"


def read(text: str) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(text)


def only_event(text: str) -> icalendar.Event:
    [found] = read(text).walk("VEVENT")
    return found


def build(**fields) -> LearningEvent:
    event = LearningEventFactory.build(**fields)
    event.updated_at = datetime(2027, 5, 1, 8, 0, tzinfo=UTC)
    return event


def test_an_event_reads_back_as_it_is(settings):
    settings.MAIL_DOMAIN, settings.BASE_URL = "mail.example", "https://portal.example"
    event = build(
        title="Measuring; what, changes\\why", slug="measuring", venue="Lusaka, room 2", time_zone="Africa/Lusaka"
    )
    event.sequence, event.summary = 3, "One line,\nand another"

    entry = only_event(ics.single(ics.Entry(event)))

    assert {name: entry.decoded(name) for name in ("DTSTAMP", "DTSTART", "DTEND", "SEQUENCE")} == {
        "DTSTAMP": datetime(2027, 5, 1, 8, 0, tzinfo=UTC),
        "DTSTART": event.starts_at,
        "DTEND": event.ends_at,
        "SEQUENCE": 3,
    }
    assert {name: str(entry[name]) for name in ("UID", "SUMMARY", "LOCATION", "STATUS", "URL", "DESCRIPTION")} == {
        "UID": f"{event.uid}@mail.example",
        "SUMMARY": "Measuring; what, changes\\why",
        "LOCATION": "Lusaka, room 2",
        "STATUS": "CONFIRMED",
        "URL": "https://portal.example/en/events/measuring/",
        "DESCRIPTION": "One line,\nand another\n\nhttps://portal.example/en/events/measuring/",
    }


def test_the_library_writes_again_what_it_read():
    """A program that keeps our calendar and passes it on loses nothing: what we write is the library's own form."""
    events = [build(time_zone=zone) for zone in ("Europe/Paris", "Asia/Kathmandu", "UTC")]

    text = ics.calendar([ics.Entry(event) for event in events], name="Learning events")

    again = read(read(text).to_ical().decode())
    assert again == read(text)
    assert len(again.walk("VEVENT")) == 3


def test_days_alone_are_an_entry_for_whole_days():
    event = build(
        starts_at=None, starts_on=date(2020, 5, 4), ends_on=date(2020, 5, 4), time_zone="Europe/Paris", title="2020"
    )

    text = ics.single(ics.Entry(event))

    assert "DTSTART;VALUE=DATE:20200504\r\nDTEND;VALUE=DATE:20200505\r\n" in text
    assert "VTIMEZONE" not in text


@pytest.mark.parametrize(
    "title",
    [
        HOSTILE,
        "الشراكات بين الأقران في قياس نتائج التعاون طويل الأمد بين المؤسسات العامة" * 3,
        "การวัดผลการเปลี่ยนแปลงของความร่วมมือระหว่างสถาบัน" * 5,
        "የአቻ ለአቻ ትብብር ውጤት መለኪያ እና የመማር ዝግጅት" * 6,
        "🇰🇪" * 60,
    ],
    ids=["injection", "arabic", "thai", "amharic", "flags"],
)
def test_a_title_of_any_script_stays_one_property_in_short_lines(title):
    text = ics.single(ics.Entry(build(title=title)))

    entry = only_event(text)
    assert str(entry["SUMMARY"]) == title.replace("\r\n", "\n")
    assert entry.subcomponents == []
    assert [line for line in text.split("\r\n") if len(line.encode()) > 75] == []


def test_control_characters_become_spaces():
    entry = only_event(ics.single(ics.Entry(build(title="Peers\x00\x0b\x1b and\u2028 more"))))

    assert str(entry["SUMMARY"]) == "Peers    and\u2028 more"


def test_a_cancelled_event_leaves_the_calendar():
    event = build(status=EventStatus.CANCELLED, cancellation_reason="The speaker is ill.")

    calendar = read(ics.single(ics.Entry(event)))

    [entry] = calendar.walk("VEVENT")
    assert (str(calendar["METHOD"]), str(entry["STATUS"])) == ("CANCEL", "CANCELLED")
    assert str(entry["DESCRIPTION"]).startswith("This event is cancelled. The speaker is ill.\n\n")


def test_a_cancelled_event_within_a_calendar_says_so_and_leaves_the_others():
    events = [build(status=EventStatus.CANCELLED), build()]

    calendar = read(ics.calendar([ics.Entry(event) for event in events]))

    assert str(calendar["METHOD"]) == "PUBLISH"
    assert [str(entry["STATUS"]) for entry in calendar.walk("VEVENT")] == ["CANCELLED", "CONFIRMED"]


def test_an_own_entry_bears_the_own_way_in_and_never_the_link():
    event = build(joining_url="https://meet.example/secret-room")
    own = "https://portal.example/en/events/join/token/"

    text = ics.single(ics.Entry(event, join_url=own))

    entry = only_event(text)
    assert (str(entry["LOCATION"]), str(entry["CONFERENCE"])) == (own, own)
    assert own in str(entry["DESCRIPTION"])
    assert "secret-room" not in text.replace("\r\n ", "")


def test_who_waits_has_a_tentative_entry():
    entry = only_event(ics.single(ics.Entry(build(), is_tentative=True)))

    assert str(entry["STATUS"]) == "TENTATIVE"


@pytest.mark.parametrize(
    ("format", "place"), [(Format.IN_PERSON, None), (Format.VIRTUAL, "Virtual"), (Format.HYBRID, "Hybrid")]
)
def test_without_a_venue_the_format_says_where(format, place):
    entry = only_event(ics.single(ics.Entry(build(format=format))))

    assert entry.get("LOCATION") == place


def test_the_second_of_two_hours_of_one_name_is_told_in_utc():
    first = build(starts_at=datetime(2026, 10, 25, 0, 30, tzinfo=UTC), time_zone="Europe/Paris")
    second = build(starts_at=datetime(2026, 10, 25, 1, 30, tzinfo=UTC), time_zone="Europe/Paris")

    assert "DTSTART;TZID=Europe/Paris:20261025T023000\r\n" in ics.single(ics.Entry(first))
    assert "DTSTART:20261025T013000Z\r\n" in ics.single(ics.Entry(second))


def test_clocks_are_told_change_by_change():
    assert zone_lines("Australia/Lord_Howe", 2027, 2027) == (
        "BEGIN:VTIMEZONE",
        "TZID:Australia/Lord_Howe",
        *observance("DAYLIGHT", "20261231T110000", "+1100", "+1100", "+11"),
        *observance("STANDARD", "20270404T020000", "+1100", "+1030", "+1030"),
        *observance("DAYLIGHT", "20271003T020000", "+1030", "+1100", "+11"),
        "END:VTIMEZONE",
    )


def observance(kind, start, before, after, name):
    parts = (f"DTSTART:{start}", f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}", f"TZNAME:{name}")
    return (f"BEGIN:{kind}", *parts, f"END:{kind}")


ZONES = [
    "Europe/Paris", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Kyiv", "Europe/Istanbul",
    "Africa/Cairo", "Africa/Casablanca", "Africa/Lusaka", "Africa/Lagos", "Africa/Nairobi", "Africa/Johannesburg",
    "Asia/Kathmandu", "Asia/Kolkata", "Asia/Dhaka", "Asia/Beirut", "Asia/Jerusalem", "Asia/Tehran", "Asia/Kabul",
    "Asia/Bangkok", "Asia/Manila", "Asia/Tokyo", "Asia/Shanghai", "Australia/Lord_Howe", "Australia/Sydney",
    "Australia/Adelaide", "Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Tongatapu",
    "Pacific/Kiritimati", "Pacific/Honolulu", "America/New_York", "America/Los_Angeles", "America/St_Johns",
    "America/Havana", "America/Santiago", "America/Asuncion", "America/Sao_Paulo", "Atlantic/Azores",
]  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
def test_a_program_that_knows_only_our_clocks_finds_the_instant(zone):
    """Every sixth hour of two years: the same instant, by the rules in the file alone."""
    rules = icalendar.Timezone.from_ical("\r\n".join(zone_lines(zone, 2026, 2027))).to_tz(lookup_tzid=False)
    real = ZoneInfo(zone)

    start = datetime(2026, 1, 1, tzinfo=UTC)
    times = [start + timedelta(hours=6 * count) for count in range(4 * 730)]
    wrong = []
    for at in times:
        local = at.astimezone(real)
        if local.replace(tzinfo=rules).utcoffset() != local.utcoffset():
            wrong.append(at)

    assert wrong == []


@pytest.mark.parametrize("zone", ZONES)
def test_the_clocks_change_at_the_second_that_the_file_says(zone):
    rules = icalendar.Timezone.from_ical("\r\n".join(zone_lines(zone, 2026, 2027)))
    real, second = ZoneInfo(zone), timedelta(seconds=1)

    for change in rules.subcomponents[1:]:
        before, after = change.decoded("TZOFFSETFROM"), change.decoded("TZOFFSETTO")
        at = (change.decoded("DTSTART") - before).replace(tzinfo=UTC)

        assert (at - second).astimezone(real).utcoffset() == before
        assert at.astimezone(real).utcoffset() == after


def test_an_event_that_nobody_published_is_tentative_to_who_runs_it():
    assert "STATUS:TENTATIVE\r\n" in ics.single(ics.Entry(build(status=EventStatus.DRAFT)))
