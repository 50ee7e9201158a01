"""Importing again: the same changes nothing, new values follow the source, what people wrote stays."""

import hashlib

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import timezone

from community.models import Institution, InstitutionName
from core.exports import csv_lines, xlsx_file
from partnerships import exports
from partnerships.imports import apply, register
from partnerships.imports.columns import EXPORTED
from partnerships.imports.importer import Importer
from partnerships.imports.running import import_file
from partnerships.models import ImportedRecord, ImportJob, Partnership, PartnershipMember
from partnerships.models.choices import Standing
from tests.factories import CountryFactory, InstitutionFactory, SectorFactory, member_of
from tests.partnerships.spreadsheets import sheet

pytestmark = pytest.mark.django_db

TABLES = (Partnership, PartnershipMember, Institution, InstitutionName, ImportedRecord, ImportJob)


@pytest.fixture(autouse=True)
def reference():
    CountryFactory()
    CountryFactory(north=True)
    CountryFactory(iso2="UG", name_en="Uganda")
    SectorFactory()


def bring(*rows, by=None, **changes):
    return import_file(sheet(*rows, **changes), "list.csv", Importer(by))


def counts(report):
    return report.created, report.updated, report.unchanged, report.skipped


def checksums():
    found = {}
    with connection.cursor() as cursor:
        for model in TABLES:
            cursor.execute(f"SELECT t::text FROM {model._meta.db_table} t ORDER BY t::text")  # noqa: S608 our own table names
            found[model] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return found


def test_the_same_file_twice_changes_nothing():
    rows = [{"broker_or_funder": "Sida; Somebody New"}, {"title": "Another", "demand_country": "KE;UG"}]
    bring(*rows)
    before = checksums()

    report = bring(*rows)

    assert counts(report) == (0, 0, 2, 0)
    assert checksums() == before


def test_a_new_value_of_the_source_is_followed():
    bring({"problem": "Old words"})

    report = bring(
        {"problem": "New words", "end_year": "2019", "demand_institution": "Kenya Bureau of Facts; Office Two"}
    )

    assert counts(report) == (0, 1, 0, 0)
    record = Partnership.objects.get()
    assert (record.problem, record.end, record.version) == ("New words", "2019", 2)
    assert record.members.filter(side="demand").count() == 2
    assert counts(bring({"problem": "New words"})) == (0, 1, 0, 0)  # one institution less again


def test_an_empty_cell_says_nothing():
    bring({"problem": "Words", "end_year": "2019"})

    assert counts(bring({})) == (0, 0, 1, 0)
    assert Partnership.objects.get().problem == "Words"


def test_what_people_edited_is_kept_and_told():
    bring({"problem": "Words"})
    Partnership.objects.update(problem="Better words")

    report = bring({"problem": "Third words"})

    assert counts(report) == (0, 0, 0, 1)
    assert [(w.row, w.value) for w in report.warnings] == [(2, "problem")]
    assert Partnership.objects.get().problem == "Better words"


def test_beside_an_edited_value_the_others_still_follow():
    bring({"problem": "Words"})
    Partnership.objects.update(problem="Better words")

    assert counts(bring({"problem": "Third words", "end_year": "2020"})) == (0, 1, 0, 0)
    assert counts(bring({"problem": "Third words", "end_year": "2021"})) == (0, 1, 0, 0)
    record = Partnership.objects.get()
    assert (record.problem, record.end) == ("Better words", "2021")


def test_a_confirmed_record_is_left_alone():
    bring({"problem": "Words"})
    Partnership.objects.update(standing=Standing.BOTH_SIDES, confirmed_on=timezone.localdate())

    report = bring({"problem": "Other words"})

    assert counts(report) == (0, 0, 0, 1)
    assert "Both sides have confirmed" in report.warnings[0].message
    assert counts(bring({"problem": "Words"})) == (0, 0, 1, 0)


def test_an_institution_merged_or_renamed_since_is_still_the_one():
    bring({})
    office = Institution.objects.get(name="Kenya Bureau of Facts")
    office.other_names.create(name=office.name)
    Institution.objects.filter(pk=office.pk).update(name="Kenya Facts Authority")

    assert counts(bring({})) == (0, 0, 1, 0)


def test_an_export_goes_back_in_and_changes_nothing():
    bring(
        {"broker_or_funder": "Sida; Sweden", "sector": "Statistics", "languages": "fr", "problem": "late"},
        {"title": "Alliance", "modality": "learning alliance", "demand_country": "KE;UG", "source": "example.org/a"},
        {"title": "Group", "demand_institution": "13 counties", "supply_institution": "", "end_year": "2099-12"},
    )  # fmt: skip
    Partnership.objects.filter(problem="late").update(problem="=late, and; thin")
    before = checksums()
    rows = [exports.cells(p) for p in Partnership.objects.visible_to(AnonymousUser()).for_listing()]
    as_csv = "".join(csv_lines(EXPORTED, rows)).encode()
    with xlsx_file(EXPORTED, rows, sheet="Partnerships") as file:
        as_workbook = file.read()

    for content, name in ((as_csv, "export.csv"), (as_workbook, "export.xlsx")):
        report = import_file(content, name, Importer())
        assert (counts(report), report.errors) == ((0, 0, 3, 0), ())
    assert checksums() == before


def test_a_corrected_title_finds_its_record_by_the_slug():
    bring({})
    slug = Partnership.objects.get().slug

    report = bring({"title": "A better title", "slug": slug}, columns=["slug", *sheet().decode().strip().split(",")])

    assert counts(report) == (0, 1, 0, 0)
    assert Partnership.objects.get().title == "A better title"


def test_the_same_partners_at_the_same_time_are_asked_about():
    bring({"end_year": "2018"})

    report = bring({"title": "Facts for Kenya", "start_year": "2017"}, {"title": "Later", "start_year": "2020"})

    assert counts(report) == (2, 0, 0, 0)
    assert [(w.row, w.column) for w in report.warnings] == [(2, "title")]


def test_many_rows_with_seven_bad_leave_everything_as_it_was():
    bring({})
    before = checksums()
    rows = [
        {"title": f"Number {n}", "start_year": "19x8" if n % 143 == 142 and n < 1001 else "2016"} for n in range(1200)
    ]

    report = bring(*rows)

    assert [(e.row, e.column, e.value) for e in report.errors] == [
        (n + 2, "start_year", "19x8") for n in range(142, 1001, 143)
    ]
    assert len(report.errors) == 7
    assert checksums() == before


def test_an_error_of_the_database_in_the_last_step_leaves_everything_as_it_was(monkeypatch):
    bring({})
    before = checksums()

    def broken(items, plan):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    monkeypatch.setattr(apply, "_remember", broken)
    report = bring({"title": "Another"})

    assert "division by zero" in report.errors[0].message
    assert checksums() == before


def test_a_party_brings_in_its_own_for_its_parties():
    home = InstitutionFactory(name="Kenya Bureau of Facts")
    person = member_of(home)

    report = bring({"problem": "Words", "source": ""}, by=person)

    record = Partnership.objects.get()
    assert counts(report) == (1, 0, 0, 0)
    assert (record.standing, record.visibility, record.reported_by, record.created_by) == (
        "one_side",
        "parties",
        home,
        person,
    )
    assert record.problem_reported_by == "Kenya Bureau of Facts"
    assert counts(bring({"problem": "Words", "source": ""}, by=person)) == (0, 0, 1, 0)


def test_a_party_does_not_bring_in_the_partnerships_of_others():
    person = member_of(InstitutionFactory(name="Somebody Else"))

    report = bring({}, by=person)

    assert "Your institution takes no part" in report.errors[0].message
    assert not Partnership.objects.exists()


def test_a_party_does_not_change_what_a_source_said():
    bring({"problem": "Words"})
    person = member_of(Institution.objects.get(name="Kenya Bureau of Facts"))

    report = bring({"problem": "My words"}, by=person)

    assert counts(report) == (0, 0, 0, 1)
    assert Partnership.objects.get().problem == "Words"


def test_the_starting_register_is_loaded_once(tmp_path, monkeypatch):
    small = tmp_path / "starting_register.csv"
    small.write_bytes(sheet({}))
    monkeypatch.setattr(register.facts, "REGISTER", small)
    monkeypatch.setattr(register, "_load_institutions", lambda: None)

    assert register.load_register().created == 1
    assert register.load_register() is None
    assert [job.file_name for job in ImportJob.objects.all()] == ["starting_register.csv"]
