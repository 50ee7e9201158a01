"""Partnerships on the pages of institutions and countries."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from core.models import Visibility
from partnerships import panels
from tests.factories import CountryFactory, InstitutionFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db


@pytest.fixture
def institution():
    return InstitutionFactory(name="National Audit Office")


def titles(panel) -> list[str]:
    return [card["title"] for card in panel.cards]


def test_panels_list_what_one_may_see(institution):
    partnership_between(title="Public", demand=institution)
    partnership_between(title="Ours", demand=institution, visibility=Visibility.PARTIES, standing="one_side")
    partnership_between(title="Elsewhere", demand=InstitutionFactory(country=CountryFactory(iso2="FJ", iso3="FJI")))

    public = panels.of_institution(institution, AnonymousUser())
    ours = panels.of_institution(institution, member_of(institution))
    country = panels.of_country(institution.country, AnonymousUser())

    assert (titles(public), titles(ours), titles(country)) == (["Public"], ["Ours", "Public"], ["Public"])


def test_panel_without_partnerships_stays_away(institution):
    assert panels.of_institution(institution, AnonymousUser()) is None
    assert panels.of_country(CountryFactory(iso2="TV", iso3="TUV"), AnonymousUser()) is None


def test_panel_is_bounded_and_leads_to_the_rest(institution, client, monkeypatch):
    monkeypatch.setattr(panels, "NEWEST", 2)
    for _ in range(3):
        partnership_between(demand=institution)

    panel = panels.of_institution(institution, AnonymousUser())

    assert (len(panel.cards), panel.has_more) == (2, True)
    assert client.get(panel.all_url).context["head"].found == "3"


@pytest.mark.parametrize("count", [1, 10])
def test_panel_queries_do_not_grow(institution, django_assert_num_queries, count):
    for _ in range(count):
        partnership_between(demand=institution)

    with django_assert_num_queries(3):
        panels.of_institution(institution, AnonymousUser())
    with django_assert_num_queries(1):
        panels.counts_of([institution], AnonymousUser())


def test_counts_stand_in_the_list_of_institutions(institution, client):
    partnership_between(demand=institution)
    partnership_between(demand=institution, visibility=Visibility.PARTIES, standing="one_side")

    assert panels.counts_of([institution], AnonymousUser()) == {institution.pk: "1 partnership"}
    assert client.get(reverse("community:institutions")).status_code == 200
