"""Something is wrong with the page of an event: whoever sees it says so."""

import pytest
from django.core.cache import cache

from community.models import ProblemReport
from events.models import EventHost
from events.models.choices import EventStatus
from mail.models import Message
from tests.factories import InstitutionFactory, LearningEventFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
REPORT = "/en/report/"


@pytest.fixture(autouse=True)
def fresh_limits(settings):
    settings.SECRETARIAT_EMAIL = "office@example.org"
    cache.clear()


def tell(client, event):
    return client.post(REPORT, {"text": "The hour is wrong.", "page": event.get_absolute_url()})


def test_the_institutions_that_hold_an_event_answer_for_it(client):
    event, host = LearningEventFactory(title="Peers in June"), InstitutionFactory()
    EventHost.objects.create(event=event, institution=host)
    focal_point = member_of(host)
    assert f"{REPORT}?page={event.get_absolute_url()}" in client.get(event.get_absolute_url()).content.decode()

    answer = tell(client, event)

    report = ProblemReport.objects.get()
    assert (answer.status_code, answer.url) == (302, event.get_absolute_url())
    assert (report.title, report.target, list(report.institutions.all())) == ("Peers in June", event, [host])
    assert set(Message.objects.values_list("recipient", flat=True)) == {focal_point.email, "office@example.org"}


@pytest.mark.parametrize("hidden", [{"visibility": "private"}, {"visibility": "community"}, {"status": "draft"}])
def test_an_event_that_one_may_not_see_is_answered_like_a_missing_one(client, hidden):
    event = LearningEventFactory(**hidden)

    tell(client, event)

    report = ProblemReport.objects.get()
    assert (report.target, report.title) == (None, "")


def test_a_draft_is_named_in_no_report_not_even_by_who_runs_it(client):
    host = UserFactory()
    client.force_login(host)

    tell(client, LearningEventFactory(organiser=host, status=EventStatus.DRAFT))

    assert ProblemReport.objects.get().target is None
