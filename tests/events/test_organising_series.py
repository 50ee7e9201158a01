"""Series: begun, edited, seen; and said to be late where they keep a cadence."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from community.models import Institution
from events.cadence import next_after, overdue_since
from events.models import EventSeries
from events.models.choices import Cadence, EventStatus
from tests.factories import InstitutionFactory, LearningEventFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def spring():
    with time_machine.travel(datetime(2027, 5, 3, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def founder():
    return member_of(InstitutionFactory(kind=Institution.Kind.DONOR), "staff")


@pytest.fixture
def series(founder):
    return EventSeries.objects.create(
        title="Donor learning", slug="donor-learning", cadence=Cadence.QUARTERLY, created_by=founder
    )


@pytest.fixture
def signed_in(client, founder):
    client.force_login(founder)
    return client


def on(day, **fields):
    return LearningEventFactory(starts_at=datetime.combine(day, datetime.min.time(), UTC), **fields)


def test_create_twice_is_one_series(signed_in):
    data = {"title": "Donor learning", "description": "Lines\r\nof it", "cadence": "quarterly"}

    answers = [signed_in.post(reverse("events:series_create"), data).url for _ in range(2)]

    assert answers == [reverse("events:series", args=["donor-learning"])] * 2
    assert EventSeries.objects.count() == 1


@pytest.mark.parametrize("title", ["", "🎉", "x" * 251])
def test_create_needs_a_title_in_words(signed_in, title):
    answer = signed_in.post(reverse("events:series_create"), {"title": title, "cadence": "none"})

    assert list(answer.context["form"].errors) == ["title"]


def test_page_lists_events_that_the_reader_may_see(client, series):
    coming, past = on(date(2027, 6, 1), series=series), on(date(2027, 2, 1), series=series, status=EventStatus.HELD)
    on(date(2027, 7, 1), series=series, status=EventStatus.DRAFT)
    on(date(2027, 7, 1), series=series, visibility="private")

    answer = client.get(series.get_absolute_url())

    assert (answer.context["coming"], answer.context["past"]) == ([coming], [past])


@pytest.mark.parametrize("fields", [{"status": EventStatus.DRAFT}, {"visibility": "private"}])
def test_series_of_hidden_events_alone_is_hidden(client, signed_in, series, fields):
    on(date(2027, 7, 1), series=series, **fields)
    assert signed_in.get(series.get_absolute_url()).status_code == 200

    client.logout()

    assert client.get(series.get_absolute_url()).status_code == 404


def test_edit_by_who_saves_second_shows_both_texts(signed_in, series):
    address = reverse("events:series_edit", args=[series.slug])
    read = signed_in.get(address).context["read"]
    data = {"title": "Donor learning", "cadence": "quarterly", "read": read}
    with time_machine.travel(datetime(2027, 5, 3, 10, tzinfo=UTC)):
        signed_in.post(address, data | {"description": "Theirs"})

    answer = signed_in.post(address, data | {"description": "Mine"})

    assert answer.status_code == 409
    assert answer.context["differences"] == [("Description", "Theirs")]
    assert answer.context["form"]["description"].value() == "Mine"


def test_stranger_may_not_edit(client, series):
    on(date(2027, 6, 1), series=series)
    client.force_login(UserFactory())

    assert client.get(reverse("events:series_edit", args=[series.slug])).status_code == 403


@pytest.mark.parametrize(
    ("day", "cadence", "expected"),
    [
        (date(2027, 1, 31), Cadence.MONTHLY, date(2027, 2, 28)),
        (date(2027, 12, 15), Cadence.MONTHLY, date(2028, 1, 15)),
        (date(2027, 11, 30), Cadence.QUARTERLY, date(2028, 2, 29)),
        (date(2027, 6, 2), Cadence.HALF_YEARLY, date(2027, 12, 2)),
        (date(2028, 2, 29), Cadence.YEARLY, date(2029, 2, 28)),
        (date(2027, 6, 2), Cadence.NONE, None),
    ],
)
def test_next_after(day, cadence, expected):
    assert next_after(day, cadence) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], None),
        ([date(2027, 1, 31)], date(2027, 4, 30)),
        ([date(2027, 2, 3)], None),
        ([date(2027, 1, 31), date(2027, 6, 1)], None),
    ],
)
def test_overdue_since_the_day_that_the_cadence_asked_for(series, days, expected):
    for day in days:
        on(day, series=series)

    assert overdue_since(series) == expected


def test_overdue_counts_a_draft_as_a_plan_and_a_cancelled_event_as_none(series):
    on(date(2027, 1, 31), series=series, status=EventStatus.HELD)
    cancelled = on(date(2027, 6, 1), series=series, status=EventStatus.CANCELLED)
    assert overdue_since(series) == date(2027, 4, 30)

    cancelled.status = EventStatus.DRAFT
    cancelled.save()

    assert overdue_since(series) is None


def test_late_series_is_said_on_its_page_and_on_the_desk_to_who_runs_it(signed_in, client, founder, series):
    event = on(date(2027, 1, 31), series=series, status=EventStatus.HELD, organiser=founder)

    pages = [signed_in.get(address) for address in (series.get_absolute_url(), f"/en/events/{event.slug}/manage/")]
    client.logout()
    public = client.get(series.get_absolute_url())

    assert [each.context["overdue_since"] for each in (*pages, public)] == [date(2027, 4, 30)] * 2 + [None]
    assert ["was due on 30 April 2027" in each.content.decode() for each in (*pages, public)] == [True, True, False]


@pytest.mark.parametrize("count", [1, 10])
def test_page_query_count_does_not_grow(client, series, count, django_assert_max_num_queries):
    for _ in range(count):
        on(date(2027, 6, 1), series=series)
        on(date(2027, 2, 1), series=series)

    with django_assert_max_num_queries(4):
        client.get(series.get_absolute_url())
