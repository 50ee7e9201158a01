"""The agenda builder: who opens it, and what a host types by keyboard."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from events.models import AgendaItem, Presentation
from events.models.choices import EventStatus
from tests.factories import LearningEventFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def host(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def event(host):
    return LearningEventFactory(organiser=host, time_zone="Africa/Tunis")  # 14:00–16:00 there


def address(event, name="agenda", *args):
    return reverse(f"events:{name}", args=[event.slug, *args])


def row(**fields):
    return {"start": "14:00", "until": "10", "title": "Welcome", "lead": "", "kind": "opening", "track": "1"} | fields


def stored(event):
    return [(f"{i.starts_at:%H:%M}", f"{i.ends_at:%H:%M}", i.kind, i.title, i.lead) for i in event.agenda_items.all()]


def errors(page, form="row"):
    return page.context[form].errors.get_json_data()


def said(page, name, form="row"):
    return [each["message"] for each in errors(page, form)[name]]


@pytest.mark.parametrize(
    ("role", "fields", "status"),
    [
        (None, {}, 302),
        ("member", {}, 403),
        ("member", {"visibility": "private"}, 404),
        ("member", {"status": EventStatus.DRAFT}, 404),
        ("editor", {"status": EventStatus.DRAFT, "visibility": "private"}, 200),
        ("administrator", {}, 200),
    ],
)
def test_the_builder_is_for_those_who_run_the_event(client, role, fields, status):
    event = LearningEventFactory(**fields)
    item = AgendaItem.objects.create(event=event, title="Welcome")
    if role:
        client.force_login(UserFactory(role=role))

    pages = [address(event), address(event, "agenda_item", item.pk), address(event, "agenda_item_remove", item.pk)]

    assert [client.get(page).status_code for page in pages] == [status] * 3
    if status != 200:
        assert [client.post(page).status_code for page in pages] == [status] * 3
        assert AgendaItem.objects.count() == 1


def test_a_participant_does_not_write_it(client):
    place = RegistrationFactory()
    client.force_login(place.user)

    assert client.get(address(place.event)).status_code == 403


def test_rows_follow_each_other(client, event):
    assert client.get(address(event)).context["row"].initial["start"] == "14:00"

    page = client.post(address(event), row(lead="EIP  secretariat"), follow=True)

    assert page.context["row"].initial["start"] == "14:10"
    client.post(address(event), row(start="14:10", until="14:55", kind="presentation", title="Six talks"))
    assert stored(event) == [
        ("13:00", "13:10", "opening", "Welcome", "EIP secretariat"),
        ("13:10", "13:55", "presentation", "Six talks", ""),
    ]


def test_times_are_shown_on_the_events_clocks_and_the_readers(client, event):
    client.post(address(event), row())

    page = client.get(address(event), {"tz": "Asia/Kathmandu"}).text

    assert ("14:00–14:10" in page, "18:45–18:55" in page, "Kathmandu" in page) == (True, True, True)
    assert "agenda-reader" not in client.get(address(event), {"tz": "Africa/Tunis"}).text


@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        ({"start": "25:00"}, "start", "Write a time such as 13:00."),
        ({"start": ""}, "start", "This field is required."),
        ({"start": "17:00"}, "start", "17:00 is outside the time of the event: 14:00–16:00, Africa/Tunis."),
        ({"until": "13:00"}, "until", "It would end before it starts: 13:00."),
        ({"until": "0"}, "until", "Write minutes between 1 and 1440."),
        ({"until": "9" * 12}, "until", "Write minutes between 1 and 1440."),
        ({"until": "1.5"}, "until", "Write a time such as 13:00."),
        ({"until": "121"}, "start", "“Welcome”, 14:00–16:01, is not within the event: 14:00–16:00."),
        ({"title": "🙂"}, "title", "Write it in words: there is no letter or figure in it."),
        ({"track": "10"}, "track", "Select a valid choice. 10 is not one of the available choices."),
    ],
)
def test_what_is_wrong_with_a_row_is_told_beside_its_field(client, event, fields, name, words):
    page = client.post(address(event), row(**fields))

    assert (page.status_code, said(page, name), stored(event)) == (200, [words], [])
    assert page.context["row"]["title"].value() == fields.get("title", "Welcome")


def test_an_overlap_names_the_other_item(client, event):
    client.post(address(event), row())

    page = client.post(address(event), row(start="14:05", title="Talks"))

    words = "“Talks”, 14:05–14:15, would be at the time of “Welcome”, 14:00–14:10, on track 1."
    assert (said(page, "start"), page.context["row"]["title"].value()) == ([words], "Talks")
    client.post(address(event), row(start="14:05", title="Talks", track="2"))
    assert event.agenda_items.count() == 2


def test_line_breaks_and_alarms_stay_one_title(client, event):
    client.post(address(event), row(title="Talks\r\nBEGIN:VALARM"))

    assert event.agenda_items.get().title == "Talks BEGIN:VALARM"


def test_many_lines_at_once(client, event):
    lines = "14:00 Welcome — EIP secretariat\n14:10 45 min Six presentations [presentations]\n15:00 Groups [breakout]"

    page = client.post(address(event), {"fill": "lines", "lines": lines}, follow=True)

    assert "3 items added." in page.text
    assert stored(event) == [
        ("13:00", "13:10", "plenary", "Welcome", "EIP secretariat"),
        ("13:10", "13:55", "presentation", "Six presentations", ""),
        ("14:00", "15:00", "breakout", "Groups", ""),
    ]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("14:00 Welcome\n25:00 Talks", ["Line 2: “25:00” is not a time. Write it as 13:00."]),
        (" \n", ["This field is required."]),
        ("14:00 A\n\n14:05–14:20 B\n14:10–14:30 C", [
            "Line 4: “C”, 14:10–14:30, would be at the time of “B”, 14:05–14:20, on track 1."
        ]),
    ],
)  # fmt: skip
def test_a_line_with_a_fault_is_named_and_nothing_is_lost_or_stored(client, event, lines, words):
    page = client.post(address(event), {"fill": "lines", "lines": lines})

    assert (page.status_code, said(page, "lines", "many"), stored(event)) == (200, words, [])
    assert page.context["many"]["lines"].value() == lines


def test_an_event_without_hours_takes_items_in_an_order(client, host):
    day = date(2020, 5, 4)
    event = LearningEventFactory(organiser=host, starts_at=None, ends_at=None, starts_on=day, ends_on=day)

    client.post(address(event), {"title": "Talks", "kind": "presentation", "track": "1"})
    client.post(address(event), {"fill": "lines", "lines": "Groups [breakout]\nPlenary"})
    last = event.agenda_items.last()
    client.post(address(event, "agenda_item", last.pk), edited(client, event, last, place="2"))

    assert [(i.starts_at, i.title) for i in event.agenda_items.all()] == [
        (None, "Talks"), (None, "Plenary"), (None, "Groups"),
    ]  # fmt: skip


def edited(client, event, item, **changes):
    page = client.get(address(event, "agenda_item", item.pk))
    form = page.context["form"]
    return {field.html_name: field.value() for field in form} | {"read": page.context["read"]} | changes


def test_an_item_is_corrected(client, event):
    client.post(address(event), row())
    item = event.agenda_items.get()

    client.post(address(event, "agenda_item", item.pk), edited(client, event, item, until="14:20", description="Why"))

    assert stored(event) == [("13:00", "13:20", "opening", "Welcome", "")]
    assert event.agenda_items.get().description == "Why"


def test_words_corrected_in_the_second_hour_of_two_stay_there(client, host):
    twice = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)  # 02:30 in Paris for the second time
    event = LearningEventFactory(
        organiser=host, time_zone="Europe/Paris", starts_at=twice.replace(hour=0), ends_at=twice.replace(hour=3)
    )
    item = AgendaItem.objects.create(event=event, title="Tlak", starts_at=twice, ends_at=twice.replace(hour=2))

    client.post(address(event, "agenda_item", item.pk), edited(client, event, item, title="Talk"))

    item.refresh_from_db()
    assert (item.title, item.starts_at) == ("Talk", twice)


def test_both_texts_are_shown_to_who_saves_second(client, event):
    client.post(address(event), row())
    item = event.agenda_items.get()
    mine = edited(client, event, item, title="Mine")
    client.post(address(event, "agenda_item", item.pk), edited(client, event, item, title="Theirs"))

    page = client.post(address(event, "agenda_item", item.pk), mine)

    assert (page.status_code, page.context["form"]["title"].value()) == (409, "Mine")
    assert page.context["differences"] == [{"label": "What happens", "stored": "Theirs"}]
    client.post(address(event, "agenda_item", item.pk), mine | {"read": page.context["read"]})
    assert event.agenda_items.get().title == "Mine"


@pytest.mark.parametrize("read", ["", "yesterday", "2027-99-99"])
def test_an_edit_that_does_not_say_what_it_read_is_asked_again(client, event, read):
    client.post(address(event), row())
    item = event.agenda_items.get()

    page = client.post(address(event, "agenda_item", item.pk), edited(client, event, item, title="Mine", read=read))

    assert (page.status_code, event.agenda_items.get().title) == (409, "Welcome")


def test_removing_asks_first_and_once(client, event):
    client.post(address(event), row())
    item = event.agenda_items.get()
    url = address(event, "agenda_item_remove", item.pk)

    page = client.get(url)
    assert event.agenda_items.count() == 1
    answers = [client.post(url, {"read": page.context["read"]}) for _ in range(2)]

    assert ([answer.status_code for answer in answers], event.agenda_items.count()) == ([302, 302], 0)


def test_an_item_changed_meanwhile_is_not_removed_unread(client, event):
    client.post(address(event), row())
    item = event.agenda_items.get()
    read = client.get(address(event, "agenda_item_remove", item.pk)).context["read"]
    client.post(address(event, "agenda_item", item.pk), edited(client, event, item, title="Theirs"))

    page = client.post(address(event, "agenda_item_remove", item.pk), {"read": read})

    assert (page.status_code, event.agenda_items.count()) == (409, 1)


def test_an_item_of_another_event_is_not_found(client, host, event):
    other = AgendaItem.objects.create(event=LearningEventFactory(organiser=host), title="Welcome")

    assert client.get(address(event, "agenda_item", other.pk)).status_code == 404


def test_what_lies_outside_a_shortened_event_is_shown(client, event):
    client.post(address(event), row(start="15:00", until="16:00"))
    event.ends_at = event.ends_at.replace(hour=14)
    event.save()

    assert "Outside the time of the event" in client.get(address(event)).text


def test_a_long_event_asks_for_the_day(client, host):
    starts = datetime(2027, 6, 2, 9, tzinfo=UTC)
    event = LearningEventFactory(organiser=host, starts_at=starts, ends_at=starts.replace(day=4))

    client.post(address(event), row(day="2027-06-03", start="9:30"))
    page = client.post(address(event), row(day="2027-06-09", start="9:30"))

    assert [f"{i.starts_at:%d %H:%M}" for i in event.agenda_items.all()] == ["03 09:30"]
    assert list(page.context["row"].errors) == ["day"]


@pytest.mark.parametrize("count", [1, 10])
def test_the_builder_costs_the_same_for_ten_items(client, event, count, django_assert_max_num_queries):
    for number in range(count):
        client.post(address(event), row(start=f"14:{number * 2:02}", until="2", track="1"))
        item = event.agenda_items.last()
        Presentation.objects.create(item=item, number=1, title="Talk")
    client.get(address(event))

    with django_assert_max_num_queries(10):
        client.get(address(event))
    assert event.agenda_items.count() == count
