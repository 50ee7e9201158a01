"""Merging records: whatever hung on either hangs on the one that stays, and nobody sees more than before."""

import datetime

import pytest

from community.models import AuditEntry
from core.models import Visibility
from partnerships.consents import to_be_asked
from partnerships.merging import CannotMerge, differences, merge_partnerships
from partnerships.models import (
    Activity,
    Adaptation,
    AwaitedWord,
    Confirmation,
    CostLine,
    CriticalJuncture,
    Document,
    DonorReference,
    ImportedRecord,
    Partnership,
    PartnershipFormerSlug,
    PartnershipMember,
    StageChange,
    Terms,
)
from partnerships.revisions import revision_of
from partnerships.services.objections import object_to_partnership
from partnerships.services.revising import open_revision
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
TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def administrator():
    return UserFactory(role="administrator")


@pytest.fixture
def keep():
    return partnership_between(title="Keep", slug="keep", source_url="https://a.example/keep")


@pytest.fixture
def drop():
    return partnership_between(title="Drop", slug="drop", source_url="https://b.example/drop", summary="Only here.")


def merged(keep, drop, by):
    merge_partnerships(keep=keep, drop=drop, by=by)
    return Partnership.objects.get(pk=keep.pk)


def hang_everything_on(partnership):
    institution = InstitutionFactory()
    partnership.sectors.add(SectorFactory())
    partnership.themes.add("archives")
    CriticalJuncture.objects.create(name="Covid-19", started_on=TODAY).partnerships.add(partnership)
    Activity.objects.create(partnership=partnership, kind="visit", title="Visit", starts_on=TODAY)
    Adaptation.objects.create(partnership=partnership, decided_on=TODAY, trigger="Why", decision="What")
    CostLine.objects.create(partnership=partnership, kind="cash", amount=1, currency="EUR")
    DonorReference.objects.create(partnership=partnership, institution=institution, number="SE-1")
    StageChange.objects.create(partnership=partnership, stage="founding", entered_on=TODAY)
    ImportedRecord.objects.create(partnership=partnership)
    PartnershipFormerSlug.objects.create(partnership=partnership, slug="once")
    Confirmation.objects.create(partnership=partnership, institution=institution, side="demand", decision="confirmed")
    Terms.objects.create(partnership=partnership, number=1, text="Terms")
    Partnership.objects.filter(pk=PartnershipFactory(slug="child").pk).update(scaled_from=partnership)


def test_merge_moves_everything_that_hung_on_the_other(keep, drop, administrator):
    hang_everything_on(drop)
    names = sorted(member.name for member in [*keep.members.all(), *drop.members.all()])

    kept = merged(keep, drop, administrator)

    assert sorted(member.name for member in kept.members.all()) == names
    assert [sector.pk for sector in kept.sectors.all()] == kept.sector_codes == ["16062"]
    assert kept.theme_slugs == ["archives"]
    for name in ("junctures", "activity_set", "adaptation_set", "costline_set", "donor_references", "stage_changes"):
        assert getattr(kept, name).count() == 1, name
    assert kept.confirmations.count() == kept.terms_set.count() == kept.scaled_to.count() == 1
    assert kept.imported
    assert not Partnership.objects.filter(slug="drop").exists()


def test_merge_keeps_all_former_addresses(keep, drop, administrator, client):
    PartnershipFormerSlug.objects.create(partnership=drop, slug="once")

    merge_partnerships(keep=keep, drop=drop, by=administrator)

    for slug in ("drop", "once"):
        assert client.get(f"/en/partnerships/{slug}/")["Location"] == "/en/partnerships/keep/"


def test_merge_fills_gaps_counts_a_version_and_is_written_down(keep, drop, administrator):
    kept = merged(keep, drop, administrator)

    entry = AuditEntry.objects.get()
    assert (kept.title, kept.summary, kept.version) == ("Keep", "Only here.", keep.version + 1)
    assert (entry.action, entry.target, entry.detail) == ("merge", kept, "Drop (drop)")


def test_merge_keeps_the_second_source_as_a_document(keep, drop, administrator):
    kept = merged(keep, drop, administrator)

    assert kept.source_url == "https://a.example/keep"
    assert [(d.title, d.url) for d in Document.objects.all()] == [("Drop", "https://b.example/drop")]


def test_merge_joins_the_member_that_both_name(keep, administrator):
    theirs = keep.members.get(side="demand")
    drop = partnership_between(demand=theirs.institution)
    drop.members.filter(side="demand").update(brings="Forty clerks")

    kept = merged(keep, drop, administrator)

    assert [m.brings for m in kept.members.filter(institution=theirs.institution)] == ["Forty clerks"]


def test_merge_keeps_members_of_which_only_the_country_is_known(keep, drop, administrator):
    for partnership, country in ((keep, "KE"), (drop, "KE"), (drop, "UG")):
        PartnershipMemberFactory(partnership=partnership, institution=None, country=CountryFactory(iso2=country))

    kept = merged(keep, drop, administrator)

    unnamed = PartnershipMember.objects.filter(partnership=kept, institution=None)
    assert sorted(member.country_id for member in unnamed) == ["KE", "UG"]


def test_merge_numbers_terms_on(keep, drop, administrator):
    for partnership in (keep, drop):
        Terms.objects.create(partnership=partnership, number=1, text=partnership.title)

    kept = merged(keep, drop, administrator)

    assert list(kept.terms_set.values_list("number", "text")) == [(2, "Drop"), (1, "Keep")]


def test_merge_joins_two_references_of_one_donor(keep, drop, administrator):
    donor = InstitutionFactory()
    for partnership, number in ((keep, "A-12"), (drop, "12")):
        DonorReference.objects.create(partnership=partnership, institution=donor, number=number)

    kept = merged(keep, drop, administrator)

    assert [reference.number for reference in kept.donor_references.all()] == ["A-12; 12"]


def test_merge_of_a_record_that_grew_out_of_the_other(keep, drop, administrator):
    Partnership.objects.filter(pk=keep.pk).update(scaled_from=drop)

    assert merged(keep, drop, administrator).scaled_from is None


def refused(keep, drop, by):
    with pytest.raises(CannotMerge) as refusal:
        merge_partnerships(keep=keep, drop=drop, by=by)
    assert Partnership.objects.filter(pk__in=[keep.pk, drop.pk]).count() == len({keep.pk, drop.pk})
    return str(refusal.value)


def test_merge_refuses_one_institution_on_both_sides(keep, administrator):
    drop = partnership_between(demand=keep.members.get(side="supply").institution)

    assert "Settle that first" in refused(keep, drop, administrator)


def test_merge_refuses_dates_that_contradict(keep, drop, administrator):
    Partnership.objects.filter(pk=keep.pk).update(actual_end="2019")
    Partnership.objects.filter(pk=drop.pk).update(actual_start="2021")

    assert refused(keep, drop, administrator) == "A partnership cannot end before it starts."


def test_merge_shows_nothing_to_more_people(keep, drop, administrator):
    Partnership.objects.filter(pk=drop.pk).update(visibility=Visibility.PARTIES)

    assert "Fewer people see it" in refused(keep, drop, administrator)


def test_merge_leaves_demonstration_records_and_drafts_of_others_alone(keep, drop, administrator):
    Partnership.objects.filter(pk=drop.pk).update(is_demo=True)
    assert "demonstration" in refused(keep, drop, administrator)

    Partnership.objects.filter(pk=drop.pk).update(is_demo=False, visibility="private", created_by=UserFactory())
    assert "author" in refused(keep, drop, administrator)


def test_merge_waits_for_a_new_wording_of_the_record_that_goes(keep, drop, administrator):
    party = member_of(drop.members.get(side="demand").institution)
    open_revision(partnership=drop, by=party)

    assert "new wording" in refused(keep, drop, administrator)


@pytest.fixture
def confirmed(keep):
    fields = {"standing": "both_sides", "confirmed_on": TODAY, "source_url": "", "languages": ["en"]}
    Partnership.objects.filter(pk=keep.pk).update(**fields)
    keep.sectors.add(SectorFactory(code="15110"))
    keep.members.filter(side="demand").update(brings="Forty clerks")
    return Partnership.objects.get(pk=keep.pk)


def test_merge_leaves_a_confirmed_wording_as_it_was(confirmed, administrator):
    sides = {member.side: member.institution for member in confirmed.members.all()}
    drop = partnership_between(**sides, title="Drop", slug="drop", summary="Only here.", problem="Only here.",
        languages=["fr"], actual_start="2020", iati_identifier="SE-1", stage="founding")  # fmt: skip
    drop.members.update(brings="Ten clerks", learns="Counting")
    hang_everything_on(drop)
    before = revision_of(confirmed)

    kept = merged(confirmed, drop, administrator)

    assert revision_of(kept) == before
    assert (kept.summary, kept.problem, kept.sector_codes) == ("", "", ["15110"])
    assert (kept.iati_identifier, kept.activity_set.count()) == ("SE-1", 1)
    assert kept.members.count() == 2
    assert [document.url for document in kept.document_set.all()] == ["https://example.org/source"]


@pytest.mark.parametrize("side", ["demand", "funder"])
def test_merge_adds_no_member_to_a_confirmed_record(confirmed, administrator, side):
    sides = {member.side: member.institution for member in confirmed.members.all()}
    drop = partnership_between(**sides)
    PartnershipMemberFactory(partnership=drop, side=side, institution=InstitutionFactory(name="Office of Weights"))

    assert "does not name Office of Weights" in refused(confirmed, drop, administrator)


def test_merge_of_a_record_with_itself_is_refused(keep, administrator):
    assert "different" in refused(keep, keep, administrator)


def test_merge_is_not_for_others(keep, drop):
    outsider = member_of(InstitutionFactory())

    refused(keep, drop, outsider)


def test_differences_are_what_two_records_say_otherwise(keep, drop):
    Partnership.objects.filter(pk=keep.pk).update(kind="twinning")
    Partnership.objects.filter(pk=drop.pk).update(kind="mentoring")

    found = differences(list(Partnership.objects.filter(slug__in=["keep", "drop"]).order_by("-title")))

    assert [(d.label, d.values) for d in found] == [
        ("title", ["Keep", "Drop"]),
        ("kind", ["Twinning", "Mentoring"]),
        ("address of the source", ["https://a.example/keep", "https://b.example/drop"]),
    ]


def test_an_objection_to_either_record_stands_against_the_one_that_stays():
    asking_person = member_of(InstitutionFactory())
    asks = asking_person.memberships.get().institution
    keep = partnership_between(asks, standing="one_side", visibility=Visibility.PARTIES)
    drop = partnership_between(asks, standing="one_side", visibility=Visibility.PARTIES)
    object_to_partnership(partnership=drop, reason="This never happened.", by=asking_person)

    kept = merge_partnerships(keep=keep, drop=drop, by=UserFactory(role="administrator"))

    kept.refresh_from_db()
    awaited = {member.institution_id for member in to_be_asked(Partnership.objects.get(pk=kept.pk))}
    assert kept.objected_at is not None
    assert set(AwaitedWord.objects.values_list("institution", flat=True)) == awaited
