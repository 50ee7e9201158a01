"""Seats under any race: exactly as many as there are, the others in line, one mail each."""

import threading
from collections import Counter

import pytest
from django.db import IntegrityError, connection

from events.models import LearningEvent, Registration, RegistrationChange
from events.services import registering, seats
from events.services.registering import AlreadyRegistered, Details, cancel_registration, register
from events.services.seats import TooFewSeats, change_capacity, promote_waiting
from mail.models import Message
from tests.events.at_once import at_once
from tests.factories import LearningEventFactory, RegistrationFactory, UserFactory

SEATS, PEOPLE = 5, 20

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr("mail.services.nudge", lambda: None)


@pytest.fixture
def everyone(db):
    return [UserFactory() for _ in range(PEOPLE)]


def sign_up(event, user):
    return lambda: register(event=event, details=Details(name=user.name), by=user)


def line(event):
    return list(Registration.objects.waiting().filter(event=event).values_list("place", flat=True))


def purposes():
    return Counter(Message.objects.values_list("recipient", "purpose"))


def seats_never_exceeded():
    return all(
        change.capacity is None or change.seats_taken <= change.capacity for change in RegistrationChange.objects.all()
    )


def test_twenty_at_once_for_five_seats_leave_five_seated_and_fifteen_in_line(everyone):
    event = LearningEventFactory(capacity=SEATS)

    made = at_once(*[sign_up(event, user) for user in everyone])

    event.refresh_from_db()
    seated = event.registrations.seated()
    assert {type(each) for each in made} == {Registration}
    assert (seated.count(), event.seats_taken) == (SEATS, SEATS)
    assert line(event) == list(range(1, PEOPLE - SEATS + 1))
    assert sorted(event.registrations.values_list("queue_number", flat=True)) == list(range(1, PEOPLE + 1))
    assert seats_never_exceeded()


def test_the_order_in_line_is_the_order_of_being_written_down(everyone):
    event = LearningEventFactory(capacity=SEATS)

    at_once(*[sign_up(event, user) for user in everyone])

    changes = RegistrationChange.objects.order_by("pk").values_list("registration__queue_number", "after")
    assert list(changes) == [(n, "confirmed" if n <= SEATS else "waitlisted") for n in range(1, PEOPLE + 1)]


def test_each_gets_one_mail_that_says_what_is_so(everyone):
    event = LearningEventFactory(capacity=SEATS)

    at_once(*[sign_up(event, user) for user in everyone])

    word = {"confirmed": "event-place", "waitlisted": "event-registration"}
    expected = {(each.email, word[each.status]): 1 for each in event.registrations.all()}
    assert purposes() == expected


def test_one_person_who_clicks_five_times_at_once_has_one_place_and_one_mail():
    event, user = LearningEventFactory(capacity=SEATS), UserFactory()

    answers = at_once(*[sign_up(event, user)] * 5)

    assert Counter(type(each) for each in answers) == {Registration: 1, AlreadyRegistered: 4}
    assert all(each.is_same_click for each in answers if isinstance(each, AlreadyRegistered))
    assert (Registration.objects.count(), Message.objects.count()) == (1, 1)


def without_the_lock(monkeypatch, at_the_door):
    """Everyone reads the event before anyone sits down."""

    def only_read(event):
        found = LearningEvent.objects.get(pk=event.pk)
        at_the_door.wait(timeout=20)
        return found

    monkeypatch.setattr(registering, "locked", only_read)


@pytest.fixture
def without_constraints(db):
    """The database's own guards, taken away for a while."""
    taken = [
        (LearningEvent, "event_seats_within_capacity"),
        (Registration, "registration_queue_number_once"),
    ]
    constraints = [(model, next(c for c in model._meta.constraints if c.name == name)) for model, name in taken]
    with connection.schema_editor() as editor:
        for model, constraint in constraints:
            editor.remove_constraint(model, constraint)
    yield
    Registration.objects.update(status="cancelled", queue_number=None)
    with connection.schema_editor() as editor:
        for model, constraint in constraints:
            editor.add_constraint(model, constraint)


@pytest.mark.usefixtures("without_constraints")
def test_without_the_lock_and_the_guards_it_oversells(everyone, monkeypatch):
    """The negative control: the tests above would notice."""
    event = LearningEventFactory(capacity=SEATS)
    for user in everyone[: SEATS - 1]:
        sign_up(event, user)()
    late = everyone[SEATS - 1 : SEATS + 3]
    without_the_lock(monkeypatch, threading.Barrier(len(late)))
    read, both = seats.has_free_seat, threading.Barrier(len(late))

    def look_together(event):
        free = read(event)
        both.wait(timeout=20)
        return free

    monkeypatch.setattr(seats, "has_free_seat", look_together)

    at_once(*[sign_up(event, user) for user in late])

    event.refresh_from_db()
    assert event.seats_taken == event.registrations.seated().count() == SEATS - 1 + len(late)


def test_without_the_lock_the_database_still_refuses_one_too_many(everyone, monkeypatch):
    event = LearningEventFactory(capacity=1)
    without_the_lock(monkeypatch, threading.Barrier(2))

    answers = at_once(*[sign_up(event, user) for user in everyone[:2]])

    event.refresh_from_db()
    assert (event.seats_taken, event.registrations.seated().count()) == (1, 1)
    assert Counter(type(each) for each in answers) in ({Registration: 1, IntegrityError: 1}, {Registration: 2})


def test_cancelling_while_others_register_and_seats_change_keeps_the_order(everyone):
    """Ten leave, ten come, seats go up and down meanwhile."""
    event = LearningEventFactory(capacity=10)
    first, later = everyone[:10], everyone[10:]
    there = [sign_up(event, user)() for user in first]
    waiting = [sign_up(event, UserFactory())() for _ in range(4)]

    at_once(
        *[lambda each=each: cancel_registration(registration=each) for each in there],
        *[sign_up(event, user) for user in later],
        lambda: change_capacity(event=event, capacity=12),
        lambda: change_capacity(event=event, capacity=8),
    )

    event.refresh_from_db()
    moved_up = RegistrationChange.objects.filter(before="waitlisted", after="confirmed").order_by("pk")
    order = list(moved_up.values_list("registration__queue_number", flat=True))
    assert order == sorted(order)
    assert {each.pk for each in waiting} <= set(event.registrations.seated().values_list("pk", flat=True))
    assert event.seats_taken == event.registrations.seated().count() <= event.capacity
    assert seats_never_exceeded()
    assert line(event) == list(range(1, len(line(event)) + 1))
    assert not (line(event) and event.seats_left)
    assert set(purposes().values()) <= {1, 2}
    assert Message.objects.filter(purpose="event-place").values("period").distinct().count() == (
        Message.objects.filter(purpose="event-place").count()
    )


def test_who_cancels_makes_room_for_the_first_in_line_who_is_told_once():
    event = LearningEventFactory(capacity=1)
    ada, ben, cid = (UserFactory() for _ in range(3))
    has_place, next_in_line, last = (sign_up(event, user)() for user in (ada, ben, cid))

    cancel_registration(registration=has_place)
    cancel_registration(registration=has_place)

    assert list(event.registrations.seated()) == [next_in_line]
    assert [(each.pk, each.place) for each in Registration.objects.waiting()] == [(last.pk, 1)]
    assert Message.objects.filter(purpose="event-place", recipient=ben.email).count() == 1


def test_who_cancels_and_comes_back_stands_at_the_end():
    event = LearningEventFactory(capacity=1)
    people = [UserFactory() for _ in range(4)]
    registrations = [sign_up(event, user)() for user in people]

    cancel_registration(registration=registrations[1])
    sign_up(event, people[1])()

    waiting = Registration.objects.waiting().values_list("user", "place")
    assert list(waiting) == [(people[2].pk, 1), (people[3].pk, 2), (people[1].pk, 3)]


def test_more_seats_go_to_those_who_wait_in_order():
    event = LearningEventFactory(capacity=1)
    registrations = [sign_up(event, UserFactory())() for _ in range(4)]

    promoted = change_capacity(event=event, capacity=3)

    assert [each.pk for each in promoted] == [each.pk for each in registrations[1:3]]
    assert promote_waiting(event) == []


def test_there_cannot_be_fewer_seats_than_are_taken():
    event = LearningEventFactory(capacity=3)
    for _ in range(2):
        sign_up(event, UserFactory())()

    with pytest.raises(TooFewSeats, match="2 seats are taken"):
        change_capacity(event=event, capacity=1)

    event.refresh_from_db()
    assert event.capacity == 3


def test_without_a_limit_nobody_waits():
    event = LearningEventFactory(capacity=None)

    made = [sign_up(event, UserFactory())() for _ in range(3)]

    assert [each.status for each in made] == ["confirmed"] * 3


def test_nobody_moves_up_into_an_event_that_is_cancelled():
    event = LearningEventFactory(capacity=1)
    has_place = sign_up(event, UserFactory())()
    sign_up(event, UserFactory())()
    LearningEvent.objects.filter(pk=event.pk).update(status="cancelled")

    cancel_registration(registration=has_place)

    assert event.registrations.seated().count() == 0


def test_changes_are_never_rewritten():
    registration = RegistrationFactory()
    seats.note_change(registration, "", by="person")

    with pytest.raises(IntegrityError):
        RegistrationChange.objects.update(after="cancelled")
