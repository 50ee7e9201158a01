"""The stories and the evidence of the front page."""

import pytest
from django.urls import reverse

from core.keeping import Kept
from knowledge.models.choices import Audience, State
from tests.factories import MethodFactory, ResourceFactory, StoryFactory

pytestmark = pytest.mark.django_db


def shown(client):
    return client.get(reverse("home")).context["told"]


def test_home_shows_the_latest_public_stories_and_resources(client):
    _first, second, third, fourth = (StoryFactory(title=f"Story {number}") for number in range(4))
    resource = ResourceFactory()
    MethodFactory()
    StoryFactory(title="Draft", state=State.DRAFT)
    StoryFactory(title="For members", audience=Audience.COMMUNITY)

    told = shown(client)

    assert [piece.pk for piece in told.stories] == [fourth.pk, third.pk, second.pk]
    assert [piece.pk for piece in told.resources] == [resource.pk]


def test_home_puts_real_stories_before_invented_ones(client):
    real = StoryFactory()
    StoryFactory.create_batch(2, is_demo=True)

    told = shown(client)

    assert [piece.is_demo for piece in told.stories] == [False, True, True]
    assert told.stories[0].pk == real.pk


def test_home_without_stories_leaves_their_place_out(client):
    assert "Success stories" not in client.get(reverse("home")).content.decode()


@pytest.mark.parametrize("count", [1, 10])
def test_home_query_count_does_not_grow_with_stories(client, django_assert_max_num_queries, count):
    for _ in range(count):
        StoryFactory()
        ResourceFactory()
    client.get(reverse("home"))

    with django_assert_max_num_queries(6):
        client.get(reverse("home"))


def test_home_keeps_its_lists_for_some_seconds(client, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("p2pportal.home._kept", Kept(60))
    story = StoryFactory()
    assert [piece.pk for piece in shown(client).stories] == [story.pk]
    type(story).objects.filter(pk=story.pk).update(state=State.ARCHIVED, archive_reason="outdated")

    with django_assert_max_num_queries(1):
        assert len(shown(client).stories) == 1


def test_home_forgets_after_some_seconds(client):
    StoryFactory()
    assert len(shown(client).stories) == 1
    StoryFactory()

    assert len(shown(client).stories) == 2
