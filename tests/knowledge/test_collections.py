"""Collections as they are read: to each what they may see, in the order of who made it."""

import pytest
from django.urls import reverse

from community.models import User
from knowledge.models import Collection, Piece
from knowledge.models.choices import Audience, State
from tests.factories.community import MembershipFactory, UserFactory
from tests.factories.knowledge import (
    CollectionFactory,
    FindingFactory,
    OpenQuestionFactory,
    ResourceFactory,
    StoryFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/en/collections/"


def titles(client, collection):
    return [line.title for line in client.get(collection.get_absolute_url()).context["page"].lines]


def listed(client):
    return {each.title: each.item_count for each in client.get(LIST).context["page"].items}


def test_what_stands_in_it_is_printed_in_its_order(client):
    story, finding = StoryFactory(title="A story"), FindingFactory(title="A finding")
    question = OpenQuestionFactory(text="What is open?")
    collection = CollectionFactory(title="For auditors", holding=[finding, story, question])

    page = client.get(collection.get_absolute_url()).content.decode()

    assert titles(client, collection) == ["A finding", "A story", "What is open?"]
    places = [page.index(title) for title in ("A finding", "A story", "What is open?")]
    assert places == sorted(places)
    assert "<p>Begin with the <em>first</em>.</p>" in page
    assert 'href="/en/collections/"' in page


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (None, ["Public", "Found in public"]),
        ("member", ["Public", "For members", "Found in public", "Found for members"]),
        (User.Role.EDITOR, ["Public", "For members", "Found in public", "Found for members"]),
    ],
)
def test_each_reader_sees_what_they_may_see_elsewhere_too(client, role, seen):
    for_members = ResourceFactory(title="For members", audience=Audience.COMMUNITY)
    collection = CollectionFactory(
        holding=[
            StoryFactory(title="Public"),
            for_members,
            StoryFactory(title="Not yet", state=State.IN_REVIEW),
            FindingFactory(title="Found in public"),
            FindingFactory(title="Found for members", source=for_members),
            OpenQuestionFactory(text="Off the board?", is_on_board=False),
        ]
    )
    if role:
        client.force_login(MembershipFactory().user if role == "member" else UserFactory(role=role))

    assert titles(client, collection) == seen
    assert listed(client) == {collection.title: len(seen)}


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (None, {"public"}),
        ("member", {"public", "community"}),
        (User.Role.EDITOR, {"public", "community", "secretariat"}),
    ],
)
def test_a_collection_is_for_its_audience(client, role, seen):
    made = {audience: CollectionFactory(title=audience, audience=audience) for audience in Collection.Audience.values}
    if role:
        client.force_login(MembershipFactory().user if role == "member" else UserFactory(role=role))

    codes = {name: client.get(each.get_absolute_url()).status_code for name, each in made.items()}

    assert set(listed(client)) == seen
    assert {name for name, code in codes.items() if code == 200} == seen
    assert {code for name, code in codes.items() if name not in seen} <= {404}


def test_search_finds_it_by_title_and_introduction_and_never_one_that_is_being_put_together(client):
    client.force_login(UserFactory(role=User.Role.EDITOR))
    CollectionFactory(title="Xylophones", introduction="<p>Quokkas</p>")
    CollectionFactory(title="Xylophones unready", audience=Collection.Audience.SECRETARIAT)

    found = {word: client.get(reverse("search"), {"q": word}).content.decode() for word in ("xylophone", "quokka")}

    assert ["to-read-together" in page for page in found.values()] == [True, True]
    assert "unready" not in found["xylophone"]


def test_its_publications_go_to_a_reference_manager_in_its_order(client):
    hidden = ResourceFactory(title="For members", audience=Audience.COMMUNITY)
    first, second = ResourceFactory(title="Beta"), ResourceFactory(title="Alpha")
    collection = CollectionFactory(holding=[first, hidden, StoryFactory(title="A story"), second])
    ResourceFactory(title="Elsewhere")

    answer = client.get(reverse("knowledge:collection_works", args=[collection.slug, "ris"]))
    lines = b"".join(answer).decode().splitlines()

    assert [line for line in lines if line.startswith("TI")] == ["TI  - Beta", "TI  - Alpha"]
    assert answer["Content-Disposition"] == f'attachment; filename="{collection.slug}.ris"'
    assert client.get(reverse("knowledge:collection_works", args=[collection.slug, "exe"])).status_code == 404


def test_the_files_are_offered_where_there_are_publications(client):
    without, with_one = CollectionFactory(holding=[StoryFactory()]), CollectionFactory(holding=[ResourceFactory()])

    offered = [
        reverse("knowledge:collection_works", args=[each.slug, "ris"])
        in client.get(each.get_absolute_url()).content.decode()
        for each in (without, with_one)
    ]

    assert offered == [False, True]


def test_the_feed_of_one_tells_what_was_put_into_it_last(client):
    collection = CollectionFactory(
        holding=[
            StoryFactory(title="First in"),
            StoryFactory(title="For members", audience=Audience.COMMUNITY),
            StoryFactory(title="Invented", is_demo=True),
            StoryFactory(title="Last in"),
        ]
    )

    feed = client.get(reverse("knowledge:collection_feed", args=[collection.slug])).content.decode()

    assert feed.index("Last in") < feed.index("First in")
    assert "For members" not in feed
    assert "Invented" not in feed


def test_the_feed_of_all_tells_the_public_ones(client):
    CollectionFactory(title="Told")
    CollectionFactory(title="Invented", is_demo=True)
    for audience in (Collection.Audience.COMMUNITY, Collection.Audience.SECRETARIAT):
        CollectionFactory(title=f"Kept {audience}", audience=audience)

    feed = client.get(reverse("knowledge:collections_feed")).content.decode()

    assert [word in feed for word in ("Told", "Invented", "Kept")] == [True, False, False]


@pytest.mark.parametrize("count", [1, 10])
def test_the_list_asks_as_often_for_ten_as_for_one(client, django_assert_num_queries, count):
    for _n in range(count):
        CollectionFactory(holding=[StoryFactory() for _m in range(count)])

    with django_assert_num_queries(1):
        client.get(LIST)


@pytest.mark.parametrize("count", [1, 10])
def test_a_collection_asks_as_often_for_ten_of_each_as_for_one(client, django_assert_num_queries, count):
    things = [make() for make in (StoryFactory, FindingFactory, OpenQuestionFactory) for _n in range(count)]
    collection = CollectionFactory(holding=things)

    with django_assert_num_queries(5):
        client.get(collection.get_absolute_url())


def test_what_is_taken_down_is_gone_from_it(client):
    story = StoryFactory(title="A story")
    collection = CollectionFactory(holding=[story])

    Piece.objects.filter(pk=story.pk).update(state=State.ARCHIVED, archive_reason="outdated")

    assert titles(client, collection) == []
