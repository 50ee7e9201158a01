"""The directory and the pages of institutions and countries."""

import csv
import json

import pytest
from django.urls import reverse

from community.models import Institution, InstitutionFormerSlug, Profile
from community.suggestions import likely_doubles
from core.registry import Panel, add_panel
from tests.community.personas import COLUMNS, Cast
from tests.factories import CountryFactory, InstitutionFactory, MembershipFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
LIST = "/en/institutions/"


def names(response):
    return [institution.name for institution in response.context["page"].items]


@pytest.fixture
def register():
    sweden = CountryFactory(north=True)
    audit = InstitutionFactory(name="Riksrevisionen", acronym="RR", country=sweden, kind="supreme_audit_institution")
    audit.other_names.create(name="Swedish National Audit Office")
    return [audit, InstitutionFactory(name="École nationale", kind="academia"), InstitutionFactory(name="100% Works")]


def test_list_is_sorted_without_regard_to_accents(client, register):
    assert names(client.get(LIST)) == ["100% Works", "École nationale", "Riksrevisionen"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ecole", ["École nationale"]),
        ("rr", ["Riksrevisionen"]),
        ("audit swedish", ["Riksrevisionen"]),
        ("%", ["100% Works"]),
        ("_", []),
        ("riksrevisionnen", []),
    ],
)
def test_search_by_any_name(client, register, query, found):
    assert names(client.get(LIST, {"q": query})) == found


def test_search_offers_close_spellings(client, register):
    response = client.get(LIST, {"q": "riksrevisonen"})

    assert [s["label"] for s in response.context["suggestions"]] == ["Riksrevisionen"]


def test_filters(client, register):
    assert names(client.get(LIST, {"country": "SE"})) == ["Riksrevisionen"]
    assert names(client.get(LIST, {"kind": "academia"})) == ["École nationale"]
    assert names(client.get(LIST, {"country": "SE", "kind": "academia"})) == []


def test_unknown_filter_finds_nothing_and_says_so_at_the_field(client, register):
    response = client.get(LIST, {"country": "XX"})

    assert names(response) == []
    assert response.context["form"].errors["country"]
    assert response.context["form"].errors["country"][0] in response.text


@pytest.mark.parametrize(
    "asked",
    ["?page=0", "?page=-1", f"?page={10**18}", "?page=abc", "?after=broken", "?after=%F0%9F%98%80", "?q=((((", "?q=%27",
     "?q=" + "word+" * 1000, "?kind=%27", "?country=%25", "?q=%E2%80%AE", "?q=\\"],
)  # fmt: skip
def test_list_takes_whatever_is_typed(client, register, asked):
    assert client.get(LIST + asked).status_code == 200


def queries(client, url, bound):
    """How many queries a page makes, the frame's included; `bound` is the assertion of pytest-django."""
    client.get(url)
    with bound(16) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_list_query_count_does_not_grow(client, django_assert_max_num_queries):
    InstitutionFactory()
    one = queries(client, LIST, django_assert_max_num_queries)

    for number in range(9):
        InstitutionFactory(country=CountryFactory(iso2=f"Q{number}"))

    assert queries(client, LIST, django_assert_max_num_queries) == one


def test_detail_query_count_does_not_grow_with_members(client, django_assert_max_num_queries):
    institution = InstitutionFactory()
    client.force_login(UserFactory(role="editor"))

    def with_members(count):
        for _ in range(count):
            profile = Profile.objects.create(user=MembershipFactory(institution=institution).user)
            profile.expertise.add("audit")
        return queries(client, institution.get_absolute_url(), django_assert_max_num_queries)

    assert with_members(1) == with_members(9)


def test_country_query_count_does_not_grow(client, django_assert_max_num_queries):
    country = CountryFactory()

    def with_institutions(count):
        for _ in range(count):
            InstitutionFactory(country=country)
        return queries(client, country.get_absolute_url(), django_assert_max_num_queries)

    assert with_institutions(1) == with_institutions(9)


def test_former_address_leads_to_the_institution(client):
    institution = InstitutionFactory()
    InstitutionFormerSlug.objects.create(institution=institution, slug="old-name")

    response = client.get("/en/institutions/old-name/")

    assert (response.status_code, response.url) == (301, institution.get_absolute_url())


@pytest.mark.parametrize("path", ["institutions/nowhere/", "countries/xx/", "countries/kenya/", "people/999999/"])
def test_what_is_not_there_is_404(client, path):
    assert client.get(f"/en/{path}").status_code == 404


def test_country_says_what_is_not_known(client):
    text = client.get(CountryFactory().get_absolute_url()).text

    assert "Not known here: no dated source yet" in text
    assert "South: not high income" in text


def test_country_in_small_letters_is_the_same(client):
    CountryFactory()

    assert client.get("/en/countries/ke/").status_code == client.get("/en/countries/KE/").status_code == 200


@pytest.mark.parametrize("column", COLUMNS)
def test_members_are_listed_for_verified_members_only(client, column):
    cast = Cast()
    colleague = MembershipFactory(institution=cast.ministry, user__name="Zora Neale").user
    Profile.objects.create(user=colleague, name_shown_to="public")
    if column != "anon":
        client.force_login(cast[column])

    text = client.get(cast.ministry.get_absolute_url()).text

    assert ("Zora Neale" in text) is (column not in ("anon", "pend"))
    assert colleague.email not in text


def test_hidden_name_and_hidden_institution_are_kept(client):
    institution = InstitutionFactory()
    for name, fields in (("Nameless", {"name_shown_to": "hidden"}), ("Homeless", {"institutions_shown_to": "hidden"})):
        user = MembershipFactory(institution=institution, user__name=name).user
        Profile.objects.create(user=user, **fields)
    client.force_login(member_of(InstitutionFactory()))

    response = client.get(institution.get_absolute_url())

    assert "Nameless" not in response.text
    assert "Homeless" not in response.text
    assert len(response.context["members"]) == 1


def test_suggest_gives_ten_at_most_in_the_shape_of_the_combobox(client):
    for number in range(12):
        InstitutionFactory(name=f"Audit office {number}")

    results = client.get("/en/institutions/suggest/", {"q": "audit"}).json()["results"]

    assert len(results) == 10
    assert set(results[0]) == {"id", "slug", "label", "hint", "country"}
    assert results[0]["hint"] == "Kenya"


@pytest.mark.parametrize("typed", ["", "a", "%", "\u202e", "((((", "x" * 5000, "'"])
def test_suggest_takes_whatever_is_typed(client, register, typed):
    assert client.get("/en/institutions/suggest/", {"q": typed}).status_code == 200


def test_likely_doubles_are_of_the_same_country_or_of_none():
    kenya = CountryFactory()
    same = InstitutionFactory(name="Kenya National Audit Office", country=kenya)
    nowhere = InstitutionFactory(name="National Audit Office", country=None)
    InstitutionFactory(name="National Audit Office", country=CountryFactory(north=True))

    found = likely_doubles("National Audit Ofice", kenya, UserFactory())

    assert {institution.pk for institution in found} == {same.pk, nowhere.pk}


def test_exports_hold_the_same_selection_as_the_page(client, register):
    InstitutionFactory(name="Invented", is_demo=True)
    InstitutionFactory(name="=HYPERLINK(1)", slug="formula")
    asked = {"kind": "agency"}

    rows = list(csv.DictReader(client.get(f"{LIST}export.csv", asked).getvalue().decode("utf-8-sig").splitlines()))
    data = json.loads(client.get(f"{LIST}export.json", asked).getvalue())

    shown = [i for i in client.get(LIST, asked).context["page"].items if not i.is_demo]
    assert [row["slug"] for row in rows] == [row["slug"] for row in data["results"]] == [i.slug for i in shown]
    assert data["count"] == len(shown)
    assert "'=HYPERLINK(1)" in [row["name"] for row in rows]


def test_export_includes_demonstration_records_when_asked(client):
    InstitutionFactory(is_demo=True)

    assert json.loads(client.get(f"{LIST}export.json").getvalue())["count"] == 0
    assert json.loads(client.get(f"{LIST}export.json", {"demo": "1"}).getvalue())["count"] == 1


def test_upper_apps_show_facts_and_panels(client, monkeypatch):
    institution = InstitutionFactory()
    monkeypatch.setattr("core.registry._panels._entries", {})
    template = "community/_member.html"
    add_panel(Panel("community:institutions", "count", template, 1, lambda rows, user: {rows[0].pk: "7 things"}))

    assert "7 things" in client.get(LIST).text
    assert Institution.objects.get() == institution
    assert reverse("community:institutions") == LIST
