"""Questions of an event: added once, ordered, edited, removed, carried over."""

import pytest
from django.urls import reverse

from events.models import DiscussionQuestion
from events.models.choices import EventStatus, QuestionStatus
from tests.factories import LearningEventFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def host():
    return UserFactory()


@pytest.fixture
def event(host):
    return LearningEventFactory(organiser=host)


@pytest.fixture
def signed_in(client, host):
    client.force_login(host)
    return client


@pytest.fixture
def three(event):
    return [DiscussionQuestion.objects.create(event=event, text=text, position=n) for n, text in enumerate("ABC")]


def texts(event):
    return [question.text for question in event.questions.all()]


def page(event):
    return reverse("events:questions", args=[event.slug])


def test_add_several_one_a_line_twice_is_once(signed_in, event):
    for _ in range(2):
        signed_in.post(page(event), {"questions": "What lasts?\r\n\r\n  What does not? "})

    assert texts(event) == ["What lasts?", "What does not?"]


@pytest.mark.parametrize("typed", ["", "x" * 501, "\n".join(f"Question {n}" for n in range(41))])
def test_add_refuses_and_keeps_what_was_typed(signed_in, event, typed):
    answer = signed_in.post(page(event), {"questions": typed})

    assert list(answer.context["form"].errors) == ["questions"]
    assert answer.context["form"]["questions"].value() == typed
    assert texts(event) == []


def test_add_stops_at_forty_in_all(signed_in, event):
    DiscussionQuestion.objects.bulk_create(DiscussionQuestion(event=event, text=f"Question {n}") for n in range(39))

    answer = signed_in.post(page(event), {"questions": "One\nTwo"})

    assert answer.context["form"].errors["questions"] == ["An event has at most 40 questions."]


@pytest.mark.parametrize(
    ("which", "to", "order"),
    [(0, "down", "BAC"), (2, "up", "ACB"), (0, "up", "ABC"), (2, "down", "ABC")],
)
def test_move_changes_places_with_the_neighbour(signed_in, event, three, which, to, order):
    signed_in.post(reverse("events:move_question", args=[event.slug, three[which].pk]), {"to": to})

    assert texts(event) == list(order)


def test_edit_rewrites_one(signed_in, event, three):
    signed_in.post(reverse("events:edit_question", args=[event.slug, three[1].pk]), {"text": "Better?"})

    assert [(question.text, question.is_key) for question in event.questions.all()] == [
        ("A", True),
        ("Better?", False),
        ("C", True),
    ]


def test_remove_twice_is_once(signed_in, event, three):
    address = reverse("events:remove_question", args=[event.slug, three[0].pk])

    codes = [signed_in.post(address).status_code for _ in range(2)]

    assert (codes, texts(event)) == ([302, 302], ["B", "C"])


def test_carry_over_brings_what_is_open_once(signed_in, event, host):
    before = LearningEventFactory(organiser=host, status=EventStatus.HELD)
    DiscussionQuestion.objects.create(event=before, text="Open?", said="Much")
    DiscussionQuestion.objects.create(event=before, text="Answered?", status=QuestionStatus.ANSWERED)
    event.follows = before
    event.save()

    assert [each.text for each in signed_in.get(page(event)).context["to_carry"]] == ["Open?"]
    for _ in range(2):
        signed_in.post(reverse("events:carry_over", args=[event.slug]))

    assert texts(event) == ["Open?"]
    assert signed_in.get(page(event)).context["to_carry"] == []


def test_question_of_another_event_is_not_found(signed_in, event):
    other = DiscussionQuestion.objects.create(event=LearningEventFactory(), text="Theirs")

    for name in ("edit_question", "move_question"):
        assert signed_in.post(reverse(f"events:{name}", args=[event.slug, other.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 10])
def test_query_count_does_not_grow(signed_in, event, count, django_assert_max_num_queries):
    DiscussionQuestion.objects.bulk_create(DiscussionQuestion(event=event, text=f"Q {n}") for n in range(count))

    with django_assert_max_num_queries(8):
        signed_in.get(page(event))
