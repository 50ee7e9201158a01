"""The list of events, its filters, the month view, and what is typed into their addresses."""

from datetime import UTC, date, datetime

import pytest
from django.http import QueryDict
from django.urls import reverse

from events.filters import Selection
from events.models import EventSeries
from events.models.choices import Format, HostRole
from events.months import Month
from tests.events.test_pages_detail import over
from tests.factories import InstitutionFactory, LearningEventFactory, UserFactory

pytestmark = pytest.mark.django_db


def titles(client, query=""):
    return [event.title for event in client.get(f"/en/events/{query}").context["page"].items]


def test_list_shows_what_comes_next_one_first(client):
    LearningEventFactory(title="Second", starts_at=datetime(2027, 6, 2, 13, tzinfo=UTC))
    LearningEventFactory(title="First", starts_at=datetime(2027, 6, 2, 9, tzinfo=UTC))
    LearningEventFactory(title="A day alone", starts_at=None, starts_on=date(2027, 6, 2))
    over(title="Over")

    assert titles(client) == ["A day alone", "First", "Second"]


def test_past_shows_what_is_over_latest_first(client):
    LearningEventFactory(title="To come")
    over(title="An hour ago")
    LearningEventFactory(title="Long ago", starts_at=None, starts_on=date(2020, 5, 4))

    assert titles(client, "?when=past") == ["An hour ago", "Long ago"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?format=virtual", ["Plain"]),
        ("?format=virtual&format=hybrid", ["Plain", "Mixed"]),
        ("?language=fr", ["Mixed"]),
        ("?series=donors", ["Mixed"]),
        ("?series=donors&format=virtual", []),
        ("?format=nonsense", []),
        ("?series=%EF%BF%BE&language=" + "x" * 500, []),
        ("?format=", ["Plain", "Mixed"]),
    ],
)
def test_filters_narrow_the_list(client, query, found):
    LearningEventFactory(title="Plain", languages=["en"])
    series = EventSeries.objects.create(title="Donor learning events", slug="donors")
    LearningEventFactory(
        title="Mixed",
        format=Format.HYBRID,
        languages=["fr", "en"],
        series=series,
        starts_at=datetime(2027, 6, 3, 9, tzinfo=UTC),
    )

    assert titles(client, query) == found


def test_filters_count_under_the_other_filters(client):
    LearningEventFactory(languages=["en"])
    LearningEventFactory(languages=["fr"], format=Format.HYBRID)
    LearningEventFactory(languages=["fr", "en"], format=Format.HYBRID)

    facets = client.get("/en/events/?language=fr").context["facets"]

    assert {each["name"]: {o["label"]: o["count"] for o in each["options"]} for each in facets} == {
        "format": {"Hybrid": 2, "Virtual": 0},
        "language": {"French": 2, "English": 2},
    }


def test_counts_leave_out_what_one_may_not_see(client):
    LearningEventFactory(languages=["fr"], visibility="private")
    LearningEventFactory(languages=["en"])

    answer = client.get("/en/events/")

    assert (answer.context["found"], answer.context["facets"]) == (1, [])


def test_filter_in_force_can_be_lifted_and_follows_into_the_calendar(client):
    LearningEventFactory(languages=["en"])

    answer = client.get("/en/events/?language=en&format=virtual")

    assert [chip["remove_url"] for chip in answer.context["chips"]] == ["?language=en", "?format=virtual"]
    assert "/en/events/calendar.ics?format=virtual&amp;language=en" in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["?page=abc", "?page=-1", "?page=9999999999999", "?after=broken", "?after=AAAA", "?page=2"]
)
def test_page_that_is_none_is_the_first_and_says_so(client, query):
    LearningEventFactory(title="One")

    answer = client.get(f"/en/events/{query}")

    assert (answer.status_code, [each.title for each in answer.context["page"].items]) == (200, ["One"])
    assert answer.context["page"].notice


def test_pages_follow_one_another_without_gap_or_double(client):
    for n in range(45):
        LearningEventFactory(title=f"Event {n:02}", starts_at=None, starts_on=date(2027, 6, 1 + n // 3))
    seen, query = [], ""
    while True:
        answer = client.get(f"/en/events/{query}")
        seen += [each.title for each in answer.context["page"].items]
        query = answer.context["pager"]["next_url"]
        if not query:
            break

    assert seen == [f"Event {n:02}" for n in range(45)]


@pytest.mark.parametrize(
    "address",
    [
        "month/2027/13/",
        "month/2027/0/",
        "month/9999/1/",
        "month/0/1/",
        "month/99999999999999999999/1/",
        "month/1989/12/",
    ],
)
def test_month_that_is_none_is_not_found(client, address):
    assert client.get(f"/en/events/{address}").status_code == 404


@pytest.mark.parametrize("address", ["month/1990/1/", "month/2100/12/", "month/2028/2/"])
def test_first_and_last_month_are_shown(client, address):
    assert client.get(f"/en/events/{address}").status_code == 200


def test_month_shows_an_event_on_each_of_its_days(client):
    LearningEventFactory(starts_at=None, starts_on=date(2027, 2, 9), ends_on=date(2027, 2, 11))

    weeks = client.get("/en/events/month/2027/2/").context["weeks"]

    assert [day.date.day for week in weeks for day in week if day.events] == [9, 10, 11]


def test_month_leaves_out_what_one_may_not_see(client):
    LearningEventFactory(visibility="community")

    assert client.get("/en/events/month/2027/6/").context["has_events"] is False


def test_weeks_begin_as_the_readers_do():
    assert Month(2027, 2).weekdays()[0] == ("Mon", "Monday")


def test_months_have_neighbours_within_bounds():
    assert (Month(2027, 12).next, Month(2027, 1).previous) == (Month(2028, 1), Month(2026, 12))
    assert (Month(2100, 12).next, Month(1990, 1).previous) == (None, None)


def test_this_month_leads_to_a_month_with_the_same_filters(client):
    answer = client.get("/en/events/month/?language=fr&when=past")

    assert answer.status_code == 302
    assert answer["Location"].endswith("/?when=past&language=fr")


def test_selection_reads_its_own_address():
    selection = Selection.read(QueryDict("series=a&language=fr&language=ar&when=past&tz=Africa/Tunis"))

    assert Selection.read(QueryDict(selection.address()[1:])) == selection


def test_zone_chosen_is_kept_and_leads_back(client):
    answer = client.post("/en/events/time-zone/", {"time_zone": "Africa/Tunis", "next": "/en/events/?when=past"})

    assert (answer.status_code, answer["Location"]) == (302, "/en/events/?when=past")
    assert client.get("/en/events/").context["zone"].key == "Africa/Tunis"


@pytest.mark.parametrize("elsewhere", ["https://evil.example.org/", "//evil.example.org", "javascript:alert(1)", ""])
def test_zone_chosen_never_leads_to_another_site(client, elsewhere):
    answer = client.post("/en/events/time-zone/", {"time_zone": "UTC", "next": elsewhere})

    assert answer["Location"] == "/en/events/"


def test_zone_that_is_none_is_asked_again(client):
    answer = client.post("/en/events/time-zone/", {"time_zone": "Mars/Phobos"})

    assert (answer.status_code, "time_zone" in answer.context["form"].errors) == (200, True)
    assert "time_zone" not in answer.cookies


def test_zone_of_who_signed_in_is_in_the_profile(client):
    client.force_login(UserFactory())

    assert client.get("/en/events/time-zone/")["Location"] == reverse("community:me")


def test_institution_shows_the_events_it_holds(client):
    institution = InstitutionFactory()
    held, hidden = LearningEventFactory(), LearningEventFactory(visibility="private")
    for event in (held, hidden):
        event.hosts.create(institution=institution)

    panels = client.get(institution.get_absolute_url()).context["panels"]

    assert [panel["data"].events for panel in panels if panel["name"] == "events"] == [[held]]


def test_a_row_names_who_hosts_and_not_who_only_helps(client):
    event = LearningEventFactory()
    hosting = [("An office", "AO", HostRole.HOST), ("A school", "", HostRole.CO_HOST)]
    for place, (name, acronym, role) in enumerate([*hosting, ("A studio", "", HostRole.TECHNICAL_SUPPORT)]):
        event.hosts.create(institution=InstitutionFactory(name=name, acronym=acronym), role=role, position=place)

    (row,) = client.get("/en/events/").context["page"].items

    assert row.host_names == ["AO", "A school"]
