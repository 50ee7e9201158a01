"""The way into a call: when it is open, for whom, and that the link itself is nowhere else (T8)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import NoReverseMatch, reverse

from events import joining
from events.joining import Door
from events.models import Registration
from events.models.choices import EventStatus, Format, RegistrationStatus
from events.services.erasing import forget_registrations
from tests.factories.community import UserFactory
from tests.factories.events import LearningEventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db

START = datetime(2027, 2, 3, 13, 0, tzinfo=UTC)
LINK = "https://meet.example/secret-room?pwd=1"
MOMENTS = {
    "a day before": START - timedelta(days=1),
    "a second too early": START - timedelta(minutes=60, seconds=1),
    "an hour before": START - timedelta(minutes=60),
    "within": START + timedelta(minutes=30),
    "the last second": START + timedelta(hours=2, seconds=-1),
    "the end": START + timedelta(hours=2),
    "a day after": START + timedelta(days=1),
}
OPEN = ("an hour before", "within", "the last second")


@pytest.fixture
def event():
    return LearningEventFactory(starts_at=START, joining_url=LINK, dial_in="+33 1 23 45 67 89, code 4711")


def path_of(registration) -> str:
    return reverse("events:join", args=[joining.token_for(registration)])


@pytest.mark.parametrize("moment", MOMENTS)
def test_who_has_a_place_is_led_on_from_an_hour_before_to_the_end(client, event, moment):
    registration = RegistrationFactory(event=event)

    with time_machine.travel(MOMENTS[moment], tick=False):
        response = client.get(path_of(registration))

    if moment in OPEN:
        assert (response.status_code, response["Location"]) == (302, LINK)
    else:
        assert response.status_code == (410 if MOMENTS[moment] > START else 200)
        assert "secret-room" not in response.content.decode()
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("status", [status for status in RegistrationStatus if status not in ("confirmed", "attended")])
@pytest.mark.parametrize("moment", MOMENTS)
def test_nobody_else_is(client, event, status, moment):
    registration = RegistrationFactory(event=event, status=status)

    with time_machine.travel(MOMENTS[moment], tick=False):
        response = client.get(path_of(registration))

    assert response.status_code in (404, 410)
    assert "secret-room" not in response.content.decode()


def test_a_link_is_dead_at_once_when_its_place_is_given_up(client, event):
    registration = RegistrationFactory(event=event)

    with time_machine.travel(START, tick=False):
        before = client.get(path_of(registration)).status_code
        Registration.objects.filter(pk=registration.pk).update(status=RegistrationStatus.CANCELLED)
        after = client.get(path_of(registration)).status_code

    assert (before, after) == (302, 410)


def test_a_cancelled_event_says_why_and_leads_nowhere(client, event):
    registration = RegistrationFactory(event=event)
    event.status, event.cancellation_reason = EventStatus.CANCELLED, "The speaker is ill."
    event.save()

    with time_machine.travel(START, tick=False):
        response = client.get(path_of(registration))

    assert response.status_code == 410
    assert "The speaker is ill." in response.content.decode()


def test_a_closed_account_joins_nothing(client, event):
    registration = RegistrationFactory(event=event)
    registration.user.is_active = False
    registration.user.save()

    with time_machine.travel(START, tick=False):
        assert client.get(path_of(registration)).status_code == 410


@pytest.mark.parametrize("token", ["x", "a:b:c", "null", "eyJ:1:2"])
def test_a_token_that_we_did_not_sign_leads_nowhere(client, token):
    assert client.get(reverse("events:join", args=[token])).status_code == 404
    assert client.get(reverse("events:personal_ics", args=[token])).status_code == 404


def test_the_link_to_a_registration_is_no_way_in(client, event):
    from events.registration_links import token_for  # noqa: PLC0415 another kind of link, for this test alone

    registration = RegistrationFactory(event=event)

    with time_machine.travel(START, tick=False):
        assert client.get(reverse("events:join", args=[token_for(registration)])).status_code == 404


def test_looking_changes_nothing_and_nothing_can_be_posted(client, event, django_assert_num_queries):
    """Scanners open each link of a mail, several times and with HEAD (T14)."""
    registration = RegistrationFactory(event=event)
    path = path_of(registration)
    before = Registration.objects.values().get()

    with time_machine.travel(START, tick=False):
        with django_assert_num_queries(1):
            answers = [client.head(path).status_code]
        answers += [client.get(path).status_code for _ in range(3)]
        answers.append(client.post(path).status_code)

    assert answers == [302, 302, 302, 302, 405]
    assert Registration.objects.values().get() == before


def test_before_it_opens_the_page_tells_the_time_on_the_readers_clock(client, event):
    registration = RegistrationFactory(event=event, time_zone="Africa/Lusaka")

    with time_machine.travel(START - timedelta(days=1), tick=False):
        text = client.get(path_of(registration)).content.decode()

    assert "The call opens on Wednesday 3 February 2027 at 14:00." in text
    assert "This is the time in Lusaka; in UTC it is 12:00." in text


def test_an_event_without_hours_is_open_on_its_day(event):
    event = LearningEventFactory.build(
        starts_at=None,
        starts_on=date(2027, 2, 3),
        ends_on=date(2027, 2, 3),
        time_zone="Asia/Kathmandu",
        joining_url=LINK,
    )

    opening = joining.opening_of(event)

    assert (opening.opens_at, opening.closes_at) == (
        datetime(2027, 2, 2, 18, 15, tzinfo=UTC),
        datetime(2027, 2, 3, 18, 15, tzinfo=UTC),
    )


def test_an_event_in_a_room_says_where(client):
    registration = RegistrationFactory(
        event__format=Format.IN_PERSON, event__venue="House of Culture", event__starts_at=START
    )

    with time_machine.travel(START, tick=False):
        response = client.get(path_of(registration))

    assert response.status_code == 200
    assert "House of Culture" in response.content.decode()
    assert joining.door_of(registration, START) is Door.NO_CALL


@time_machine.travel(START, tick=False)  # a link bears the second in which it was made
def test_the_own_file_bears_the_way_in_until_the_place_is_lost(client, event):
    registration = RegistrationFactory(event=event)
    path = reverse("events:personal_ics", args=[joining.token_for(registration)])

    text = client.get(path).content.decode().replace("\r\n ", "")
    Registration.objects.update(status=RegistrationStatus.WAITLISTED)
    waiting = client.get(path).content.decode().replace("\r\n ", "")
    Registration.objects.update(status=RegistrationStatus.CANCELLED)

    assert joining.join_url(registration) in text
    assert joining.token_for(registration) not in waiting
    assert "secret-room" not in text + waiting
    assert client.get(path).status_code == 404


def paths(event, registration):
    """Every address at which an event can be read; those of a participant too."""
    slug = event.slug
    for name in ("detail", "ics", "register", "participants", "report", "takeaways", "feedback"):
        yield from found(name, slug)
    for name in ("list", "calendar"):
        yield from found(name)
    yield from found("month", 2027, 2)
    yield reverse("events:personal_ics", args=[joining.token_for(registration)])
    yield reverse("events:join", args=[joining.token_for(registration)])


def found(name, *args):
    try:
        yield reverse(f"events:{name}", args=args)
    except NoReverseMatch:
        return


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("who", ["anonymous", "stranger", "waiting", "cancelled", "seated"])
def test_the_link_itself_stands_nowhere(event, who, moment):
    """In no page, feed or file, for nobody, at no time: not even the number to dial for who has no place."""
    statuses = {"waiting": RegistrationStatus.WAITLISTED, "cancelled": RegistrationStatus.CANCELLED}
    registration = RegistrationFactory(event=event, status=statuses.get(who, RegistrationStatus.CONFIRMED))
    readers = {"anonymous": None, "stranger": UserFactory()}
    reader, browser = readers.get(who, registration.user), Client()

    with time_machine.travel(MOMENTS[moment], tick=False):
        if reader:
            browser.force_login(reader)
        told = {path: browser.get(path).content.decode().replace("\r\n ", "") for path in paths(event, registration)}

    assert {path for path, text in told.items() if "secret-room" in text} == set()
    if who != "seated":
        assert {path for path, text in told.items() if "4711" in text} == set()


@pytest.mark.parametrize("name", ["join", "personal_ics"])
def test_the_way_in_of_an_erased_person_is_gone_even_where_they_took_part(client, event, name):
    registration = RegistrationFactory(event=event, status=RegistrationStatus.ATTENDED)
    path = reverse(f"events:{name}", args=[joining.token_for(registration)])
    with time_machine.travel(MOMENTS["within"], tick=False):
        assert client.get(path).status_code == (302 if name == "join" else 200)

        forget_registrations(registration.user)

        assert client.get(path).status_code == 404
