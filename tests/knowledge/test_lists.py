"""Lists of stories, methods and challenges, and their feeds."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from community.models import User
from knowledge import listing
from knowledge.models import Story
from knowledge.models.choices import Audience, State
from partnerships.models import CriticalJuncture
from tests.factories.community import CountryFactory, MembershipFactory, SectorFactory, UserFactory
from tests.factories.knowledge import ChallengeFactory, MethodFactory, ResourceFactory, StoryFactory

pytestmark = pytest.mark.django_db


def country(code):
    return CountryFactory(iso2=code, iso3={"KE": "KEN", "RW": "RWA"}[code])


def titles(client, name="stories", **asked):
    return [each.title for each in client.get(reverse(f"knowledge:{name}"), asked).context["page"].items]


def test_a_list_holds_its_kind_and_what_is_published_latest_first(client):
    early, late = timezone.now() - timezone.timedelta(days=2), timezone.now()
    StoryFactory(title="Early", published_at=early)
    StoryFactory(title="Late", published_at=late)
    for other in (MethodFactory, ChallengeFactory, ResourceFactory):
        other()
    StoryFactory(state=State.DRAFT)
    StoryFactory(state=State.IN_REVIEW)

    assert titles(client) == ["Late", "Early"]


def test_what_is_for_members_is_in_their_list_and_their_counts_alone(client):
    StoryFactory(title="For all")
    StoryFactory(title="For members", audience=Audience.COMMUNITY)
    address = reverse("knowledge:stories")

    assert (titles(client), client.get(address).context["found"]) == (["For all"], 1)
    client.force_login(MembershipFactory().user)
    assert (len(titles(client)), client.get(address).context["found"]) == (2, 2)


def tied():
    """Two stories, the first with a value for each filter."""
    wanted, other = StoryFactory(title="Wanted", language="fr", evidence="documented"), StoryFactory(title="Other")
    sector = SectorFactory()
    wanted.sectors.add(sector)
    wanted.countries.add(country("KE"))
    wanted.themes.add("Open data")
    juncture = CriticalJuncture.objects.create(name="A flood", started_on=date(2021, 3, 1))
    wanted.junctures.add(juncture)
    other.countries.add(country("RW"))
    return sector, juncture


@pytest.mark.parametrize("name", ["sector", "country", "theme", "juncture", "language", "evidence"])
def test_each_filter_narrows_the_list_and_the_feed(client, name):
    sector, juncture = tied()
    value = {
        "sector": sector.pk,
        "country": "ke",
        "theme": "open-data",
        "juncture": juncture.pk,
        "language": "fr",
        "evidence": "documented",
    }[name]

    assert titles(client, **{name: value}) == ["Wanted"]
    feed = client.get(reverse("knowledge:stories_feed"), {name: value}).content.decode()
    assert ("<title>Wanted</title>" in feed, "<title>Other</title>" in feed) == (True, False)


@pytest.mark.parametrize(
    ("name", "value"), [("country", "XX"), ("juncture", "x"), ("juncture", "9" * 30), ("language", "\ufffd")]
)
def test_a_value_that_nobody_knows_finds_nothing(client, name, value):
    StoryFactory()

    assert titles(client, **{name: value}) == []


def test_words_are_found_in_the_text_whatever_their_accents_and_endings(client):
    StoryFactory(title="Des régimes fiscaux", language="fr", context="<p>Les registres étaient partagés.</p>")
    StoryFactory()

    assert titles(client, q="regime") == ["Des régimes fiscaux"]
    assert titles(client, q="registres") == ["Des régimes fiscaux"]
    assert titles(client, q="xylophone") == []


def test_counts_follow_the_other_filters(client):
    tied()
    StoryFactory(language="fr").countries.add(country("KE"))

    facets = client.get(reverse("knowledge:stories"), {"country": "KE", "language": "en"}).context["facets"]

    assert facets  # drawn
    tally = listing.Tally("story", client.get("/en/").wsgi_request.user, listing.Selection(values={"country": ("KE",)}))
    assert sorted((value, count) for value, _label, count in tally.counts["language"]) == [("fr", 2)]
    assert sorted((value, count) for value, _label, count in tally.counts["country"]) == [("KE", 2), ("RW", 1)]


@pytest.mark.parametrize("count", [1, 10])
@pytest.mark.parametrize("asked", [{}, {"country": "KE"}, {"q": "learnt"}])
def test_a_list_takes_as_many_queries_for_many_rows(client, count, asked, django_assert_num_queries):
    for _n in range(count):
        StoryFactory().countries.add(country("KE"))

    with django_assert_num_queries(2):
        client.get(reverse("knowledge:stories"), asked)


def test_a_feed_leaves_demonstration_records_out_until_they_are_asked_for(client):
    StoryFactory(title="Invented", is_demo=True)
    StoryFactory(title="Real", audience=Audience.COMMUNITY)
    address = reverse("knowledge:stories_feed")

    assert b"<entry>" not in client.get(address).content
    assert b"<title>Invented</title>" in client.get(address, {"demo": "1"}).content


def test_more_than_a_page_is_turned_by_key(client):
    for number in range(23):
        StoryFactory(title=f"Story {number:02}")

    first = client.get(reverse("knowledge:stories"))
    second = client.get(reverse("knowledge:stories") + first.context["pager"]["next_url"])

    shown = [each.title for answer in (first, second) for each in answer.context["page"].items]
    assert sorted(shown) == [f"Story {number:02}" for number in range(23)]


def test_the_page_about_evidence_is_no_method(client):
    assert client.get("/en/methods/evidence/").status_code == 200


@pytest.mark.parametrize(
    "who",
    [
        AnonymousUser,
        UserFactory,
        lambda: MembershipFactory().user,
        lambda: MembershipFactory(user__is_active=False).user,
        lambda: UserFactory(role=User.Role.EDITOR),
        lambda: UserFactory(role=User.Role.EDITOR, is_active=False),
    ],
)
def test_what_is_listed_is_what_is_published_of_what_one_may_see(who):
    reader = who()
    author = {} if reader.is_anonymous else {"author": reader}
    for audience in Audience:
        for state in State:
            reason = "outdated" if state == State.ARCHIVED else ""
            StoryFactory(audience=audience, state=state, archive_reason=reason, **author)
            StoryFactory(audience=audience, state=state, archive_reason=reason)

    listed = Story.objects.listed_for(reader)

    assert listed.exists()
    assert set(listed) == set(Story.objects.visible_to(reader).published())
