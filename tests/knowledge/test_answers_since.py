"""How many answers came since to the questions that an event left open."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from events.models import DiscussionQuestion
from knowledge.answers_since import of_event
from knowledge.models import QuestionEvidence
from knowledge.models.choices import Audience
from tests.events.test_pages_detail import over
from tests.factories import InstitutionFactory, OpenQuestionFactory, StoryFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return over()


def left_open(event, **fields):
    """A question of the event, and the same on the board."""
    asked = DiscussionQuestion.objects.create(event=event, text="Why?", **fields)
    question = OpenQuestionFactory(text="Why, then?")
    question.discussed_as.add(asked)
    return asked, question


def say(question, days=3, **subject):
    """So many days after the event."""
    at = question.discussed_as.get().event.ends_at + timedelta(days=days)
    with time_machine.travel(at, tick=False):
        return QuestionEvidence.objects.create(question=question, **subject)


def test_answers_since_the_event_are_counted_and_lead_to_the_board(client, event):
    _asked, question = left_open(event)
    say(question, piece=StoryFactory())
    say(question, piece=StoryFactory())
    say(question, days=-90, piece=StoryFactory())
    say(question, event=event)

    html = client.get(event.get_absolute_url()).text

    assert f'href="{reverse("knowledge:question", args=[question.slug])}">2 answers since<' in html


def test_only_what_one_may_see_is_counted(client, event):
    asked, question = left_open(event)
    say(question, piece=StoryFactory(audience=Audience.COMMUNITY))
    visitor = client.get("/en/").wsgi_request.user
    address = reverse("knowledge:question", args=[question.slug])

    assert of_event(event, visitor) == {asked.pk: ("On the board of open questions", address)}
    assert of_event(event, member_of(InstitutionFactory())) == {asked.pk: ("1 answer since", address)}


def test_a_question_that_is_not_on_the_board_tells_nothing(client, event):
    DiscussionQuestion.objects.create(event=event, text="Why?")
    _asked, question = left_open(event)
    type(question).objects.update(is_on_board=False)

    html = client.get(event.get_absolute_url()).text

    assert ["Questions still open" in html, "since<" in html] == [True, False]


@pytest.mark.parametrize("count", [1, 10])
def test_counting_takes_one_query(client, event, count, django_assert_num_queries):
    visitor = client.get("/en/").wsgi_request.user
    for _ in range(count):
        _asked, question = left_open(event)
        say(question, piece=StoryFactory())

    with django_assert_num_queries(1):
        assert len(of_event(event, visitor)) == count
