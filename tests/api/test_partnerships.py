"""The register through the API: the rows of the directory and of its export, to each person their own."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.models import User
from core.models import Visibility
from partnerships.api.schemas import PartnershipTold, PartnershipWhole
from partnerships.models import Partnership
from tests.api.asking import client_of, get, problem, results
from tests.factories import (
    InstitutionFactory,
    PartnershipFactory,
    PartnershipMemberFactory,
    SectorFactory,
    UserFactory,
    member_of,
    partnership_between,
)
from tests.factories.api_tokens import token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def register():
    ours = InstitutionFactory(name="Ours")
    for number in range(3):
        partnership_between(title=f"Tax {number}", slug=f"public-{number}")
    whole = partnership_between(slug="land", title="Land", problem="Deeds", start="2024-03", languages=["en"])
    whole.sectors.add(SectorFactory(code="15111"), SectorFactory(code="151"))
    whole.themes.add("roads", "Bridges", "écoles")
    PartnershipMemberFactory(partnership=whole, institution=None, country=ours.country, stated_name="", side="funder")
    partnership_between(slug="demo", title="Tax demo", is_demo=True)
    partnership_between(slug="community", title="Tax", visibility=Visibility.COMMUNITY)
    partnership_between(slug="ours", title="Tax", demand=ours, visibility=Visibility.PARTIES, standing="one_side")
    partnership_between(slug="others", title="Tax", visibility=Visibility.PARTIES, standing="one_side")
    return ours


@pytest.fixture
def people(register):
    draft_author = member_of(register)
    PartnershipFactory(slug="draft", title="Tax draft", visibility=Visibility.PRIVATE, created_by=draft_author)
    return {
        "anonymous": None,
        "unverified": UserFactory(),
        "stranger": member_of(InstitutionFactory()),
        "party": draft_author,
        "editor": UserFactory(role=User.Role.EDITOR),
        "administrator": UserFactory(role=User.Role.ADMINISTRATOR),
    }


def exported(client: Client, **query) -> dict[str, dict]:
    answer = client.get(reverse("partnerships:export", args=["json"]), query)
    return {row["slug"]: row for row in json.loads(answer.getvalue())["results"]}


@pytest.mark.parametrize("query", [{}, {"q": "tax"}, {"sector": "151"}, {"country": "zz"}])
@pytest.mark.parametrize("role", ["anonymous", "unverified", "stranger", "party", "editor", "administrator"])
def test_partnerships_are_those_of_the_export_with_the_same_fields(people, role, query):
    client = client_of(people[role])

    rows = {row["slug"]: row for row in results("partnerships/", client=client, limit=2, **query)}

    expected = exported(client, demo="1", **query)
    for row in expected.values():
        row["changed_at"] = rows[row["slug"]]["changed_at"]  # written to the millisecond there
    assert rows == expected


@pytest.mark.parametrize("role", ["stranger", "party", "editor"])
def test_partnerships_by_token_are_those_of_its_owner(people, role):
    rows = results("partnerships/", secret=token_of(people[role]))

    assert [row["slug"] for row in rows] == [
        row["slug"] for row in results("partnerships/", client=client_of(people[role]))
    ]


@pytest.mark.parametrize("role", ["anonymous", "stranger", "party", "editor"])
def test_partnership_shows_what_its_owner_may_see_and_hides_the_rest(people, role):
    client = client_of(people[role])

    for record in Partnership.objects.all():
        page = client.get(record.get_absolute_url())
        assert get(f"partnerships/{record.slug}/", client=client).status_code == page.status_code


def test_partnerships_without_demonstration(register):
    assert "demo" not in {row["slug"] for row in results("partnerships/", demo="0")}
    assert get("partnerships/", demo="0").json()["count"] == 4
    assert get("partnerships/").json()["count"] == 5


@pytest.mark.parametrize("role", ["anonymous", "stranger", "party", "editor"])
@pytest.mark.parametrize("query", [{}, {"q": "tax"}])
def test_partnerships_are_counted(people, role, query):
    client = client_of(people[role])

    body = get("partnerships/", client=client, limit=1, **query).json()

    assert body["count"] == len(results("partnerships/", client=client, **query))


@pytest.mark.parametrize("sort", ["latest", "start", "title", "relevance", ""])
def test_partnerships_are_turned_on_and_back(register, sort):
    first = get("partnerships/", q="tax", limit=2, sort=sort).json()
    second = Client().get(first["next"]).json()
    back = Client().get(second["previous"]).json()

    assert [len(first["results"]), len(second["results"])] == [2, 2]
    assert back["results"] == first["results"]
    assert (first["previous"], back["previous"], second["next"]) == (None, None, None)


@pytest.mark.parametrize("count", [1, 10])
def test_partnerships_take_the_same_number_of_queries(django_assert_num_queries, count):
    for _ in range(count):
        partnership_between().themes.add("roads")
    get("partnerships/")

    with django_assert_num_queries(4):  # the limit, the rows, their members, the count
        assert len(get("partnerships/").json()["results"]) == count


@pytest.mark.parametrize("count", [1, 10])
def test_partnerships_by_token_take_the_same_number_of_queries(django_assert_num_queries, count):
    for _ in range(count):
        partnership_between()
    secret = token_of(member_of(InstitutionFactory()))
    get("partnerships/", secret=secret)

    with django_assert_num_queries(7):  # as above, with the token, the memberships, and the few beyond the public
        assert len(get("partnerships/", secret=secret).json()["results"]) == count


def test_partnerships_answer_as_their_schema_says(people):
    for row in results("partnerships/", client=client_of(people["party"])):
        assert PartnershipTold.model_validate(row).model_dump(mode="json").keys() == row.keys()
        whole = get(f"partnerships/{row['slug']}/", client=client_of(people["party"])).json()
        assert PartnershipWhole.model_validate(whole).model_dump(mode="json").keys() == whole.keys()


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "101"}, "limit"),
        ({"limit": "1e3"}, "limit"),
        ({"filter[visibility]": "private"}, "filter[visibility]"),
        ({"status": ["draft", "published"]}, "status"),
        ({"ordering": "user__password"}, "ordering"),
        ({"sort": "__class__"}, "sort"),
        ({"page": "10"}, "page"),
        ({"demo": "yes"}, "demo"),
    ],
)
def test_partnerships_with_a_parameter_not_understood(query, field):
    answer = get("partnerships/", **query)

    assert problem(answer)[0] == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize(
    ("after", "status"),
    [("x", 404), ("e30", 404), ("W10", 404), ("W1sxXSwwLDBd", 404), ("../", 422), ("\ud7ff", 422), ("x" * 3000, 422)],
)
def test_partnerships_after_a_cursor_of_nobody(after, status):
    assert problem(get("partnerships/", after=after))[0] == status


@pytest.mark.parametrize("q", ["%", "_", "((((", "a AND", "'", "*", "the of", "' OR 1=1", "=1", "é" * 300])
def test_partnerships_searched_for_odd_words(q):
    assert get("partnerships/", q=q).status_code == 200


@pytest.mark.parametrize("slug", ["-1", "0", str(2**63), "1;2", "١٢", "%2e%2e", "{9b2}", "a" * 3000])
def test_partnership_of_an_odd_address(slug):
    assert problem(get(f"partnerships/{slug}/"))[0] == 404


def test_partnership_of_which_parts_are_for_the_parties_only():
    record = partnership_between(slug="record")
    record.activity_set.create(kind="study_visit", title="Open", starts_on=timezone.localdate(), visibility="public")
    record.activity_set.create(kind="study_visit", title="Closed", starts_on=timezone.localdate(), visibility="parties")
    party = member_of(record.members.first().institution)

    public = get("partnerships/record/").json()
    own = get("partnerships/record/", client=client_of(party)).json()

    assert [each["title"] for each in public["parts"]["exchanges"]] == ["Open"]
    assert [each["title"] for each in own["parts"]["exchanges"]] == ["Open", "Closed"]
