"""Published, moved, cancelled, held: what changes, and who is told once."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from events import held
from events.local_times import When
from events.models import AgendaItem, EventSeries, LearningEvent, Reminder
from events.models.choices import EventStatus, RegistrationStatus, ReminderStatus
from events.services import publishing
from mail.models import Message
from tests.factories import InstitutionFactory, LearningEventFactory, RegistrationFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def spring():
    with time_machine.travel(datetime(2027, 5, 3, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def host():
    return UserFactory()


@pytest.fixture
def signed_in(client, host):
    client.force_login(host)
    return client


def later(event, days=7):
    shift = timedelta(days=days)
    return When(
        event.starts_on + shift, event.ends_on + shift, event.time_zone, event.starts_at + shift, event.ends_at + shift
    )


def place_of(event, **changes):
    return {"format": event.format, "venue": event.venue, "joining_url": event.joining_url} | changes


def told(purpose):
    return sorted(Message.objects.filter(purpose=purpose).values_list("recipient", flat=True))


# --- Publishing -------------------------------------------------------------------------------------


def test_publish_gives_the_address_of_the_title_and_keeps_the_old_one(signed_in, host):
    event = LearningEventFactory(organiser=host, status=EventStatus.DRAFT, slug="draft-abc", title="What lasts")

    answer = signed_in.post(reverse("events:publish", args=["draft-abc"]))

    event.refresh_from_db()
    assert (event.status, event.slug) == (EventStatus.PUBLISHED, "what-lasts")
    assert event.published_at is not None
    assert answer.url == reverse("events:manage", args=["what-lasts"])
    assert signed_in.get(reverse("events:manage", args=["draft-abc"])).status_code == 200


def test_publish_schedules_reminders(host):
    event = LearningEventFactory(organiser=host, status=EventStatus.DRAFT)

    publishing.publish_event(event=event, by=host)

    assert event.reminders.filter(status=ReminderStatus.SCHEDULED).count() == 4


def test_publish_tells_those_at_the_event_before_once(host):
    before = LearningEventFactory(status=EventStatus.HELD)
    came = RegistrationFactory(event=before, status=RegistrationStatus.ATTENDED)
    RegistrationFactory(event=before, status=RegistrationStatus.WAITLISTED)
    RegistrationFactory(event=before, address_confirmed_at=None, user=None)
    event = LearningEventFactory(organiser=host, status=EventStatus.DRAFT, follows=before)

    for _ in range(2):
        publishing.publish_event(event=event, by=host)

    assert told("event-published") == [came.email]
    assert Message.objects.get().subject == f"New learning event: {event.title}"


def test_publish_tells_those_at_the_last_event_of_the_series(host):
    series = EventSeries.objects.create(title="Donor learning", slug="donor-learning")
    held_ones = {"series": series, "status": EventStatus.HELD}
    first = LearningEventFactory(**held_ones, starts_at=datetime(2027, 1, 5, 9, tzinfo=UTC))
    last = LearningEventFactory(**held_ones, starts_at=datetime(2027, 3, 5, 9, tzinfo=UTC))
    RegistrationFactory(event=first)
    came = RegistrationFactory(event=last)
    event = LearningEventFactory(organiser=host, status=EventStatus.DRAFT, series=series)

    publishing.publish_event(event=event, by=host)

    assert told("event-published") == [came.email]


@pytest.mark.parametrize(("visibility", "expected"), [("public", 1), ("community", 0), ("private", 0)])
def test_publish_tells_only_those_who_may_see_it(host, visibility, expected):
    before = LearningEventFactory(status=EventStatus.HELD)
    RegistrationFactory(event=before, user=None)
    event = LearningEventFactory(organiser=host, status=EventStatus.DRAFT, follows=before, visibility=visibility)

    publishing.publish_event(event=event, by=host)

    assert len(told("event-published")) == expected


def test_publish_of_what_is_over_tells_nobody(host):
    before = LearningEventFactory(status=EventStatus.HELD)
    RegistrationFactory(event=before)
    start = datetime(2027, 4, 1, 9, tzinfo=UTC)
    event = LearningEventFactory(organiser=host, status=EventStatus.DRAFT, follows=before, starts_at=start)

    publishing.publish_event(event=event, by=host)

    assert (told("event-published"), Reminder.objects.count()) == ([], 0)


def test_news_of_an_event_that_was_cancelled_meanwhile_is_not_sent(host):
    before = LearningEventFactory(status=EventStatus.HELD)
    RegistrationFactory(event=before)
    event = LearningEventFactory(organiser=host, status=EventStatus.DRAFT, follows=before)
    publishing.publish_event(event=event, by=host)
    message = Message.objects.get()
    assert publishing.event_letters.still_news([message.pk]) == {message.pk}

    publishing.cancel_event(event=event, reason="No room", by=host)

    assert publishing.event_letters.still_news([message.pk]) == set()


def test_news_of_an_event_that_was_made_private_meanwhile_is_not_sent(host):
    before = LearningEventFactory(status=EventStatus.HELD)
    member = member_of(InstitutionFactory())
    RegistrationFactory(event=before, user=member)
    event = LearningEventFactory(organiser=host, status=EventStatus.DRAFT, follows=before, visibility="community")
    publishing.publish_event(event=event, by=host)
    message = Message.objects.get()
    assert publishing.event_letters.still_news([message.pk]) == {message.pk}

    LearningEvent.objects.filter(pk=event.pk).update(visibility="private")

    assert publishing.event_letters.still_news([message.pk]) == set()


# --- Moving -----------------------------------------------------------------------------------------


def test_move_changes_the_time_the_agenda_and_the_sequence(host):
    event = LearningEventFactory(organiser=host)
    item = AgendaItem.objects.create(
        event=event, title="Opening", starts_at=event.starts_at, ends_at=event.starts_at + timedelta(minutes=10)
    )

    publishing.move_event(event=event, when=later(event), place=place_of(event), version=1, by=host)

    moved = LearningEvent.objects.get()
    item.refresh_from_db()
    assert (moved.starts_at, moved.sequence, moved.version) == (event.starts_at + timedelta(days=7), 1, 2)
    assert item.starts_at == moved.starts_at


def test_move_cancels_the_reminders_of_the_old_time(host):
    event = LearningEventFactory(organiser=host, status=EventStatus.DRAFT)
    event = publishing.publish_event(event=event, by=host)

    publishing.move_event(event=event, when=later(event), place=place_of(event), version=2, by=host)

    statuses = list(event.reminders.order_by("sequence").values_list("sequence", "status"))
    assert statuses == [(0, ReminderStatus.CANCELLED)] * 4 + [(1, ReminderStatus.SCHEDULED)] * 4


def test_move_tells_each_who_is_registered_waits_or_is_invited_once(host):
    event = LearningEventFactory(organiser=host)
    invited = {"status": RegistrationStatus.INVITED, "address_confirmed_at": None, "queue_number": None}
    expected = [
        RegistrationFactory(event=event).email,
        RegistrationFactory(event=event, status=RegistrationStatus.WAITLISTED).email,
        RegistrationFactory(event=event, **invited).email,
    ]
    RegistrationFactory(event=event, status=RegistrationStatus.CANCELLED)
    RegistrationFactory(event=event, status=RegistrationStatus.PENDING, address_confirmed_at=None, user=None)

    for _ in range(2):
        publishing.move_event(event=event, when=later(event), place=place_of(event), version=1, by=host)

    assert told("event-moved") == sorted(expected)


def test_move_tells_old_and_new_time_in_the_zone_of_the_reader_and_in_utc(host):
    event = LearningEventFactory(organiser=host)
    RegistrationFactory(event=event, time_zone="Asia/Kathmandu")

    publishing.move_event(event=event, when=later(event), place=place_of(event), version=1, by=host)

    text = Message.objects.get().text
    new = "New time: Wednesday 9 June 2027, 18:45–20:45 Kathmandu · 13:00–15:00 UTC"
    old = "Before: Wednesday 2 June 2027, 18:45–20:45 Kathmandu · 13:00–15:00 UTC"
    assert [line for line in text.splitlines() if "Kathmandu" in line] == [new, old]
    assert "event.ics" in text


def test_move_of_the_place_alone_says_so(host):
    event = LearningEventFactory(organiser=host, format="in_person", venue="Lusaka")
    RegistrationFactory(event=event)

    publishing.move_event(
        event=event, when=When.of(event), place=place_of(event, venue="Kathmandu"), version=1, by=host
    )

    message = Message.objects.get()
    assert message.subject == f"New place: {event.title}"
    assert [line for line in message.text.splitlines() if "In person" in line] == [
        "New place: In person · Kathmandu",
        "Before: In person · Lusaka",
    ]


def test_move_notice_that_a_second_move_has_overtaken_is_not_sent(host):
    event = LearningEventFactory(organiser=host)
    RegistrationFactory(event=event)
    event = publishing.move_event(event=event, when=later(event), place=place_of(event), version=1, by=host)
    publishing.move_event(event=event, when=later(event), place=place_of(event), version=2, by=host)

    first, second = Message.objects.order_by("pk").values_list("pk", flat=True)

    assert publishing.event_letters.still_at_this_time([first, second]) == {second}


def test_move_notice_to_who_cancelled_meanwhile_is_not_sent(host):
    event = LearningEventFactory(organiser=host)
    registration = RegistrationFactory(event=event)
    publishing.move_event(event=event, when=later(event), place=place_of(event), version=1, by=host)
    message = Message.objects.get()

    registration.status = RegistrationStatus.CANCELLED
    registration.save()

    assert publishing.event_letters.still_at_this_time([message.pk]) == set()


def moved_by_page(event, **changes):
    data = {
        "starts_on": "2027-06-09",
        "starts_time": "15:00",
        "ends_time": "17:00",
        "time_zone": "Europe/Paris",
        "format": "virtual",
        "version": str(event.version),
    }
    return data | changes


def test_move_page_says_how_many_are_told(signed_in, host):
    event = LearningEventFactory(organiser=host)
    RegistrationFactory(event=event)

    page = signed_in.get(reverse("events:move", args=[event.slug])).content.decode()

    assert "1 person is told at once, with the old and the new time." in page


def test_move_page_moves(signed_in, host):
    event = LearningEventFactory(organiser=host)

    signed_in.post(reverse("events:move", args=[event.slug]), moved_by_page(event))

    assert LearningEvent.objects.get().starts_at == datetime(2027, 6, 9, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"time_zone": "Mars/Phobos"}, "time_zone", "There is no time zone “Mars/Phobos”."),
        ({"starts_on": "2027-04-01"}, "starts_on", "This time has passed. Choose one that is still to come."),
        ({"ends_time": "14:59"}, "ends_time", "It would end before it starts."),
    ],
)
def test_move_page_refuses_in_plain_words(signed_in, host, changes, field, message):
    event = LearningEventFactory(organiser=host)

    answer = signed_in.post(reverse("events:move", args=[event.slug]), moved_by_page(event, **changes))

    errors = answer.context["form"].errors
    assert list(errors) == [field]
    assert errors[field][0].startswith(message)


def test_move_by_who_saves_second_shows_the_time_that_stands(signed_in, host):
    event = LearningEventFactory(organiser=host)
    address = reverse("events:move", args=[event.slug])
    signed_in.post(address, moved_by_page(event))

    answer = signed_in.post(address, moved_by_page(event, starts_on="2027-06-16"))

    assert answer.status_code == 409
    assert answer.context["differences"] == [("Day", "2027-06-09")]
    assert answer.context["form"]["starts_on"].value() == "2027-06-16"
    assert Message.objects.count() == 0


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.HELD, EventStatus.CANCELLED])
@pytest.mark.parametrize("turn", ["move", "cancel"])
def test_turns_of_an_event_in_another_state_are_refused(signed_in, host, turn, status):
    event = LearningEventFactory(organiser=host, status=status)

    assert signed_in.get(reverse(f"events:{turn}", args=[event.slug])).status_code == 409


# --- Cancelling -------------------------------------------------------------------------------------


def test_cancel_tells_everybody_why_once_and_ends_the_reminders(signed_in, host):
    event = LearningEventFactory(organiser=host, status=EventStatus.DRAFT)
    event = publishing.publish_event(event=event, by=host)
    registration = RegistrationFactory(event=event)
    address = reverse("events:cancel", args=[event.slug])

    for _ in range(2):
        signed_in.post(address, {"reason": "The speakers cannot travel."})

    event.refresh_from_db()
    assert (event.status, event.sequence) == (EventStatus.CANCELLED, 1)
    assert told("event-cancelled") == [registration.email]
    assert "The speakers cannot travel." in Message.objects.get().text
    assert set(event.reminders.values_list("status", flat=True)) == {ReminderStatus.CANCELLED}


def test_cancel_sends_no_words_of_the_hosts_to_an_address_nobody_has_confirmed(host):
    event = LearningEventFactory(organiser=host)
    invited = {"status": RegistrationStatus.INVITED, "address_confirmed_at": None, "queue_number": None}
    RegistrationFactory(event=event, user=None, **invited)

    publishing.cancel_event(event=event, reason="Buy at example.com", by=host)

    message = Message.objects.get()
    assert ("example.com" in message.text, "example.com" in message.html) == (False, False)


@pytest.mark.parametrize("reason", ["", "   ", "!!!", "x" * 501])
def test_cancel_needs_a_reason_in_words(signed_in, host, reason):
    event = LearningEventFactory(organiser=host)

    answer = signed_in.post(reverse("events:cancel", args=[event.slug]), {"reason": reason})

    assert list(answer.context["form"].errors) == ["reason"]
    assert LearningEvent.objects.get().status == EventStatus.PUBLISHED


# --- Held -------------------------------------------------------------------------------------------


def test_sweep_marks_what_is_over_and_nothing_else():
    over = LearningEventFactory(starts_at=datetime(2027, 5, 1, 9, tzinfo=UTC))
    dateless = {"starts_at": None, "starts_on": date(2027, 5, 2), "ends_on": date(2027, 5, 2)}
    over_by_day = LearningEventFactory(**dateless)
    LearningEventFactory()
    LearningEventFactory(starts_at=datetime(2027, 5, 1, 9, tzinfo=UTC), status=EventStatus.DRAFT)

    assert (held.mark_all_over(), held.mark_all_over()) == (2, 0)

    assert set(LearningEvent.objects.filter(status=EventStatus.HELD)) == {over, over_by_day}


def test_mark_held_once_it_has_begun(signed_in, host):
    event = LearningEventFactory(organiser=host, starts_at=datetime(2027, 5, 3, 8, tzinfo=UTC))

    answers = [signed_in.post(reverse("events:mark_held", args=[event.slug])).status_code for _ in range(2)]

    assert (answers, LearningEvent.objects.get().status) == ([302, 302], EventStatus.HELD)


def test_mark_held_before_it_begins_is_refused(signed_in, host):
    event = LearningEventFactory(organiser=host)

    answer = signed_in.post(reverse("events:mark_held", args=[event.slug]))

    assert (answer.status_code, LearningEvent.objects.get().status) == (409, EventStatus.PUBLISHED)
