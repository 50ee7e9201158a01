"""The letters of reminders: what they say where their reader lives, and whether they still hold when they go."""

from datetime import timedelta

import pytest

from events import reminder_letters
from events.models import BreakoutGroup, BreakoutPlace, LearningEvent
from events.models.choices import EventStatus, RegistrationStatus
from mail.models import Message
from tests.events.reminding import END, START, move, planned, sweep
from tests.factories.events import LearningEventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return LearningEventFactory(starts_at=START, title="Measuring", joining_url="https://meet.example/secret-room")


def letter(event, at, **fields) -> Message:
    fields = {"user": None, "email": "ada@example.org"} | fields
    registration = RegistrationFactory(event=event, **fields)
    planned(event)
    sweep(at)
    return Message.objects.get(recipient__iexact=registration.email)


@pytest.mark.parametrize(
    ("before", "zone", "subject"),
    [
        (timedelta(days=7), "UTC", "In one week: Measuring"),
        (timedelta(days=6, hours=12), "UTC", "In 6 days: Measuring"),
        (timedelta(days=1), "Africa/Lusaka", "Tomorrow: Measuring"),
        (timedelta(hours=20), "Pacific/Apia", "Tomorrow: Measuring"),
        (timedelta(hours=20), "Pacific/Honolulu", "Tomorrow: Measuring"),
        (timedelta(hours=10), "UTC", "Today: Measuring"),
        (timedelta(hours=1), "UTC", "In one hour: Measuring"),
    ],
)
def test_the_subject_says_how_near_it_is_where_the_reader_lives(event, before, zone, subject):
    assert letter(event, START - before, time_zone=zone).subject == subject


def test_a_reminder_tells_the_hours_where_the_reader_lives_and_in_utc(event):
    event.dial_in = "+33 1 23 45 67 89, code 4711"
    event.save()

    message = letter(event, START - timedelta(days=1), time_zone="Africa/Lusaka")

    for body in (message.text, message.html):
        assert "Wednesday 3 February 2027, 15:00–17:00" in body
        assert "13:00–15:00 UTC" in body
        assert "/en/events/join/" in body
        assert "secret-room" not in body
        assert "4711" not in body
    assert message.not_after == START


def test_a_reminder_tells_the_own_group_and_what_happens_when(event):
    item = event.agenda_items.create(title="Welcome", starts_at=START, ends_at=START + timedelta(minutes=10))
    registration = RegistrationFactory(event=event, user=None, email="ada@example.org", time_zone="Africa/Lusaka")
    question = event.questions.create(text="What are the ways to attribute results?")
    group = BreakoutGroup.objects.create(event=event, item=item, topic="Attribution", question=question)
    BreakoutPlace.objects.create(registration=registration, group=group)
    planned(event)

    sweep(START - timedelta(days=1))

    message = Message.objects.get()
    for body in (message.text, message.html):
        assert "Your breakout group: Attribution" in body
        assert "What are the ways to attribute results?" in body
        assert "Welcome" in body
        assert "Times for Lusaka." in body
    assert "15:00  Welcome" in message.text


def test_an_event_in_a_room_has_a_place_and_no_button():
    event = LearningEventFactory(starts_at=START, format="in_person", venue="House of Culture")

    message = letter(event, START - timedelta(days=1))

    assert "House of Culture" in message.text
    assert "Join the call" not in message.text + message.html


@pytest.mark.parametrize("title", ["Mesurer\r\nBcc: x@evil.example", "قياس ما يتغير", "การวัดผล", "የመማር ዝግጅት"])
def test_a_title_of_any_script_stays_one_subject(event, title):
    event.title = title
    event.save()

    assert letter(event, START - timedelta(days=1)).subject == f"Tomorrow: {' '.join(title.split())}"


def test_thanks_bring_the_feedback_form(event):
    message = letter(event, END + timedelta(hours=1))

    assert message.subject == "Thank you: Measuring"
    assert "/en/events/feedback-by-link/" in message.text


# --- Asked just before sending ----------------------------------------------------------------------


def still(event) -> bool:
    message = Message.objects.get()
    return reminder_letters.still_wanted([message.pk]) == {message.pk}


def test_a_letter_that_still_holds_is_sent(event):
    letter(event, START - timedelta(days=1), email="Ada@example.org")

    assert still(event)


@pytest.mark.parametrize("change", ["moved", "cancelled", "place lost", "erased"])
def test_a_letter_overtaken_by_events_is_not(event, change):
    letter(event, START - timedelta(days=1))

    if change == "moved":
        move(event, timedelta(hours=1), START - timedelta(hours=23))
    elif change == "cancelled":
        LearningEvent.objects.update(status=EventStatus.CANCELLED)
    elif change == "place lost":
        event.registrations.update(status=RegistrationStatus.CANCELLED)
    else:
        event.registrations.all().delete()

    assert not still(event)


@pytest.mark.parametrize("count", [1, 10])
def test_asking_takes_three_queries_however_many_there_are(event, django_assert_num_queries, count):
    RegistrationFactory.create_batch(count, event=event)
    planned(event)
    sweep(START - timedelta(days=1))
    ids = list(Message.objects.values_list("pk", flat=True))

    with django_assert_num_queries(3):
        assert reminder_letters.still_wanted(ids) == set(ids)
