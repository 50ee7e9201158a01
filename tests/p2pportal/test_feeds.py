"""Every list as an Atom feed: under its filters, for its reader, linked from its page."""

import pytest
from django.urls import reverse
from lxml import etree

from events.models.choices import Format
from knowledge.models.choices import Audience, Level, QuestionState
from tests.factories import (
    FindingFactory,
    InstitutionFactory,
    LearningEventFactory,
    OpenQuestionFactory,
    ResourceFactory,
    StoryFactory,
    member_of,
    partnership_between,
)

pytestmark = pytest.mark.django_db


def source(**fields):
    return ResourceFactory(title="A source", **fields)


def finding(title, is_demo=False, **fields):
    return FindingFactory(title=title, source=source(is_demo=is_demo), **fields)


# page, feed, how a row is made, a filter, and what a row has that meets it
LISTS = {
    "stories": (
        "knowledge:stories",
        "knowledge:stories_feed",
        StoryFactory,
        "title",
        ("language", "fr"),
        {"language": "fr"},
    ),
    "resources": (
        "knowledge:resources",
        "knowledge:resources_feed",
        ResourceFactory,
        "title",
        ("language", "fr"),
        {"language": "fr"},
    ),
    "findings": (
        "knowledge:evidence",
        "knowledge:findings_feed",
        finding,
        "title",
        ("level", "institution"),
        {"level": Level.SYSTEM},
    ),
    "questions": (
        "knowledge:questions",
        "knowledge:questions_feed",
        OpenQuestionFactory,
        "text",
        ("state", "answered"),
        {"state": QuestionState.ANSWERED, "answer": "Yes."},
    ),
    "events": (
        "events:list",
        "events:list_feed",
        LearningEventFactory,
        "title",
        ("format", "in_person"),
        {"format": Format.IN_PERSON},
    ),
    "institutions": (
        "community:institutions",
        "community:institutions-feed",
        InstitutionFactory,
        "name",
        ("kind", "court"),
        {"kind": "court"},
    ),
}
every_list = pytest.mark.parametrize("name", LISTS)


def told(client, address, **asked):
    answer = client.get(address, asked)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return [title.text for title in etree.fromstring(answer.content).findall("{*}entry/{*}title")]


@every_list
def test_a_page_links_to_the_feed_of_its_selection(client, name):
    page, feed, _make, _column, (key, value), _fields = LISTS[name]
    linked = f'href="{reverse(feed)}?{key}={value}"'

    html = client.get(reverse(page), {key: value}).text

    head, body = html.split("</head>")
    assert [linked in head, linked in body] == [True, True]
    assert 'type="application/atom+xml"' in head


@every_list
def test_a_filter_narrows_the_feed(client, name):
    _page, feed, make, column, (key, value), fields = LISTS[name]
    make(**{column: "Wanted"}, **fields)
    make(**{column: "Other"})

    assert told(client, reverse(feed), **{key: value}) == ["Wanted"]


@every_list
def test_a_feed_is_well_formed_whatever_titles_hold(client, name):
    _page, feed, make, column, _filter, _fields = LISTS[name]
    make(**{column: "a <b> & “c”"})

    assert "a <b> & “c”" in told(client, reverse(feed))


@every_list
def test_a_feed_leaves_demonstration_records_out_until_they_are_asked_for(client, name):
    _page, feed, make, column, _filter, _fields = LISTS[name]
    make(**{column: "Invented"}, is_demo=True)

    assert ["Invented" in told(client, reverse(feed), **asked) for asked in ({}, {"demo": "1"})] == [False, True]


@every_list
@pytest.mark.parametrize("count", [1, 10])
def test_a_feed_takes_as_many_queries_for_many_rows(client, name, count, django_assert_max_num_queries):
    _page, feed, make, column, _filter, _fields = LISTS[name]
    for number in range(count):
        make(**{column: f"Row {number}"})
    told(client, reverse(feed))

    with django_assert_max_num_queries(3):
        assert len(told(client, reverse(feed))) >= count


@pytest.mark.parametrize("name", ["resources", "findings"])
def test_a_feed_for_members_is_for_them(client, name):
    _page, feed, _make, _column, _filter, _fields = LISTS[name]
    hidden = ResourceFactory(title="Hidden", audience=Audience.COMMUNITY)
    FindingFactory(title="Hidden", source=hidden)

    assert told(client, reverse(feed)) == []
    client.force_login(member_of(InstitutionFactory()))
    assert told(client, reverse(feed)) == ["Hidden"]


def test_the_register_links_to_its_feed(client):
    partnership_between(title="A link")
    address = reverse("partnerships:export", args=["atom"])

    html = client.get(reverse("partnerships:list")).text

    assert [f'href="{address}"' in part for part in html.split("</head>")] == [True, True]
    assert told(client, address, demo="1") == ["A link"]


def test_a_search_has_a_feed_of_all_kinds_under_its_filters(client):
    StoryFactory(title="Xylophone story")
    StoryFactory(title="Other")
    InstitutionFactory(name="Xylophone house")
    finding("Xylophone finding")

    html = client.get(reverse("search"), {"q": "xylophone", "kind": "story"}).text

    address = reverse("search_feed")
    assert [f'href="{address}?q=xylophone&amp;kind=story"' in part for part in html.split("</head>")] == [True, True]
    assert told(client, address, q="xylophone", kind="story") == ["Xylophone story"]
    assert sorted(told(client, address, q="xylophone")) == ["Xylophone finding", "Xylophone house", "Xylophone story"]


def test_the_feed_of_a_search_is_for_its_reader(client):
    StoryFactory(title="Xylophone story", audience=Audience.COMMUNITY)
    finding("Xylophone invented", is_demo=True)
    address = reverse("search_feed")

    assert told(client, address, q="xylophone") == []
    assert told(client, address, q="xylophone", demo="1") == ["Xylophone invented"]
    client.force_login(member_of(InstitutionFactory()))
    assert told(client, address, q="xylophone") == ["Xylophone story"]


@pytest.mark.parametrize("q", ["", "?!", "   "])
def test_the_feed_of_no_search_is_empty(client, q):
    StoryFactory()

    assert told(client, reverse("search_feed"), q=q) == []


@pytest.mark.parametrize("count", [1, 10])
def test_the_feed_of_a_search_takes_as_many_queries_for_many_rows(client, count, django_assert_num_queries):
    for number in range(count):
        StoryFactory(title=f"Xylophone {number}")
        InstitutionFactory(name=f"Xylophone {number}")

    with django_assert_num_queries(3):
        assert len(told(client, reverse("search_feed"), q="xylophone")) == 2 * count
