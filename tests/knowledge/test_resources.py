"""The library: its list under filters, a resource with what is found in it, and both as files."""

import json

import pytest
from django.urls import reverse

from community.models import User
from knowledge.bibliography.formats import FORMATS
from knowledge.models import PieceFormerSlug, Recommendation, Uptake
from knowledge.models.choices import ArchiveReason, Audience, State
from tests.factories import InstitutionFactory, SectorFactory, UserFactory, member_of
from tests.factories.knowledge import FindingFactory, ResourceFactory, StoryFactory

pytestmark = pytest.mark.django_db
LIST = "/en/resources/"


@pytest.fixture
def editor(client):
    user = UserFactory(role=User.Role.EDITOR)
    client.force_login(user)
    return user


def titles(client, query=""):
    return [each.title for each in client.get(LIST + query).context["page"].items]


def test_the_list_holds_what_everyone_reads(client):
    ResourceFactory(title="Listed")
    ResourceFactory(title="For members", audience=Audience.COMMUNITY)
    for state in (State.DRAFT, State.IN_REVIEW, State.DECLINED):
        ResourceFactory(title=state, state=state)

    assert titles(client) == ["Listed"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=mensah", ["By Mensah"]),
        ("?q=annotated+words", ["By Mensah"]),
        ("?q=10.1787/abc", ["A guide"]),
        ("?type=guide", ["A guide"]),
        ("?type=guide&type=review", ["A guide", "By Mensah"]),
        ("?level=individual", ["By Mensah"]),
        ("?language=fr", ["A guide"]),
        ("?sector=151", ["By Mensah"]),
        ("?type=guide&language=en", []),
        ("?type=nothing", []),
        ("?after=broken&page=x", ["A guide", "By Mensah"]),
    ],
)
def test_filters_narrow_the_list(client, query, found):
    one = ResourceFactory(
        title="By Mensah",
        resource_type="review",
        levels=["individual"],
        authors=["Mensah, Ama"],
        annotation="<p>Annotated words.</p>",
    )
    one.sectors.add(SectorFactory(code="151"))
    ResourceFactory(
        title="A guide", resource_type="guide", language="fr", authors=[], publishers=["Bureau"], doi="10.1787/abc"
    )

    assert titles(client, query) == found


def test_facets_count_under_the_other_filters(client):
    for language, kind in (("en", "guide"), ("fr", "guide"), ("fr", "review")):
        ResourceFactory(language=language, resource_type=kind)

    facets = client.get(f"{LIST}?type=guide").context["facets"]

    counts = {each["name"]: {row["value"]: row["count"] for row in each["options"]} for each in facets}
    assert counts == {"type": {"guide": 2, "review": 1}, "language": {"en": 1, "fr": 1}}


def test_what_answers_the_words_best_comes_first(client):
    ResourceFactory(title="Twinning between audit offices")
    ResourceFactory(title="Newer", annotation="<p>It names twinning once.</p>")

    assert titles(client) == ["Newer", "Twinning between audit offices"]
    assert titles(client, "?q=twinning") == ["Twinning between audit offices", "Newer"]


@pytest.mark.parametrize("count", [1, 10])
def test_the_list_asks_as_often_for_ten_as_for_one(client, django_assert_num_queries, count):
    sector = SectorFactory()
    for _ in range(count):
        resource = ResourceFactory()
        resource.sectors.add(sector)
        FindingFactory(source=resource)

    with django_assert_num_queries(2):
        client.get(LIST)


@pytest.mark.parametrize("count", [1, 10])
def test_a_resource_asks_as_often_for_ten_findings_as_for_one(client, django_assert_num_queries, count):
    resource = ResourceFactory()
    for number in range(count):
        FindingFactory(source=resource)
        resource.cites.add(ResourceFactory())
        StoryFactory().rests_on.add(resource)
        Recommendation.objects.create(resource=resource, number=number + 1, text="Plan.")
        Uptake.objects.create(piece=resource, user=UserFactory(), kind=Uptake.Kind.TRIED, text="Tried.")

    with django_assert_num_queries(12):
        client.get(resource.get_absolute_url())


def test_a_resource_says_what_it_finds_and_who_uses_it(client):
    resource = ResourceFactory(title="Found", url="https://example.org/x", summary="Three sentences.")
    finding = FindingFactory(source=resource)
    finding.notes.create(text="So it is here.", institution=InstitutionFactory(name="Audit office"))
    finding.notes.create(text="Hidden away.", hidden_at="2026-01-01T00:00Z")
    story = StoryFactory(title="It rests on this")
    story.rests_on.add(resource)

    page = client.get(resource.get_absolute_url()).content.decode()

    shown = ["Three sentences.", finding.title, "So it is here.", "Audit office", "It rests on this"]
    assert [text for text in shown if text not in page] == []
    assert "Hidden away." not in page
    assert 'href="https://example.org/x"' in page


def test_what_uses_a_resource_is_named_to_whom_may_see_it(client):
    resource = ResourceFactory()
    StoryFactory(title="Not yet out", state=State.DRAFT).rests_on.add(resource)
    StoryFactory(title="For members", audience=Audience.COMMUNITY).rests_on.add(resource)

    uses = client.get(resource.get_absolute_url()).context["uses"]

    assert uses == {"partnerships": [], "pieces": []}


def test_a_resource_that_was_taken_down_is_gone_without_its_title(client):
    resource = ResourceFactory(
        title="Taken down",
        state=State.ARCHIVED,
        archive_reason=ArchiveReason.OUTDATED,
        first_published_at="2026-01-01T00:00Z",
    )

    answer = client.get(resource.get_absolute_url())

    assert answer.status_code == 410
    assert "Taken down" not in answer.content.decode()


def test_a_resource_never_listed_and_none_at_all_answer_alike(client):
    never = ResourceFactory(state=State.ARCHIVED, archive_reason=ArchiveReason.OUTDATED)

    answers = [client.get(reverse("knowledge:resource", args=[slug])) for slug in (never.slug, "no-such-thing")]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_former_address_leads_on(client):
    resource = ResourceFactory()
    PieceFormerSlug.objects.create(piece=resource, slug="once-here")

    answer = client.get("/en/resources/once-here/")

    assert (answer.status_code, answer["Location"]) == (301, resource.get_absolute_url())


@pytest.mark.parametrize("form", list(FORMATS))
def test_the_list_is_taken_along_as_it_is_filtered(client, form):
    ResourceFactory(title="Wanted", resource_type="guide")
    ResourceFactory(title="Unwanted", resource_type="report")
    ResourceFactory(title="For members", resource_type="guide", audience=Audience.COMMUNITY)

    answer = client.get(f"/en/resources/export.{form}?type=guide")
    entries = list(FORMATS[form].read(b"".join(answer).decode()))

    assert [entry.raw["title"] for entry in entries] == ["Wanted"]
    assert answer["Content-Disposition"] == f'attachment; filename="resources.{form}"'


def test_works_of_one_name_and_year_have_keys_of_their_own(client):
    for _ in range(2):
        ResourceFactory(title="Learning together", authors=["Mensah, Ama"], year=2019)

    items = json.loads(b"".join(client.get("/en/resources/export.json")))

    assert [item["id"] for item in items] == ["mensah2019learning", "mensah2019learning-2"]


def test_a_format_that_is_none_is_not_found(client):
    slug = ResourceFactory().slug

    assert client.get("/en/resources/export.pdf").status_code == 404
    assert client.get(f"/en/resources/{slug}/cite.pdf").status_code == 404


def test_one_resource_is_taken_along(client):
    resource = ResourceFactory(title="One")

    answer = client.get(reverse("knowledge:resource_cite", args=[resource.slug, "bib"]))

    assert b"".join(answer).decode().startswith("@techreport{mensah2019,\n  title = {{One}},")


def test_what_is_not_listed_yet_has_no_tags_and_no_file(client, editor):
    resource = ResourceFactory(state=State.IN_REVIEW)

    page = client.get(resource.get_absolute_url())

    assert page.context["meta"] == []
    assert client.get(reverse("knowledge:resource_cite", args=[resource.slug, "bib"])).status_code == 403


def test_who_suggested_it_sees_it_waiting(client):
    author = member_of(InstitutionFactory(), "staff")
    ResourceFactory(title="Mine", author=author, state=State.SUBMITTED)
    ResourceFactory(title="Another’s", state=State.SUBMITTED)
    client.force_login(author)

    assert [each.title for each in client.get(LIST).context["waiting"]] == ["Mine"]
