"""The agenda as it is stored: no overlaps, two hosts at once, moving with the event."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from core.versions import EditedMeanwhile
from events.agenda_times import end_at, read_clock, shift_agenda, start_at
from events.models import AgendaItem
from events.services.agenda import CannotPlace, add_items, edit_item, remove_item
from tests.factories import LearningEventFactory

pytestmark = pytest.mark.django_db


def at(text):
    return datetime.fromisoformat(f"2027-06-02 {text}").replace(tzinfo=UTC)


def item(event, start, end, title="Talk", **fields):
    return AgendaItem(event=event, starts_at=at(start), ends_at=at(end), title=title, **fields)


@pytest.fixture
def event(db):
    return LearningEventFactory()  # 13:00–15:00


def titles(event):
    return [each.title for each in event.agenda_items.all()]


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("9", "09:00"), ("9:30", "09:30"), ("09.30", "09:30"), ("9h", "09:00"), ("9h30", "09:30"), ("9:30 pm", "21:30"),
        ("12 am", "00:00"), ("12 p.m.", "12:00"), ("24:00", "00:00"), ("٩:٣٠", "09:30"), (" 7:05 ", "07:05"),
        ("25:00", None), ("9:60", None), ("13 pm", None), ("0 am", None), ("noon", None), ("", None), ("-1:00", None),
    ],
)  # fmt: skip
def test_a_clock_is_read(typed, clock):
    found = read_clock(typed)

    assert (found and f"{found:%H:%M}") == clock


def test_end_is_the_next_time_the_clocks_show_it(event):
    event.starts_at, event.ends_at = at("22:00"), at("22:00") + timedelta(hours=4)

    start = start_at(event, read_clock("23:30"))

    assert end_at(event, read_clock("00:30"), start) == at("23:30") + timedelta(hours=1)


def test_items_that_follow_each_other_are_stored(event):
    add_items(event=event, items=[item(event, "13:00", "13:10", "A"), item(event, "13:10", "13:55", "B")])
    add_items(event=event, items=[item(event, "13:10", "15:00", "C", track=2)])

    assert titles(event) == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("13:05", "13:15", "“New”, 13:05–13:15, would be at the time of “Welcome”, 13:00–13:10, on track 1."),
        ("12:30", "13:00", "“New”, 12:30–13:00, is not within the event: 13:00–15:00."),
        ("14:30", "15:01", "“New”, 14:30–15:01, is not within the event: 13:00–15:00."),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_stored(event, start, end, said):
    add_items(event=event, items=[item(event, "13:00", "13:10", "Welcome")])

    with pytest.raises(CannotPlace) as refused:
        add_items(event=event, items=[item(event, "13:20", "13:30", "Fine"), item(event, start, end, "New")])

    assert (str(refused.value), refused.value.number, titles(event)) == (said, 1, ["Welcome"])


def test_new_items_are_held_against_each_other(event):
    with pytest.raises(CannotPlace, match="would be at the time of “A”"):
        add_items(event=event, items=[item(event, "13:00", "13:30", "A"), item(event, "13:20", "13:40", "B")])


def test_the_database_refuses_what_slips_through(event):
    item(event, "13:00", "13:10").save()

    with pytest.raises(IntegrityError, match="agenda_items_do_not_overlap"), transaction.atomic():
        item(event, "13:05", "13:15").save()


def test_a_second_click_adds_nothing(event):
    for _ in range(2):
        added = add_items(event=event, items=[item(event, "13:00", "13:10", "Welcome")])

    assert (added, titles(event)) == ([], ["Welcome"])


def test_without_hours_items_keep_their_order():
    event = LearningEventFactory(starts_at=None, ends_at=None, starts_on=at("00:00").date(), ends_on=at("00:00").date())
    for texts in (["Talks", "Break"], ["Groups", "Break"], ["Groups", "Break"]):
        add_items(event=event, items=[AgendaItem(event=event, title=text) for text in texts])

    assert titles(event) == ["Talks", "Break", "Groups", "Break"]
    last = event.agenda_items.last()
    edit_item(item=last, seen_at=last.updated_at, place=1)
    assert titles(event) == ["Break", "Talks", "Break", "Groups"]
    with pytest.raises(CannotPlace, match="hour of this event is not known"):
        add_items(event=event, items=[item(event, "13:00", "13:10")])


def test_an_edit_of_what_somebody_else_saved_is_refused(event):
    [first] = add_items(event=event, items=[item(event, "13:00", "13:10", "Welcome")])
    seen = first.updated_at
    first.title = "Theirs"
    assert edit_item(item=first, seen_at=seen)

    mine = AgendaItem.objects.get()
    mine.title = "Mine"
    with pytest.raises(EditedMeanwhile) as meanwhile:
        edit_item(item=mine, seen_at=seen)
    assert (meanwhile.value.stored.title, titles(event)) == ("Theirs", ["Theirs"])


def test_what_was_removed_is_not_edited_nor_removed_again(event):
    [first] = add_items(event=event, items=[item(event, "13:00", "13:10", "Welcome")])
    gone = AgendaItem.objects.get()

    assert remove_item(item=first, seen_at=first.updated_at)
    assert not remove_item(item=gone, seen_at=gone.updated_at)
    assert not edit_item(item=gone, seen_at=gone.updated_at)
    assert titles(event) == []


@pytest.mark.parametrize("delta", [timedelta(minutes=10), timedelta(minutes=-10), timedelta(days=7), timedelta(0)])
def test_a_full_agenda_moves_with_its_event(event, delta):
    items = [item(event, f"13:{n}0", f"13:{n + 1}0", str(n)) for n in range(5)]
    add_items(event=event, items=[*items, item(event, "13:50", "15:00", "Last")])
    before = list(event.agenda_items.values_list("title", "starts_at", "ends_at"))

    shift_agenda(event, delta)

    after = list(event.agenda_items.values_list("title", "starts_at", "ends_at"))
    assert after == [(title, start + delta, end + delta) for title, start, end in before]


def test_moving_asks_once(event, django_assert_num_queries):
    add_items(event=event, items=[item(event, f"13:{n}0", f"13:{n + 1}0", str(n)) for n in range(5)])

    with django_assert_num_queries(1):
        shift_agenda(event, timedelta(minutes=10))


@pytest.mark.django_db(transaction=True)
def test_of_two_hosts_at_once_both_are_kept_or_one_is_told():
    event = LearningEventFactory()
    sent = [("13:00", "13:30", "A"), ("13:15", "13:45", "B"), ("14:00", "14:30", "C"), ("14:30", "15:00", "D")]
    start, told = threading.Barrier(len(sent)), []

    def host(row):
        start.wait()
        try:
            add_items(event=event, items=[item(event, *row)])
        except CannotPlace as fault:
            told.append(str(fault))
        finally:
            connection.close()

    hosts = [threading.Thread(target=host, args=[row]) for row in sent]
    for each in hosts:
        each.start()
    for each in hosts:
        each.join()

    assert (len(told), len(titles(event)), titles(event)[1:]) == (1, 3, ["C", "D"])
    assert list(event.agenda_items.order_by("position").values_list("position", flat=True)) == [1, 2, 3]
