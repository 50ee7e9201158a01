"""Copying an event, and throwing a draft away."""

import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse

from events.models import AgendaItem, DiscussionQuestion, EventHost, EventSeries, LearningEvent
from events.models.choices import EventStatus, HostRole, QuestionStatus
from tests.factories import LearningEventFactory, RegistrationFactory, member_of

pytestmark = pytest.mark.django_db


def copied(**changes):
    data = {"starts_on": "2027-09-01", "starts_time": "09:00", "ends_time": "11:00", "time_zone": "Africa/Lusaka"}
    return data | {"creation_key": str(uuid.uuid4())} | changes


def test_clone_takes_words_hosts_organisers_agenda_and_questions_but_no_people(signed_in, host, network):
    colleague = member_of(network, "staff")
    event = LearningEventFactory(organiser=host, objective="To learn", capacity=20)
    event.organisers.create(user=colleague)
    EventHost.objects.create(event=event, institution=network, role=HostRole.CO_HOST)
    DiscussionQuestion.objects.create(event=event, text="What lasted?", said="A lot")
    opening = event.starts_at + timedelta(minutes=10)
    AgendaItem.objects.create(
        event=event, title="Opening", lead="Ada", starts_at=opening, ends_at=opening + timedelta(minutes=20)
    )
    RegistrationFactory(event=event)

    answer = signed_in.post(reverse("events:clone", args=[event.slug]), copied())

    copy = LearningEvent.objects.exclude(pk=event.pk).get()
    assert answer.url == reverse("events:manage", args=[copy.slug])
    assert (copy.status, copy.objective, copy.capacity, copy.seats_taken) == (EventStatus.DRAFT, "To learn", 20, 0)
    assert copy.starts_at == datetime(2027, 9, 1, 7, tzinfo=UTC)
    assert {row.user for row in copy.organisers.all()} == {host, colleague}
    assert [(row.institution, row.role) for row in copy.hosts.all()] == [(network, HostRole.CO_HOST)]
    assert [(row.text, row.said) for row in copy.questions.all()] == [("What lasted?", "")]
    assert [(row.title, row.lead, row.starts_at) for row in copy.agenda_items.all()] == [
        ("Opening", "", datetime(2027, 9, 1, 7, 10, tzinfo=UTC))
    ]
    assert copy.registrations.count() == 0


def test_clone_that_goes_on_from_the_event_follows_it(signed_in, host):
    event = LearningEventFactory(organiser=host, status=EventStatus.HELD)
    DiscussionQuestion.objects.create(event=event, text="Answered?", status=QuestionStatus.ANSWERED)

    signed_in.post(reverse("events:clone", args=[event.slug]), copied(follows="on"))

    copy = LearningEvent.objects.exclude(pk=event.pk).get()
    assert (copy.follows, copy.questions.count()) == (event, 0)


def test_clone_sent_twice_makes_one_copy(signed_in, host):
    event = LearningEventFactory(organiser=host)
    data = copied()

    for _ in range(2):
        signed_in.post(reverse("events:clone", args=[event.slug]), data)

    assert LearningEvent.objects.count() == 2


def test_delete_throws_a_draft_away(signed_in, host):
    event = LearningEventFactory(organiser=host, status=EventStatus.DRAFT)

    signed_in.post(reverse("events:delete", args=[event.slug]))

    assert LearningEvent.objects.count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_delete_of_what_was_published_is_refused(signed_in, host, method):
    event = LearningEventFactory(organiser=host)

    answer = getattr(signed_in, method)(reverse("events:delete", args=[event.slug]))

    assert (answer.status_code, LearningEvent.objects.count()) == (409, 1)


def test_copy_of_an_event_of_a_series_proposes_the_next_day_of_its_cadence(signed_in, host):
    series = EventSeries.objects.create(title="Donor learning", slug="donor-learning", cadence="monthly")
    event = LearningEventFactory(organiser=host, series=series)

    form = signed_in.get(reverse("events:clone", args=[event.slug])).context["form"]

    proposed = [form[name].value() for name in ("starts_on", "starts_time", "ends_time", "follows")]
    assert proposed == [date(2027, 7, 2), time(13), time(15), True]
