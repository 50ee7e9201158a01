"""Loading the facts that ship with the product."""

from io import StringIO

import pytest
from django.core.management import call_command

from community import languages
from community.models import Country, SDGGoal, SDGTarget, Sector, Subregion
from community.reference import DATA, LEGAL_SOURCE, load_reference

pytestmark = pytest.mark.django_db


def test_load_reference_brings_countries_with_their_side():
    load_reference()

    kenya = Country.objects.select_related("subregion").get(iso2="KE")
    assert (kenya.iso3, kenya.side, kenya.income, kenya.income_year) == ("KEN", "south", "Lower middle income", 2025)
    assert Country.objects.get(iso2="SE").side == "north"
    assert kenya.subregion.region == "Africa"
    assert kenya.official_languages == ["sw", "en"]


def test_load_reference_knows_every_sector_and_target():
    load_reference()

    assert Sector.objects.get(code="16062").category_id == "160"
    assert (SDGGoal.objects.count(), SDGTarget.objects.count()) == (17, 169)
    assert Country.objects.filter(subregion=None).values_list("iso2", flat=True).first() in (None, "AQ", "TW")


def test_load_reference_tells_the_legal_tradition_with_its_source_and_leaves_out_what_is_not_sure(client):
    load_reference()

    told = dict(Country.objects.values_list("iso2", "legal_tradition"))
    assert [told[code] for code in ("FR", "GB", "SA", "AD", "KE", "TH")] == [
        "civil", "common", "muslim", "customary", "mixed", "",
    ]  # fmt: skip
    assert set(Country.objects.exclude(legal_tradition="").values_list("legal_tradition_source", flat=True)) == {
        LEGAL_SOURCE
    }
    assert f"Mixed system ({LEGAL_SOURCE})" in client.get("/en/countries/ke/").content.decode()


def test_the_file_of_legal_traditions_names_countries_once_and_with_words_of_the_model():
    rows = [line.split(",") for line in (DATA / "legal_traditions.csv").read_text().splitlines()[1:]]
    countries = {line[:2] for line in (DATA / "countries.csv").read_text().splitlines()[1:]}

    assert [row for row in rows if row[0] not in countries or row[1] not in Country.LegalTradition] == []
    assert rows == sorted(rows)
    assert len({code for code, _tradition in rows}) == len(rows) == 200


def test_load_reference_twice_writes_nothing(django_assert_num_queries):
    load_reference()

    with django_assert_num_queries(7):  # five reads within a savepoint
        again = load_reference()

    assert [(c.added, c.changed) for c in again] == [(0, 0)] * 5


def test_load_reference_mends_a_changed_fact_and_leaves_what_was_set_by_hand():
    load_reference()
    Country.objects.filter(iso2="CL").update(
        name_en="Chili", side_override="south", side_override_source="Decision of 3 May 2026"
    )

    load_reference()

    chile = Country.objects.get(iso2="CL")
    assert (chile.name_en, chile.side_override, chile.side) == ("Chile", "south", "south")


def test_command_says_what_it_did():
    out = StringIO()

    call_command("load_reference", stdout=out)
    lines = out.getvalue().splitlines()

    assert lines[0] == f"subregions: {Subregion.objects.count()} ({Subregion.objects.count()} added, 0 changed)"
    assert len(lines) == 5


def test_each_official_language_has_a_name():
    load_reference()

    codes = {code for spoken in Country.objects.values_list("official_languages", flat=True) for code in spoken}

    assert [code for code in sorted(codes) if not languages.name(code)] == []
