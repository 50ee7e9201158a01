"""Takeaways: numbered without a gap, linked to what their reader may see."""

import pytest
from django.urls import reverse

from core.models import Visibility
from events.models import Takeaway
from events.services.takeaways import move_takeaway, remove_takeaway, save_takeaway
from tests.events.after import held_event, question, takeaway
from tests.factories import PartnershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def host():
    return UserFactory()


@pytest.fixture
def event(host):
    return held_event(organiser=host)


def titles(event):
    return [(each.number, each.title) for each in Takeaway.objects.filter(event=event)]


def page(event, name="takeaways", *args):
    return reverse(f"events:{name}", args=[event.slug, *args])


def test_host_adds_a_takeaway_with_its_links(client, event, host):
    asked, partnership = question(event), PartnershipFactory()
    client.force_login(host)
    typed = {"title": "Trust first", "text": "It takes years.", "stance": "agreed"}

    answer = client.post(
        page(event, "takeaway_add"), typed | {"questions": [asked.pk], "partnerships": partnership.title.upper()}
    )

    found = Takeaway.objects.get()
    assert (answer.status_code, found.number, found.stance) == (302, 1, "agreed")
    assert ([*found.questions.all()], [*found.partnerships.all()]) == ([asked], [partnership])


def test_form_sent_twice_is_one_takeaway(client, event, host):
    client.force_login(host)
    for _ in range(2):
        client.post(page(event, "takeaway_add"), {"title": "Trust", "text": "", "stance": "agreed"})

    assert titles(event) == [(1, "Trust")]


def test_takeaway_moves_up_and_down(event, host):
    first, _second, third = (takeaway(event, title=title) for title in "ABC")

    move_takeaway(takeaway=third, up=True, by=host)
    move_takeaway(takeaway=first, up=True, by=host)

    assert titles(event) == [(1, "A"), (2, "C"), (3, "B")]


def test_removed_takeaway_leaves_no_gap(event, host):
    first, *_rest = [takeaway(event, title=title) for title in "ABC"]

    remove_takeaway(takeaway=first, by=host)
    remove_takeaway(takeaway=first, by=host)

    assert titles(event) == [(1, "B"), (2, "C")]


def test_link_to_a_partnership_that_the_writer_does_not_see_stays(event, host):
    hidden = PartnershipFactory(visibility=Visibility.PARTIES)
    found = takeaway(event)
    found.partnerships.add(hidden)

    save_takeaway(takeaway=found, questions=[], partnerships=[], sectors=[], by=host)

    assert [*found.partnerships.all()] == [hidden]


def test_partnership_that_the_reader_does_not_see_is_not_named(client, event):
    takeaway(event).partnerships.add(PartnershipFactory(title="Hidden twins", visibility=Visibility.PARTIES))

    assert "Hidden twins" not in client.get(page(event)).content.decode()


def test_partnership_is_named_by_its_address_too(client, event, host):
    partnership, unseen = PartnershipFactory(), PartnershipFactory(visibility=Visibility.PARTIES)
    client.force_login(host)
    typed = {"title": "T", "stance": "asked"}
    address = "https://portal.example/en" + partnership.get_absolute_url()

    client.post(page(event, "takeaway_add"), typed | {"partnerships": address})
    refused = client.post(page(event, "takeaway_add"), typed | {"partnerships": unseen.title})

    assert [*Takeaway.objects.get().partnerships.all()] == [partnership]
    assert "No partnership is called" in refused.content.decode()


def test_question_of_elsewhere_is_refused(client, event, host):
    elsewhere = question(held_event())
    client.force_login(host)

    answer = client.post(page(event, "takeaway_add"), {"title": "T", "stance": "agreed", "questions": [elsewhere.pk]})

    assert (answer.status_code, Takeaway.objects.count()) == (200, 0)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": ""}, "This field is required."),
        ({"title": "x" * 301}, "at most 300 characters"),
        ({"title": "T", "text": "x" * 10_001}, "10,000 fit here"),
        ({"title": "T", "stance": "shouted"}, "is not one of the available choices"),
    ],
)
def test_takeaway_that_cannot_be_kept_is_given_back(client, event, host, typed, said):
    client.force_login(host)

    answer = client.post(page(event, "takeaway_add"), {"stance": "asked", **typed})

    assert (answer.status_code, said in answer.content.decode(), Takeaway.objects.count()) == (200, True, 0)


def test_host_writes_what_was_said(client, event, host):
    asked = question(event)
    client.force_login(host)

    client.post(page(event, "question_said", asked.pk), {"status": "answered", "said": "Because peers listen."})

    asked.refresh_from_db()
    assert (asked.status, asked.said) == ("answered", "Because peers listen.")


@pytest.mark.parametrize("name", ["takeaway_add", "takeaway_edit", "takeaway_remove", "question_said"])
def test_only_who_runs_the_event_writes(client, event, name):
    pk = {"takeaway_add": (), "question_said": (question(event).pk,)}.get(name, (takeaway(event).pk,))
    anonymous = client.get(page(event, name, *pk)).status_code
    client.force_login(UserFactory())

    assert (anonymous, client.get(page(event, name, *pk)).status_code) == (302, 403)


@pytest.mark.parametrize("count", [1, 10])
def test_page_takes_a_fixed_number_of_queries(client, event, django_assert_num_queries, count):
    for number in range(count):
        found = takeaway(event, title=f"Takeaway {number}")
        found.questions.add(question(event, text=f"Question {number}"))
        found.partnerships.add(PartnershipFactory())

    with django_assert_num_queries(6):
        client.get(page(event))
