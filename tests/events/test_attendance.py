"""Attendance is ticked on the day, by two hosts at once if need be."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from events.models import RegistrationChange
from tests.factories import LearningEventFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    return LearningEventFactory(organiser=UserFactory(name="Hanna Host"), capacity=3)


@pytest.fixture
def at_the_event(client, event):
    with time_machine.travel(event.starts_at):
        client.force_login(event.organisers.get().user)
        yield reverse("events:attendance", args=[event.slug])


def states(event):
    return list(event.registrations.order_by("name").values_list("name", "status"))


def test_who_is_ticked_took_part(client, event, at_the_event):
    ada, _ben = (RegistrationFactory(event=event, name=name) for name in ("Ada", "Ben"))

    client.post(at_the_event, {"came": [ada.pk]})

    event.refresh_from_db()
    assert states(event) == [("Ada", "attended"), ("Ben", "confirmed")]
    assert event.seats_taken == 2
    assert RegistrationChange.objects.values_list("before", "after", "by").get() == ("confirmed", "attended", "host")


def test_a_tick_can_be_taken_back(client, event, at_the_event):
    ada = RegistrationFactory(event=event, name="Ada", status="attended")

    client.post(at_the_event, {"was": [ada.pk]})

    assert states(event) == [("Ada", "confirmed")]


def test_two_hosts_do_not_undo_each_other(client, event, at_the_event):
    """Both opened the page before either saved."""
    ada, ben = (RegistrationFactory(event=event, name=name) for name in ("Ada", "Ben"))

    client.post(at_the_event, {"came": [ada.pk]})
    client.post(at_the_event, {"came": [ben.pk]})

    assert states(event) == [("Ada", "attended"), ("Ben", "attended")]


@pytest.mark.parametrize("status", ["cancelled", "pending", "invited"])
def test_who_has_no_place_is_not_ticked(client, event, at_the_event, status):
    person = RegistrationFactory(event=event, status=status)
    elsewhere = RegistrationFactory()

    client.post(at_the_event, {"came": [person.pk, elsewhere.pk, "x", "-1", "9" * 30]})

    assert (event.registrations.get().status, elsewhere.event.registrations.get().status) == (status, "confirmed")


def full(event):
    """Three seats taken, and two who wait: Ben asked first."""
    RegistrationFactory.create_batch(3, event=event, name="Seated")
    return [RegistrationFactory(event=event, name=name, status="waitlisted") for name in ("Ben", "Ada")]


def test_who_waits_cannot_be_ticked_while_all_seats_are_taken(client, event, at_the_event):
    ben, _ada = full(event)

    page = client.get(at_the_event)
    answer = client.post(at_the_event, {"came": [ben.pk]}, follow=True)

    assert f'value="{ben.pk}"' not in page.text
    assert "2 people wait, and all seats are taken." in page.text
    assert [str(each) for each in answer.context["messages"]] == [
        "No seat is free any more for Ben. Give the event more seats first.",
        "Saved: 0 changes.",
    ]
    assert states(event)[:2] == [("Ada", "waitlisted"), ("Ben", "waitlisted")]


def test_who_waited_and_came_takes_a_free_seat_in_the_order_of_the_list(client, event, at_the_event):
    """Once the event is marked as held nobody moves up by themselves any more."""
    ben, ada = full(event)
    event.refresh_from_db()
    event.status, event.capacity = "held", 4
    event.save()

    page = client.get(at_the_event)
    client.post(at_the_event, {"came": [ada.pk, ben.pk]})

    event.refresh_from_db()
    assert f'value="{ben.pk}"' in page.text
    assert states(event)[:2] == [("Ada", "waitlisted"), ("Ben", "attended")]
    assert event.seats_taken == 4
    assert RegistrationChange.objects.values_list("before", "after", "by").get() == ("waitlisted", "attended", "host")


def test_before_the_day_the_page_says_when(client, event):
    with time_machine.travel(event.starts_at - timedelta(hours=2)):
        client.force_login(event.organisers.get().user)
        answer = client.get(reverse("events:attendance", args=[event.slug]))

    assert answer.status_code == 409
    assert "from an hour before the start" in answer.content.decode()


def test_participants_do_not_tick(client, event):
    user = UserFactory()
    RegistrationFactory(event=event, user=user)
    client.force_login(user)

    assert client.get(reverse("events:attendance", args=[event.slug])).status_code == 403


def test_the_page_takes_as_many_queries_for_ten_as_for_one(client, event, at_the_event, django_assert_num_queries):
    event.capacity = None
    event.save()
    RegistrationFactory(event=event)
    client.get(at_the_event)
    with django_assert_num_queries(10, exact=False) as one:
        client.get(at_the_event)
    for _ in range(9):
        RegistrationFactory(event=event)

    with django_assert_num_queries(len(one)):
        client.get(at_the_event)
