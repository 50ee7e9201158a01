"""Who reads which events in which calendar, and what it costs."""

from datetime import timedelta

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import Visibility
from events import joining
from events.models import CalendarFeed, LearningEvent, Registration
from events.models.choices import EventStatus, Format, RegistrationStatus
from tests.factories.community import UserFactory
from tests.factories.events import LearningEventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db

FILE = "text/calendar; charset=utf-8"


def titles(response) -> list[str]:
    assert (response.status_code, response["Content-Type"]) == (200, FILE)
    return sorted(str(entry["SUMMARY"]) for entry in icalendar.Calendar.from_ical(response.content).walk("VEVENT"))


def feed_of(user) -> str:
    return reverse("events:feed", args=[CalendarFeed.objects.create(user=user).secret])


# --- One event ------------------------------------------------------------------------------------


def test_one_event_is_a_file_named_for_it(client):
    event = LearningEventFactory(slug="measuring", title="Measuring", joining_url="https://meet.example/secret-room")

    response = client.get(reverse("events:ics", args=["measuring"]))

    assert titles(response) == ["Measuring"]
    assert response["Content-Disposition"] == 'inline; filename="measuring.ics"'
    assert "secret-room" not in response.content.decode().replace("\r\n ", "")
    assert f"UID:{event.uid}@" in response.content.decode()


def test_who_has_a_place_finds_their_own_way_in_in_it(client):
    registration = RegistrationFactory(event__joining_url="https://meet.example/secret-room")
    path = reverse("events:ics", args=[registration.event.slug])
    client.force_login(registration.user)

    response = client.get(path)
    Registration.objects.update(status=RegistrationStatus.WAITLISTED)
    waiting = client.get(path, headers={"If-None-Match": response["ETag"]})

    assert joining.token_for(registration) in response.content.decode().replace("\r\n ", "")
    assert response["Cache-Control"] == "private, no-cache"
    assert waiting.status_code == 200
    assert "/join/" not in waiting.content.decode().replace("\r\n ", "")


@pytest.mark.parametrize(
    "fields", [{"status": EventStatus.DRAFT}, {"visibility": Visibility.COMMUNITY}, {"visibility": "private"}]
)
def test_an_event_that_one_may_not_see_has_no_file(client, fields):
    event = LearningEventFactory(**fields)

    assert client.get(reverse("events:ics", args=[event.slug])).status_code == 404


def test_one_event_takes_one_query(client, django_assert_num_queries):
    path = reverse("events:ics", args=[LearningEventFactory().slug])

    with django_assert_num_queries(1):
        client.get(path)


def test_a_moved_event_is_a_new_file_and_an_unmoved_one_is_not(client):
    event = LearningEventFactory()
    path = reverse("events:ics", args=[event.slug])
    etag = client.get(path)["ETag"]

    unmoved = client.get(path, headers={"If-None-Match": etag})
    event.starts_at += timedelta(hours=1)
    event.sequence += 1
    event.save()
    moved = client.get(path, headers={"If-None-Match": etag})

    assert (unmoved.status_code, unmoved.content) == (304, b"")
    assert moved.status_code == 200
    assert b"SEQUENCE:1\r\n" in moved.content


# --- The list as a calendar -------------------------------------------------------------------------


def test_the_calendar_holds_public_events_alone(client):
    LearningEventFactory(title="Public")
    LearningEventFactory(title="Called off", status=EventStatus.CANCELLED)
    LearningEventFactory(title="Draft", status=EventStatus.DRAFT)
    LearningEventFactory(title="Community", visibility=Visibility.COMMUNITY)
    LearningEventFactory(title="Private", visibility="private")
    LearningEventFactory(title="Made up", is_demo=True)

    assert titles(client.get(reverse("events:calendar"))) == ["Called off", "Public"]


def test_the_calendar_follows_the_filters_of_the_list(client):
    LearningEventFactory(title="French", languages=["fr"], format=Format.VIRTUAL)
    LearningEventFactory(title="Both", languages=["en", "fr"], format=Format.HYBRID)
    LearningEventFactory(title="English", languages=["en"], format=Format.VIRTUAL)
    path = reverse("events:calendar")

    assert titles(client.get(path, {"language": "fr"})) == ["Both", "French"]
    assert titles(client.get(path, {"language": "fr", "format": "hybrid"})) == ["Both"]
    assert titles(client.get(path, {"series": "no-such"})) == []


def test_the_archive_is_a_calendar_too(client):
    long_ago = timezone.now() - timedelta(days=2000)
    LearningEventFactory(title="Long ago", starts_at=long_ago)
    LearningEventFactory(title="To come", starts_at=timezone.now() + timedelta(days=9))

    assert titles(client.get(reverse("events:calendar"))) == ["To come"]
    assert titles(client.get(reverse("events:calendar"), {"when": "past"})) == ["Long ago"]


@pytest.mark.parametrize("count", [1, 10])
def test_the_calendar_takes_two_queries_however_long_it_is(client, django_assert_num_queries, count):
    LearningEventFactory.create_batch(count)
    path = reverse("events:calendar")

    with django_assert_num_queries(2):
        etag = client.get(path)["ETag"]
    with django_assert_num_queries(1):
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("change", ["new", "edited", "gone"])
def test_whatever_changes_the_calendar_changes_its_mark(client, change):
    kept, other = LearningEventFactory(), LearningEventFactory()
    path = reverse("events:calendar")
    etag = client.get(path)["ETag"]

    if change == "new":
        LearningEventFactory()
    elif change == "edited":
        kept.save()
    else:
        LearningEvent.objects.filter(pk=other.pk).update(visibility="private")

    assert client.get(path, headers={"If-None-Match": etag}).status_code == 200


# --- One's own ----------------------------------------------------------------------------------------


def test_an_own_calendar_holds_what_one_comes_to_waits_for_and_runs(client):
    me = UserFactory()
    for title, status in [
        ("Coming", RegistrationStatus.CONFIRMED),
        ("Came", RegistrationStatus.ATTENDED),
        ("Waiting", RegistrationStatus.WAITLISTED),
        ("Invited", RegistrationStatus.INVITED),
        ("Not coming", RegistrationStatus.CANCELLED),
    ]:
        RegistrationFactory(user=me, event__title=title, status=status)
    LearningEventFactory(title="Running", organiser=me, status=EventStatus.DRAFT)
    LearningEventFactory(title="Another's")
    RegistrationFactory(event__title="Another's too")

    response = client.get(feed_of(me))

    assert titles(response) == ["Came", "Coming", "Running", "Waiting"]
    entries = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    assert {str(entry["SUMMARY"]): str(entry["STATUS"]) for entry in entries} == {
        "Came": "CONFIRMED",
        "Coming": "CONFIRMED",
        "Running": "TENTATIVE",
        "Waiting": "TENTATIVE",
    }
    assert response["Cache-Control"] == "private, no-cache"


def test_an_own_calendar_bears_the_way_in_of_who_has_a_place_alone(client):
    me = UserFactory()
    link = "https://meet.example/secret-room"
    seated = RegistrationFactory(user=me, event__joining_url=link)
    waiting = RegistrationFactory(user=me, event__joining_url=link, status=RegistrationStatus.WAITLISTED)

    text = client.get(feed_of(me)).content.decode().replace("\r\n ", "")

    assert joining.join_url(seated) in text
    assert joining.token_for(waiting) not in text
    assert "secret-room" not in text


def test_losing_a_place_changes_the_own_calendar_at_once(client):
    registration = RegistrationFactory(event__visibility="private")
    path = feed_of(registration.user)
    etag = client.get(path)["ETag"]

    registration.status = RegistrationStatus.CANCELLED
    registration.save()
    response = client.get(path, headers={"If-None-Match": etag})

    assert titles(response) == []


@pytest.mark.parametrize("count", [1, 10])
def test_an_own_calendar_takes_the_same_queries_however_long_it_is(client, django_assert_num_queries, count):
    me = UserFactory()
    RegistrationFactory.create_batch(count, user=me)
    LearningEventFactory.create_batch(count, organiser=me)
    path = feed_of(me)

    # The person, their places, their institutions, the mark, the events.
    with django_assert_num_queries(5):
        etag = client.get(path)["ETag"]
    with django_assert_num_queries(4):
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304


def test_a_closed_account_has_no_calendar(client):
    me = UserFactory()
    path = feed_of(me)
    me.is_active = False
    me.save()

    assert client.get(path).status_code == 404
    assert client.get(reverse("events:feed", args=["x" * 43])).status_code == 404


def test_a_new_address_ends_the_old_one(client):
    me = UserFactory()
    old = feed_of(me)
    client.force_login(me)

    client.post(reverse("events:my_calendar"), {"action": "renew"})

    new = reverse("events:feed", args=[CalendarFeed.objects.get(user=me).secret])
    assert new in client.get(reverse("events:my_calendar")).content.decode()
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)


def test_an_address_can_be_ended(client):
    me = UserFactory()
    path = feed_of(me)
    client.force_login(me)

    client.post(reverse("events:my_calendar"), {"action": "end"})

    assert client.get(path).status_code == 404
    assert not CalendarFeed.objects.exists()


def test_looking_at_the_page_makes_no_address(client):
    client.force_login(UserFactory())

    assert client.get(reverse("events:my_calendar")).status_code == 200

    assert not CalendarFeed.objects.exists()


def test_the_page_is_for_who_is_signed_in(client):
    response = client.get(reverse("events:my_calendar"))

    assert (response.status_code, response["Location"].partition("?")[0]) == (302, reverse("account_login"))
