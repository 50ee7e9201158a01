"""The learning events of the front page."""

from datetime import date

import pytest
from django.urls import reverse

from events.models import EventReport
from events.models.choices import EventStatus
from tests.factories import LearningEventFactory

pytestmark = pytest.mark.django_db


def shown(client):
    return client.get(reverse("home")).context["events"]


def reported(**values):
    event = LearningEventFactory(starts_at=None, starts_on=date(2020, 5, 4), status=EventStatus.REPORTED, **values)
    EventReport.objects.create(
        event=event, status=EventReport.Status.FINAL, finalised_on=date(2020, 6, 22), content={"schema": 1}
    )
    return event


def test_home_shows_the_next_public_events(client):
    later = LearningEventFactory(title="Later", starts_at=None, starts_on=date(2027, 7, 1))
    LearningEventFactory(title="Draft", status=EventStatus.DRAFT)
    LearningEventFactory(title="Private", visibility="private")
    LearningEventFactory(title="Off", status=EventStatus.CANCELLED)
    sooner = LearningEventFactory(title="Sooner")

    assert shown(client).coming == [sooner, later]


def test_home_puts_real_events_before_invented_ones(client):
    LearningEventFactory.create_batch(2, is_demo=True)
    real = LearningEventFactory(starts_at=None, starts_on=date(2027, 12, 1))

    assert [event.is_demo for event in shown(client).coming] == [False, True, True]
    assert shown(client).coming[0] == real


def test_home_leads_to_the_report_of_the_last_event(client):
    event = reported(stated_participants=34, stated_organisations=14, stated_source="The report")

    html = client.get(reverse("home")).content.decode()

    assert shown(client).last == event
    assert reverse("events:report", args=[event.slug]) in html
    assert "34 participants from 14 organisations, as stated in the source." in html


def test_home_passes_over_invented_reports_and_hidden_ones(client):
    reported(is_demo=True)
    reported(visibility="community")

    assert shown(client).last is None


@pytest.mark.parametrize("count", [1, 10])
def test_home_query_count_does_not_grow_with_events(client, django_assert_max_num_queries, count):
    LearningEventFactory.create_batch(count)
    reported()
    client.get(reverse("home"))

    with django_assert_max_num_queries(6):
        client.get(reverse("home"))
