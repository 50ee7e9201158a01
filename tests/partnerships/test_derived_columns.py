"""What the database derives by itself, whatever way a row is written."""

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import IntegrityError, InternalError, transaction
from taggit.models import Tag

from partnerships.models import Adaptation, FacetCount, Partnership, PartnershipMember
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    PartnershipFactory,
    PartnershipMemberFactory,
    SectorFactory,
    partnership_between,
)

pytestmark = pytest.mark.django_db
Side = PartnershipMember.Side


def country(code):
    return CountryFactory(north=True) if code == "SE" else CountryFactory(iso2=code)


def record_of(*members):
    """A record with one institution for each (side, country code)."""
    record = PartnershipFactory()
    for side, code in members:
        PartnershipMemberFactory(partnership=record, side=side, institution=InstitutionFactory(country=country(code)))
    record.refresh_from_db()
    return record


@pytest.mark.parametrize(
    ("members", "direction"),
    [
        ([("supply", "SE"), ("demand", "KE")], "NS"),
        ([("supply", "KE"), ("demand", "UG")], "SS"),
        ([("supply", "KE"), ("demand", "SE")], "SN"),
        ([("supply", "SE"), ("demand", "SE")], "in_country"),
        ([("supply", "KE"), ("demand", "KE"), ("funder", "SE")], "in_country"),
        ([("supply", "KE"), ("demand", "UG"), ("funder", "SE")], "triangular"),
        ([("supply", "KE"), ("supply", "SE"), ("demand", "UG")], "triangular"),
        ([("peer", "KE"), ("peer", "UG")], "SS"),
        ([("peer", "KE"), ("peer", "SE")], "triangular"),
        ([("supply", "SE")], "unknown"),
        ([], "unknown"),
    ],
)
def test_direction_follows_the_members(members, direction):
    assert record_of(*members).direction == direction


def test_direction_follows_a_member_that_leaves():
    record = record_of(("supply", "SE"), ("demand", "KE"))

    record.members.filter(side=Side.DEMAND).delete()

    record.refresh_from_db()
    assert record.direction == "unknown"


def test_search_text_follows_the_name_of_an_institution():
    record = record_of(("supply", "SE"), ("demand", "KE"))
    institution = record.members.first().institution

    institution.name = "Renamed Authority"
    institution.save()

    assert list(Partnership.objects.filter(search=SearchQuery("renamed", config="portal"))) == [record]


def test_sector_codes_hold_the_purpose_and_its_category():
    category = SectorFactory(code="160", name_en="Other social infrastructure")
    record = partnership_between()

    record.sectors.add(SectorFactory(code="16062", category=category))

    record.refresh_from_db()
    assert sorted(record.sector_codes) == ["160", "16062"]


def test_pairs_run_from_offer_to_ask():
    record = record_of(("supply", "SE"), ("demand", "KE"), ("demand", "UG"))

    assert (sorted(record.pair_codes), sorted(record.place_codes)) == (["SE>KE", "SE>UG"], ["KE", "SE", "UG"])


def test_counts_follow_a_record_that_is_hidden_and_shown_again():
    record = partnership_between()
    before = FacetCount.objects.tallied("all", "direction")

    Partnership.objects.filter(pk=record.pk).update(visibility="parties")
    hidden = FacetCount.objects.tallied("all", "direction")
    Partnership.objects.filter(pk=record.pk).update(visibility="public")

    assert before == {"all": {"all": 1}, "direction": {"NS": 1}}
    assert hidden == {"all": {}, "direction": {}}
    assert FacetCount.objects.tallied("all", "direction") == before


def test_counts_follow_a_record_that_is_deleted():
    partnership_between().delete()

    assert FacetCount.objects.tallied("all", "kind", "country") == {"all": {}, "kind": {}, "country": {}}


def test_the_same_institution_cannot_ask_and_offer():
    record = record_of(("supply", "SE"), ("demand", "KE"))
    supplier = record.members.get(side=Side.SUPPLY).institution

    with pytest.raises(IntegrityError, match="member_not_on_both_sides"), transaction.atomic():
        PartnershipMemberFactory(partnership=record, side=Side.DEMAND, institution=supplier)


@pytest.mark.parametrize(
    ("start", "end", "in_order"),
    [("2024", "2023", False), ("2024-05", "2024-03", False), ("2024-05", "2024", True), ("2024", "2024", True)],
)
def test_dates_are_kept_in_order(start, end, in_order):
    record = PartnershipFactory()

    if in_order:
        Partnership.objects.filter(pk=record.pk).update(actual_start=start, actual_end=end)
    else:
        with pytest.raises(IntegrityError, match="partnership_ends_after"), transaction.atomic():
            Partnership.objects.filter(pk=record.pk).update(actual_start=start, actual_end=end)


def test_adaptations_are_never_rewritten():
    adaptation = Adaptation.objects.create(
        partnership=PartnershipFactory(), decided_on="2026-01-01", trigger="An election", decision="We waited."
    )

    with pytest.raises((InternalError, IntegrityError), match="append-only"), transaction.atomic():
        Adaptation.objects.filter(pk=adaptation.pk).update(decision="We never waited.")


def found_by(words):
    return list(Partnership.objects.filter(search=SearchQuery(words, config="portal")))


def test_search_text_and_addresses_follow_a_tag_that_is_renamed():
    record, other = partnership_between(), partnership_between()
    record.themes.add("archives")
    other.themes.add("elections")

    Tag.objects.filter(slug="archives").update(name="Papyrus", slug="papyrus")

    record.refresh_from_db()
    assert record.theme_slugs == ["papyrus"]
    assert found_by("papyrus") == [record]
    assert FacetCount.objects.tallied("theme") == {"theme": {"papyrus": 1, "elections": 1}}


def test_search_text_follows_the_name_of_a_sector():
    sector = SectorFactory()
    record, _other = partnership_between(), partnership_between()
    record.sectors.add(sector)

    sector.name_fr = "Dénombrement"
    sector.save()

    assert found_by("dénombrement") == [record]


def test_sector_codes_follow_a_sector_that_is_put_into_another_category():
    sector = SectorFactory(code="16062", category=SectorFactory(code="160"))
    record = partnership_between()
    record.sectors.add(sector)

    sector.category = SectorFactory(code="151")
    sector.save()

    record.refresh_from_db()
    assert sorted(record.sector_codes) == ["151", "16062"]
