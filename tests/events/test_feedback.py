"""Feedback: one answer a participant, changeable for a while, read without names."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.feedback_results import Results, results_of
from events.models import Feedback
from events.registration_links import token_for
from events.services.feedback import CannotGiveFeedback, give_feedback
from tests.events.after import held_event, seat
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

ANSWER = {"usefulness": 4, "will_use": "Ask first.", "was_hard": "", "next_topic": "Audit"}


@pytest.fixture
def host():
    return UserFactory()


@pytest.fixture
def event(host):
    return held_event(organiser=host)


def link(registration):
    return reverse("events:feedback_by_link", args=[token_for(registration)])


def answered(event, *values, **texts):
    for value, person in zip(values, seat(event, len(values)), strict=True):
        give_feedback(registration=person, **(ANSWER | {"usefulness": value} | texts))


def test_participant_answers_by_link_and_changes_the_answer(client, event):
    (person,) = seat(event, user=None, email="bo@example.org")

    client.post(link(person), ANSWER)
    client.post(link(person), ANSWER | {"usefulness": 2})

    assert [(each.registration, each.usefulness, each.will_use) for each in Feedback.objects.all()] == [
        (person, 2, "Ask first.")
    ]


def test_participant_answers_signed_in(client, event):
    (person,) = seat(event)
    client.force_login(person.user)

    answer = client.post(reverse("events:feedback", args=[event.slug]), ANSWER)

    assert (answer.status_code, Feedback.objects.get().usefulness) == (302, 4)


def test_opening_the_link_answers_nothing(client, event):
    (person,) = seat(event)

    assert (client.get(link(person)).status_code, Feedback.objects.count()) == (200, 0)


def test_answer_can_be_changed_for_thirty_days(event):
    (person,) = seat(event)
    give_feedback(registration=person, **ANSWER)
    Feedback.objects.update(created_at=timezone.now() - timedelta(days=30))

    with pytest.raises(CannotGiveFeedback, match="30 days ago"):
        give_feedback(registration=person, **(ANSWER | {"usefulness": 1}))

    assert Feedback.objects.get().usefulness == 4


def test_answer_before_the_end_is_409(client, host):
    event = held_event(status="published", starts_at=timezone.now() - timedelta(hours=1))
    (person,) = seat(event)

    assert (client.post(link(person), ANSWER).status_code, Feedback.objects.count()) == (409, 0)


@pytest.mark.parametrize("status", ["waitlisted", "pending", "cancelled", "invited"])
def test_who_had_no_place_is_not_asked(client, event, status):
    (person,) = seat(event, status=status)

    assert client.post(link(person), ANSWER).status_code == 404


def test_member_who_was_not_there_may_not_answer(client, event):
    client.force_login(UserFactory())

    assert client.get(reverse("events:feedback", args=[event.slug])).status_code == 403


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"usefulness": ""}, "This field is required."),
        ({"usefulness": "6"}, "is not one of the available choices"),
        ({"usefulness": "4", "was_hard": "z" * 2001}, "2,000 fit here"),
    ],
)
def test_answer_that_cannot_be_kept_is_given_back(client, event, typed, said):
    (person,) = seat(event)

    answer = client.post(link(person), {"next_topic": "Audit", **typed})

    page = answer.content.decode()
    assert (answer.status_code, said in page, "Audit" in page, Feedback.objects.count()) == (200, True, True, 0)


def test_results_count_by_value_and_hide_who_said_what(event):
    answered(event, 5, 4, will_use="Beta")
    answered(event, 4, will_use="Alpha")
    seat(event)

    results = results_of(event)

    assert results == Results(
        answered=3,
        asked=4,
        counts=[(5, 1), (4, 2), (3, 0), (2, 0), (1, 0)],
        will_use=["Alpha", "Beta", "Beta"],
        was_hard=[],
        next_topic=["Audit"] * 3,
    )


def test_fewer_than_three_answers_are_not_shown(client, event, host):
    answered(event, 1, 5, will_use="Quokka")
    client.force_login(host)

    page = client.get(reverse("events:feedback_results", args=[event.slug])).content.decode()

    assert ("2 of 2 answered." in page, "Quokka" in page, "<table" in page) == (True, False, False)


def test_results_name_nobody(client, event, host):
    people = seat(event, 3)
    for person in people:
        give_feedback(registration=person, **ANSWER)
    client.force_login(host)

    page = client.get(reverse("events:feedback_results", args=[event.slug])).content.decode()

    assert "Ask first." in page
    assert not [person for person in people if person.name in page or person.email in page]


@pytest.mark.parametrize(("role", "status"), [("member", 403), ("editor", 200), ("administrator", 403)])
def test_results_are_read_by_hosts_and_editors(client, event, role, status):
    client.force_login(UserFactory(role=role))

    assert client.get(reverse("events:feedback_results", args=[event.slug])).status_code == status


@pytest.mark.parametrize("count", [1, 10])
def test_results_take_a_fixed_number_of_queries(event, django_assert_num_queries, count):
    answered(event, *[4] * (count + 2))

    with django_assert_num_queries(3):
        results_of(event)
