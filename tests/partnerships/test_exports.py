"""The exports hold what the list shows to the same person, and no more."""

import csv
import io
import itertools
import json

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree

from community.models import Membership, User
from core.models import Visibility
from partnerships import exports
from partnerships.imports.columns import EXPORTED
from partnerships.models import Partnership, PartnershipMember
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    PartnershipFactory,
    PartnershipMemberFactory,
    SectorFactory,
    UserFactory,
    member_of,
    partnership_between,
)

pytestmark = pytest.mark.django_db
FORMATS = ["csv", "xlsx", "json", "atom"]


def body(response) -> bytes:
    return response.getvalue()


def get(client, format: str, query: str = ""):
    return client.get(reverse("partnerships:export", args=[format]) + f"?{query}")


def slugs(response, format: str) -> list[str]:
    """The records that an export holds, whatever its format."""
    content = body(response)
    if format == "csv":
        return [row["slug"] for row in csv.DictReader(io.StringIO(content.decode(), newline=""))]
    if format == "json":
        return [each["slug"] for each in json.loads(content)["results"]]
    if format == "xlsx":
        rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
        return [row[rows[0].index("slug")] for row in rows[1:]]
    links = etree.fromstring(content).findall("{*}entry/{*}link")
    return [link.get("href").rstrip("/").rsplit("/", 1)[1] for link in links]


@pytest.fixture
def register():
    ours = InstitutionFactory(name="Ours")
    for number in range(3):
        partnership_between(title=f"Tax {number}", slug=f"public-{number}")
    partnership_between(slug="land", title="Land")
    partnership_between(slug="demo", title="Tax demo", is_demo=True)
    partnership_between(slug="community", title="Tax", visibility=Visibility.COMMUNITY)
    partnership_between(slug="ours", title="Tax", demand=ours, visibility=Visibility.PARTIES, standing="one_side")
    partnership_between(slug="others", title="Tax", visibility=Visibility.PARTIES, standing="one_side")
    return ours


def client_of(user) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


@pytest.fixture
def clients(register):
    return {
        "anonymous": client_of(None),
        "unverified": client_of(UserFactory()),
        "party": client_of(member_of(register)),
        "member": client_of(member_of(InstitutionFactory())),
        "editor": client_of(UserFactory(role=User.Role.EDITOR)),
    }


@pytest.mark.parametrize("query", ["", "q=tax", "country=KE&direction=NS", "stage=closed", "country=XX", "q=%25"])
def test_export_holds_what_the_list_shows(clients, query):
    for (who, client), format in itertools.product(clients.items(), FORMATS):
        listed = client.get(reverse("partnerships:list") + f"?view=table&{query}").context["rows"]

        exported = slugs(get(client, format, query), format)

        assert sorted(exported) == sorted(
            row["url"].rstrip("/").rsplit("/", 1)[1] for row in listed if not row["is_demo"]
        ), (who, format)


@pytest.mark.parametrize("format", FORMATS)
def test_demonstration_records_come_only_when_asked_for(clients, format):
    assert "demo" not in slugs(get(clients["anonymous"], format), format)
    assert "demo" in slugs(get(clients["anonymous"], format, "demo=1"), format)


@pytest.mark.parametrize("format", ["pdf", "iati", "CSV", "x"])
def test_unknown_format_is_not_found(client, format):
    assert get(client, format).status_code == 404


@pytest.mark.parametrize("format", FORMATS)
def test_export_is_only_read(client, format):
    url = reverse("partnerships:export", args=[format])

    assert client.post(url).status_code == 405
    assert client.head(url).status_code == 200


def test_json_object_names_what_the_filters_take(client):
    partnership = partnership_between(title="Tax", kind="twinning", stage="adapting", actual_start="2024-03")
    partnership.sectors.add(SectorFactory())

    answer = json.loads(body(get(client, "json")))

    assert answer["count"] == 1
    result = answer["results"][0]
    partnership.refresh_from_db()
    demand, supply = partnership.members.order_by("pk")
    assert (
        result
        | {
            "title": "Tax",
            "slug": partnership.slug,
            "url": exports.address(partnership),
            "kind": "twinning",
            "direction": "NS",
            "stage": "adapting",
            "sectors": ["16062"],
            "members": [
                {"institution": demand.name, "country": "KE", "side": "demand"},
                {"institution": supply.name, "country": "SE", "side": "supply"},
            ],
            "start": "2024-03",
            "end": "",
            "source": "https://example.org/source",
            "is_demo": False,
        }
        == result
    )


def test_members_without_a_name_come_after_those_with_one(client):
    partnership = PartnershipFactory()
    kenya, sweden = CountryFactory(), CountryFactory(north=True)
    PartnershipMemberFactory(partnership=partnership, institution=None, country=sweden, side="supply")
    PartnershipMemberFactory(
        partnership=partnership, institution=InstitutionFactory(name="World body", country=None), side="supply"
    )
    PartnershipMemberFactory(
        partnership=partnership, institution=InstitutionFactory(name="Statistics; Kenya", country=kenya), side="supply"
    )

    row = next(csv.DictReader(io.StringIO(body(get(client, "csv")).decode(), newline="")))

    assert (row["supply_institution"], row["supply_country"]) == ("World body; Statistics, Kenya", "; KE; SE")


@pytest.mark.parametrize("title", ["=cmd|'/c calc'!A1", "+1 more", "@SUM(1)", "\uff1d1", "-1+1"])
def test_no_cell_is_a_formula(client, title):
    PartnershipFactory(title=title)

    sheet = openpyxl.load_workbook(io.BytesIO(body(get(client, "xlsx")))).active
    text = next(csv.DictReader(io.StringIO(body(get(client, "csv")).decode(), newline="")))

    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "n"}
    assert text["title"] == f"'{title}"


def test_columns_are_those_of_the_import(client):
    header = body(get(client, "csv")).decode().splitlines()[0]

    assert header.split(",") == list(EXPORTED)


@pytest.mark.parametrize("format", ["csv", "json", "xlsx"])
def test_export_of_many_parts_is_whole(client, monkeypatch, format):
    monkeypatch.setattr(exports, "PART", 2)
    expected = [partnership_between().slug for _ in range(5)]

    assert slugs(get(client, format), format) == expected[::-1]


@pytest.mark.parametrize("count", [1, 10])
def test_export_queries_do_not_grow(client, django_assert_num_queries, count):
    for _ in range(count):
        partnership_between()

    with django_assert_num_queries(5):
        body(get(client, "csv"))


def test_a_right_that_ends_takes_effect_inside_a_running_export(register, monkeypatch):
    monkeypatch.setattr(exports, "PART", 1)
    user = member_of(register)
    rows = exports.rows(exports.Selection(), user)
    first = [next(rows).slug, next(rows).slug]

    Membership.objects.filter(user=user).update(status=Membership.Status.ENDED)

    assert first == ["ours", "community"]
    assert [row.slug for row in rows] == ["land", "public-2", "public-1", "public-0"]


def test_feed_is_well_formed_whatever_the_titles_hold(client):
    Partnership.objects.bulk_create(
        [PartnershipFactory.build(title="a <b> & \x0b\u202e “c”", source_url="https://example.org/")]
    )

    feed = etree.fromstring(body(get(client, "atom")))

    assert [title.text for title in feed.findall("{*}entry/{*}title")] == ["a <b> &  “c”"]
    assert PartnershipMember.objects.count() == 0
