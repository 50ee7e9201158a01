"""What a row of a spreadsheet becomes, and what is said of it when it cannot be taken."""

import pytest

from community.models import Country, Institution
from core.models import Visibility
from partnerships.imports.importer import Importer
from partnerships.imports.running import import_file
from partnerships.models import Partnership, PartnershipMember
from partnerships.models.choices import Kind, Standing
from tests.factories import CountryFactory, InstitutionFactory, SectorFactory
from tests.partnerships.spreadsheets import COLUMNS, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reference():
    CountryFactory()
    CountryFactory(north=True)
    CountryFactory(iso2="UG", name_en="Uganda", name_fr="Ouganda")
    CountryFactory(iso2="CI", name_en="Côte d’Ivoire")
    SectorFactory()


def bring(*rows, **changes):
    return import_file(sheet(*rows, **changes), "list.csv", Importer())


def only_record():
    return Partnership.objects.get()


def members():
    return sorted(
        (m.side, m.institution.name if m.institution else m.stated_name, str(m.place.iso2 if m.place else ""))
        for m in PartnershipMember.objects.all()
    )


def told(findings):
    return [(finding.row, finding.column, finding.value) for finding in findings]


def test_a_row_becomes_a_public_record_of_its_source():
    report = bring(
        {"problem": "Data come late", "languages": "English; fr", "scale": "in-country", "sector": "Statistics"}
    )

    assert report.as_object() == {
        "rows": 1, "created": 1, "updated": 0, "unchanged": 0, "skipped": 0, "errors": [], "warnings": [],
    }  # fmt: skip
    record = only_record()
    assert (record.title, record.kind, record.start, record.end) == ("Statistics for Kenya", "twinning", "2016", "")
    assert (record.standing, record.visibility) == (Standing.PUBLIC_SOURCE, Visibility.PUBLIC)
    assert (record.problem, record.problem_in_own_words, record.problem_reported_by) == (
        "Data come late",
        False,
        "example.org",
    )
    assert (record.languages, record.scale_stage, record.sector_words) == (["en", "fr"], "national", "Statistics")
    assert record.sector_codes == ["16062"]
    assert record.direction == "NS"
    assert members() == [("demand", "Kenya Bureau of Facts", "KE"), ("supply", "Statistics Sweden", "SE")]


def test_institutions_of_the_shipped_facts_come_with_all_their_names():
    bring({})

    institution = Institution.objects.get(name="Statistics Sweden")
    assert institution.kind == "statistics_office"
    assert "Statistics Sweden (SCB)" in institution.other_names.values_list("name", flat=True)


@pytest.mark.parametrize(
    "spelling",
    [
        "Office of Facts",
        "office  of FACTS",
        "Öffice of Facts",
        "Office of Facts (OF)",
        "OF",
        "Facts Office",
        "Office of Facts (Kenya)",
    ],
)
def test_spellings_of_an_institution_lead_to_one(spelling):
    office = InstitutionFactory(name="Office of Facts", acronym="OF", country=Country.objects.get(pk="KE"))
    office.other_names.create(name="Facts Office")

    bring({"demand_institution": spelling})

    assert PartnershipMember.objects.get(side="demand").institution == office


def test_the_same_name_in_another_country_is_another_institution():
    InstitutionFactory(name="National Audit Office", country=Country.objects.get(pk="UG"))

    bring({"demand_institution": "National Audit Office"})

    assert PartnershipMember.objects.get(side="demand").institution.country_id == "KE"
    assert Institution.objects.filter(name="National Audit Office").count() == 2


def test_an_unknown_institution_is_added_with_its_acronym():
    bring({"demand_institution": "Office of Maps (OM)"})

    added = Institution.objects.get(acronym="OM")
    assert (added.name, added.country_id, added.kind) == ("Office of Maps", "KE", "unknown")


def test_several_institutions_and_countries_stand_in_their_places():
    bring({"demand_institution": "Office A; Office B", "demand_country": "KE; UG"})

    assert members()[:2] == [("demand", "Office A", "KE"), ("demand", "Office B", "UG")]


def test_more_countries_than_institutions_leave_countries_without_one():
    InstitutionFactory(name="Office B", country=Country.objects.get(pk="UG"))

    report = bring({"demand_institution": "Office B", "demand_country": "KE; Uganda; Cote d’Ivoire"})

    assert members()[:3] == [("demand", "", "CI"), ("demand", "", "KE"), ("demand", "Office B", "UG")]
    assert told(report.warnings) == [(2, "demand_country", "KE; CI")]


def test_one_unknown_name_for_several_countries_is_kept_as_stated():
    bring({"demand_institution": "Courts of East Africa", "demand_country": "KE;UG"})

    assert members()[:2] == [("demand", "Courts of East Africa", "KE"), ("demand", "Courts of East Africa", "UG")]
    assert not Institution.objects.filter(name__startswith="Courts").exists()


@pytest.mark.parametrize("group", ["13 counties", "Several ministries"])
def test_a_group_is_no_institution(group):
    bring({"demand_institution": group})

    assert PartnershipMember.objects.get(side="demand").institution is None


def test_one_side_may_be_unnamed():
    report = bring({"supply_institution": "", "supply_country": ""})

    assert report.created == 1
    assert told(report.warnings) == [(2, "supply_institution", "")]
    assert members() == [("demand", "Kenya Bureau of Facts", "KE")]


def test_in_a_learning_alliance_everyone_is_a_peer():
    bring({"modality": "learning alliance", "broker_or_funder": "Sida"})

    assert [side for side, _name, _place in members()] == ["funder", "peer", "peer"]


def test_whoever_stands_between_has_a_side_of_its_own():
    bring({"broker_or_funder": "Sida; Sweden; Government of Kenya; Friends of Data (broker); Fund of Funds"})

    assert [m for m in members() if m[0] in ("broker", "funder")] == [
        ("broker", "Friends of Data", ""),
        ("funder", "Fund of Funds", ""),
        ("funder", "Government of Kenya", "KE"),
        ("funder", "Sweden", "SE"),
        ("funder", "Swedish International Development Cooperation Agency", "SE"),
    ]


def test_words_without_a_place_are_kept_with_a_warning():
    report = bring({"sector": "Space", "modality": "joint stargazing"})

    record = only_record()
    assert (record.kind, record.modality_words) == (Kind.UNKNOWN, "joint stargazing")
    assert (record.sector_codes, record.sector_words) == ([], "Space")
    assert told(report.warnings) == [(2, "sector", "Space"), (2, "modality", "joint stargazing")]


def test_what_lies_ahead_is_planned():
    bring({"start_year": "2020-03", "end_year": "2099"})

    record = only_record()
    assert (record.actual_start, record.planned_start) == ("2020-03", "")
    assert (record.actual_end, record.planned_end) == ("", "2099")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"title": ""}, [(2, "title", "")]),
        ({"title": "🎉"}, [(2, "title", "🎉")]),
        ({"title": "x" * 251}, [(2, "title", "x" * 200)]),
        ({"start_year": "19x8"}, [(2, "start_year", "19x8")]),
        ({"start_year": "2020", "end_year": "2019"}, [(2, "end_year", "2019")]),
        ({"demand_country": "Wakanda"}, [(2, "demand_country", "Wakanda")]),
        ({"sector": "99999"}, [(2, "sector", "99999")]),
        ({"source": "a book"}, [(2, "source", "a book")]),
        ({"source": "javascript://alert(1)"}, [(2, "source", "javascript://alert(1)")]),
        ({"demand_institution": "Statistics Sweden", "demand_country": "SE"}, [(2, "demand_institution", "Statistics Sweden")]),
        ({"demand_institution": "..."}, [(2, "demand_institution", "...")]),
        ({"problem": "x" * 5001}, [(2, "problem", "x" * 200)]),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_row_and_column_and_nothing_is_stored(row, expected):
    report = bring(row, {"title": "A good row"})

    assert told(report.errors) == expected
    assert all(finding.message for finding in report.errors)
    assert (report.rows, report.created, report.skipped) == (2, 0, 2)
    assert not Partnership.objects.exists()
    assert not Institution.objects.exists()


def test_control_and_turning_characters_are_taken_out():
    bring({"title": "Data\u202e for\u200b \x07Kenya"})

    assert only_record().title == "Data for Kenya"


def test_a_row_that_is_there_twice_is_taken_once():
    report = bring({}, {"title": "statistics  for KENYA"})

    assert (report.created, report.skipped) == (1, 1)
    assert told(report.warnings) == [(3, "title", "statistics for KENYA")]


def test_without_a_source_a_record_is_for_its_parties():
    report = bring({"source": ""})

    record = only_record()
    assert (record.standing, record.visibility) == (Standing.ONE_SIDE, Visibility.PARTIES)
    assert told(report.warnings) == [(2, "source", "")]


def test_a_missing_column_is_named():
    report = bring({}, columns=[name for name in COLUMNS if name != "demand_country"])

    assert told(report.errors) == [(1, "demand_country", "")]


def test_a_doubled_column_is_named():
    content = sheet({}).replace(b"scale", b"Title", 1)

    report = import_file(content, "list.csv", Importer())

    assert told(report.errors) == [(1, "title", "title")]


def test_an_extra_column_is_left_out_with_a_warning():
    report = bring({}, columns=[*COLUMNS, "mood"])

    assert report.created == 1
    assert told(report.warnings) == [(1, "mood", "mood")]


def test_headers_in_french_are_understood():
    content = sheet({}).replace(b"title", "Intitulé".encode(), 1).replace(b"start_year", "Année de début".encode(), 1)

    assert import_file(content, "list.csv", Importer()).created == 1


def test_headers_alone_are_refused():
    report = bring()

    assert told(report.errors) == [(0, "", "")]


def test_demonstration_records_are_not_brought_in():
    report = bring({"is_demo": "true"}, columns=[*COLUMNS, "is_demo"])

    assert (report.created, report.skipped) == (0, 1)


def test_a_new_institution_of_nearly_a_known_name_is_asked_about():
    InstitutionFactory(name="Ministry of Public Health", country=Country.objects.get(pk="KE"))

    report = bring({"demand_institution": "Ministry of Publc Health"})

    assert told(report.warnings) == [(2, "demand_institution", "Ministry of Publc Health")]
    assert "Did you mean Ministry of Public Health (KE)" in report.warnings[0].message
