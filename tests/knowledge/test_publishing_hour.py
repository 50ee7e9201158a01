"""The hour of publication is typed by the clock of its editor and stored in UTC."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from community.models import Profile
from knowledge.forms.publishing import PublishForm
from knowledge.models import Piece
from tests.knowledge.curating import case


def typed(day, hour, zone, clock=""):
    data = {"when": "later", "day": day, "hour": hour, "clock": clock}
    return PublishForm(data, zone=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("zone", "day", "hour", "stored"),
    [
        ("UTC", "2027-03-01", "09:00", (2027, 3, 1, 9, 0)),
        ("Africa/Tunis", "2027-03-01", "09:00", (2027, 3, 1, 8, 0)),
        ("Asia/Kathmandu", "2027-03-01", "03:00", (2027, 2, 28, 21, 15)),
        ("Pacific/Apia", "2027-03-01", "09:00", (2027, 2, 28, 20, 0)),
        ("Europe/Paris", "2027-10-31", "02:30", (2027, 10, 31, 0, 30)),  # comes twice: the first
    ],
)
def test_an_hour_is_of_the_editors_clock(zone, day, hour, stored):
    form = typed(day, hour, zone)

    assert form.is_valid()
    assert form.at == datetime(*stored, tzinfo=UTC)


def test_an_hour_that_the_clocks_jump_over_is_said_beside_the_field():
    form = typed("2027-03-28", "02:30", "Europe/Paris")

    assert "02:30 does not exist on 28 March 2027 in Europe/Paris" in form.errors["hour"][0]
    assert "The next time there is: 03:00." in form.errors["hour"][0]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_year_that_nothing_lies_in_is_said_beside_the_day(day):
    assert "Give a year between" in typed(day, "09:00", "Pacific/Apia").errors["day"][0]


def test_the_clock_that_the_page_named_counts():
    """The profile may have been changed in another tab meanwhile."""
    form = typed("2027-03-01", "09:00", "UTC", clock="Africa/Tunis")

    assert form.is_valid()
    assert form.at == datetime(2027, 3, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize("clock", ["Moon/Base", "../etc", "\x00"])
def test_a_clock_that_there_is_not_is_the_editors_own(clock):
    assert typed("2027-03-01", "09:00", "Africa/Tunis", clock=clock).zone.key == "Africa/Tunis"


@pytest.mark.django_db
class TestPage:
    @pytest.fixture
    def told(self, client):
        told = case()
        told.agreed()
        Profile.objects.create(user=told.editor, time_zone="Africa/Tunis")
        client.force_login(told.editor)
        return told

    def test_it_says_whose_clock_beside_the_field_and_when_afterwards(self, client, told):
        address = reverse("knowledge:publish", args=[told.story.slug])
        page = client.get(address)
        asked = {"when": "later", "day": "2099-01-01", "hour": "10:00", "clock": page.context["form"]["clock"].value()}
        client.post(address, asked)

        assert "Hour (Tunis)" in page.content.decode()
        assert Piece.objects.get(pk=told.story.pk).publish_at == datetime(2099, 1, 1, 9, tzinfo=UTC)
        words = "It is to be published on 1 January 2099, 10:00 Tunis."
        for name in ("publish", "way"):
            assert words in client.get(reverse(f"knowledge:{name}", args=[told.story.slug])).content.decode()
        desk = client.get(reverse("knowledge:desk"), {"piece": told.story.slug}).content.decode()
        assert words in desk

    def test_without_a_profile_it_is_utc(self, client, told):
        told.editor.profile.delete()

        page = client.get(reverse("knowledge:publish", args=[told.story.slug]))

        assert "Hour (UTC)" in page.content.decode()
