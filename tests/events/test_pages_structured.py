"""What search engines read of an event: public facts, never the way into the call."""

import json
import re
from datetime import UTC, date, datetime

import pytest

from core.models import Visibility
from events.add_to_calendar import google_url, outlook_url
from events.models.choices import EventStatus, Format
from tests.factories import InstitutionFactory, LearningEventFactory, UserFactory

pytestmark = pytest.mark.django_db
SECRET = "https://call.example.org/secret-room"


def structured(client, event):
    html = client.get(event.get_absolute_url()).content.decode()
    found = re.findall(r'<script type="application/ld\+json" nonce="[^"]+">(.*?)</script>', html, re.DOTALL)
    return [json.loads(text) for text in found]


def test_json_ld_tells_the_public_facts(client, settings):
    event = LearningEventFactory(
        title="Measuring what P2P changes",
        summary="Two hours.",
        starts_at=datetime(2027, 7, 3, 13, tzinfo=UTC),
        time_zone="Europe/Paris",
        joining_url=SECRET,
        languages=["en", "fr"],
        capacity=30,
    )
    host = InstitutionFactory(name="The host", slug="the-host")
    event.hosts.create(institution=host)
    address = f"{settings.BASE_URL}/en/events/{event.slug}/"

    assert structured(client, event) == [
        {
            "@context": "https://schema.org",
            "@type": "Event",
            "name": "Measuring what P2P changes",
            "description": "Two hours.",
            "url": address,
            "startDate": "2027-07-03T15:00:00+02:00",
            "endDate": "2027-07-03T17:00:00+02:00",
            "eventStatus": "https://schema.org/EventScheduled",
            "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
            "location": [{"@type": "VirtualLocation", "url": address}],
            "organizer": [
                {"@type": "Organization", "name": "The host", "url": f"{settings.BASE_URL}/en/institutions/the-host/"}
            ],
            "inLanguage": ["en", "fr"],
            "maximumAttendeeCapacity": 30,
            "isAccessibleForFree": True,
        }
    ]


def test_json_ld_of_a_date_alone_is_a_date(client):
    event = LearningEventFactory(starts_at=None, starts_on=date(2020, 5, 4), format=Format.HYBRID, venue="Nairobi")

    found = structured(client, event)[0]

    assert (found["startDate"], found["endDate"]) == ("2020-05-04", "2020-05-04")
    assert [place["@type"] for place in found["location"]] == ["Place", "VirtualLocation"]


def test_json_ld_says_that_an_event_is_off_and_that_one_is_invented(client):
    found = structured(client, LearningEventFactory(title="A", status=EventStatus.CANCELLED, is_demo=True))[0]

    assert (found["eventStatus"], found["name"]) == (
        "https://schema.org/EventCancelled",
        "A (Demonstration record)",
    )


@pytest.mark.parametrize("values", [{"visibility": Visibility.COMMUNITY}, {"status": EventStatus.DRAFT}])
def test_json_ld_is_of_public_events_alone(client, values):
    client.force_login(UserFactory(role="editor"))

    assert structured(client, LearningEventFactory(**values)) == []


def test_json_ld_cannot_be_left_by_text(client):
    event = LearningEventFactory(title="</script><script>alert(1)</script>")

    assert structured(client, event)[0]["name"] == "</script><script>alert(1)</script>"


@pytest.mark.parametrize("make_url", [google_url, outlook_url])
def test_calendar_links_lead_to_the_page_never_to_the_call(make_url):
    event = LearningEventFactory(joining_url=SECRET, title="Öl & \r\nBEGIN:VALARM")

    assert "secret-room" not in make_url(event)
    assert f"events%2F{event.slug}%2F" in make_url(event)
    assert "\r" not in make_url(event)


def test_google_reads_instants_or_days():
    timed = LearningEventFactory(starts_at=datetime(2027, 2, 3, 13, tzinfo=UTC))
    dated = LearningEventFactory(starts_at=None, starts_on=date(2027, 2, 3))

    assert "dates=20270203T130000Z%2F20270203T150000Z" in google_url(timed)
    assert "dates=20270203%2F20270204" in google_url(dated)


def test_outlook_reads_instants_or_days():
    timed = LearningEventFactory(starts_at=datetime(2027, 2, 3, 13, tzinfo=UTC))
    dated = LearningEventFactory(starts_at=None, starts_on=date(2027, 2, 3))

    assert "startdt=2027-02-03T13%3A00%3A00%2B00%3A00" in outlook_url(timed)
    assert "startdt=2027-02-03&enddt=2027-02-04&allday=true" in outlook_url(dated)
