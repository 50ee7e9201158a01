"""Reading the address, and what each filter finds."""

import pytest
from django.http import QueryDict

from community.models import SDGGoal, SDGTarget
from partnerships.filters import FACETS, MOST_VALUES, Selection
from partnerships.models import Partnership, PartnershipMember
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    PartnershipFactory,
    PartnershipMemberFactory,
    SectorFactory,
    partnership_between,
)


def read(query: str) -> Selection:
    return Selection.read(QueryDict(query))


def titles(query: str) -> set[str]:
    return set(read(query).apply(Partnership.objects.all()).values_list("title", flat=True))


def test_nothing_is_selected_at_first():
    selection = read("")

    assert (selection.narrows, selection.view, selection.sort) == (False, "cards", "latest")


def test_values_are_read_as_the_database_writes_them():
    selection = read("country=ke&country=KE&direction=ss&direction=In_Country&kind=Twinning&language=FR")

    assert selection.values == {
        "country": ("KE",),
        "direction": ("SS", "in_country"),
        "kind": ("twinning",),
        "language": ("fr",),
    }


@pytest.mark.parametrize(
    ("query", "sort"),
    [
        ("", "latest"),
        ("q=tax", "relevance"),
        ("q=tax&sort=title", "title"),
        ("sort=relevance", "latest"),
        ("sort=__class__", "latest"),
    ],
)
def test_sort_is_one_of_ours(query, sort):
    assert read(query).sort == sort


def test_empty_values_are_no_filter():
    assert not read("q=&country=&stage=&view=").narrows


def test_more_values_than_are_looked_for_are_cut():
    selection = read("&".join(f"sector={number}" for number in range(500)))

    assert len(selection.values["sector"]) == MOST_VALUES
    assert selection.is_cut


def test_address_keeps_the_whole_selection():
    query = "q=tax+audit&stage=closed&country=KE&country=SE&view=table&sort=title"

    assert read(query).address() == f"?{query}"


def test_a_filter_is_lifted_alone():
    selection = read("q=tax&country=KE&country=SE")

    assert selection.without("country", "KE").address() == "?q=tax&country=SE"
    assert selection.without("q").address() == "?country=KE&country=SE"


@pytest.fixture
def register():
    """Two partnerships that share no value of any filter."""
    goal = SDGGoal.objects.create(number=16, name_en="Peace and justice")
    target = SDGTarget.objects.create(code="16.6", goal=goal, name_en="Effective institutions")
    category = SectorFactory(code="151", name_en="Government")
    sector = SectorFactory(code="15111", name_en="Public finance", category=category)
    funder = InstitutionFactory(name="Sida", slug="sida", country=CountryFactory(north=True))
    full = partnership_between(title="Full", kind="twinning", stage="adapting", languages=["fr"])
    full.sectors.add(sector)
    full.sdg_targets.add(target)
    full.themes.add("Open data")
    PartnershipMemberFactory(partnership=full, institution=funder, side=PartnershipMember.Side.FUNDER)
    other = PartnershipFactory(title="Other", kind="mentoring", stage="closed", languages=["en"])
    for side in ("demand", "supply"):
        place = CountryFactory(iso2="FJ", iso3="FJI", name_en="Fiji", subregion=None)
        PartnershipMemberFactory(partnership=other, institution=InstitutionFactory(country=place), side=side)


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    "query",
    [
        "country=KE",
        "country=SE",
        "region=014",
        "sector=15111",
        "sector=151",
        "sdg=16.6",
        "sdg=16",
        "kind=twinning",
        "direction=NS",
        "stage=adapting",
        "funder=sida",
        "language=fr",
        "theme=open-data",
        "q=public+finance",
        "q=suède",
        "q=SUEDE",
        "q=Sida",
    ],
)
def test_each_filter_finds_its_own(query):
    assert titles(query) == {"Full"}


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
def test_values_of_one_filter_add_up_and_filters_narrow_each_other():
    assert titles("stage=adapting&stage=closed") == {"Full", "Other"}
    assert titles("stage=adapting&stage=closed&country=FJ") == {"Other"}
    assert titles("stage=adapting&country=FJ") == set()


@pytest.mark.django_db
@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("name", [facet.name for facet in FACETS])
def test_unknown_values_find_nothing(name):
    assert titles(f"{name}=no-such-thing") == set()
