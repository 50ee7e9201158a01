"""The invented events: each marked, each at its point of the way, written once."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.management import call_command

from community.models import User
from events.models import EventReport, LearningEvent, Registration
from events.models.choices import ReportStatus
from p2pportal.demo.events import demo_events
from p2pportal.demo.people import demo_institutions, demo_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded(settings):
    settings.DEMO_MODE = True
    call_command("load_reference", verbosity=0)
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC)):
        institutions = demo_institutions()
        people = demo_people(institutions)
        written = demo_events(institutions, people)
        again = demo_events(institutions, people)
    return written, again


def test_three_events_are_written_once_and_marked(seeded):
    assert seeded == (3, 0)
    assert list(LearningEvent.objects.order_by("starts_on").values_list("title", "status", "starts_on", "is_demo")) == [
        ("Staying in touch after the visit", "held", date(2026, 10, 14), True),
        ("A first conversation between auditors", "published", date(2027, 1, 20), True),
        ("Measuring what P2P changes", "published", date(2027, 2, 3), True),
    ]


def test_the_coming_event_has_presentations_groups_and_people(seeded):
    event = LearningEvent.objects.get(title="Measuring what P2P changes")

    assert [item.presentations.count() for item in event.agenda_items.all()] == [0, 6, 0, 0, 0]
    assert event.breakout_groups.count() == 4
    assert event.seats_taken == event.registrations.seated().count() == 8
    assert sum(group.members.count() for group in event.breakout_groups.all()) == 8
    assert event.follows.title == "Staying in touch after the visit"


def test_the_full_event_has_a_waiting_list_in_order(seeded):
    waiting = Registration.objects.filter(event__title="A first conversation between auditors").waiting()

    assert [(each.place, each.email) for each in waiting] == [
        (1, "member@demo.example"),
        (2, "kofi@coast.demo.example"),
    ]


def test_the_held_event_awaits_comments_on_its_report(seeded):
    event = LearningEvent.objects.get(title="Staying in touch after the visit")
    report = EventReport.objects.get()

    assert (report.event, report.status) == (event, ReportStatus.COMMENT_ROUND)
    assert event.registrations.filter(status="attended").count() == 6
    assert event.registrations.filter(status="confirmed").count() == 1
    assert event.takeaways.count() == 2


def test_the_secretariat_runs_them(seeded):
    secretariat = User.objects.get(email="secretariat@demo.example")

    assert LearningEvent.objects.run_by(secretariat).count() == 3


def test_years_later_they_still_lie_ahead_and_behind(settings):
    settings.DEMO_MODE = True
    call_command("load_reference", verbosity=0)
    with time_machine.travel(datetime(2029, 6, 1, tzinfo=UTC)):
        institutions = demo_institutions()
        demo_events(institutions, demo_people(institutions))

        assert LearningEvent.objects.upcoming().count() == 2
        assert LearningEvent.objects.past().count() == 1
