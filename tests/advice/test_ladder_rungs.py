"""How far up the ladder a partnership stands, said or read from its countries."""

import pytest

from advice.lineage.rungs import Rung, rung_of
from partnerships.models import Partnership
from tests.factories import CountryFactory, InstitutionFactory, PartnershipFactory, partnership_between
from tests.factories.community import SubregionFactory

pytestmark = pytest.mark.django_db


def rung(partnership):
    return Partnership.objects.annotate(rung=rung_of()).get(pk=partnership.pk).rung


def between(*countries, **fields):
    asks, offers = (InstitutionFactory(country=country) for country in countries)
    return partnership_between(asks, offers, **fields)


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("subnational", Rung.IN_COUNTRY),
        ("national", Rung.IN_COUNTRY),
        ("regional", Rung.REGIONAL),
        ("international", Rung.INTERNATIONAL),
        ("", Rung.UNKNOWN),
    ],
)
def test_what_the_record_says_stands(stage, expected):
    assert rung(PartnershipFactory(scale_stage=stage)) == expected


def test_word_of_the_record_stands_above_its_countries():
    country = CountryFactory()

    assert rung(between(country, country, scale_stage="regional")) == Rung.REGIONAL


def test_unsaid_rung_is_read_from_the_countries():
    region = SubregionFactory()
    one, other = CountryFactory(iso2="KE", subregion=region), CountryFactory(iso2="RW", subregion=region)
    far = CountryFactory(north=True)

    assert rung(between(one, one)) == Rung.IN_COUNTRY
    assert rung(between(one, other)) == Rung.REGIONAL
    assert rung(between(one, far)) == Rung.INTERNATIONAL


def test_countries_without_a_subregion_are_not_taken_for_neighbours():
    one, other = CountryFactory(iso2="XA", subregion=None), CountryFactory(iso2="XB", subregion=None)

    assert rung(between(one, other)) == Rung.INTERNATIONAL
