"""The list of 232 real partnerships, and the starting register written from it."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from community.models import Institution
from community.reference import load_reference
from partnerships.models import Partnership, PartnershipMember
from tests.partnerships.spreadsheets import sheet

pytestmark = pytest.mark.django_db

REAL_LIST = Path(__file__).resolve().parents[3] / "shared" / "data" / "partnerships_real.csv"
needs_list = pytest.mark.skipif(
    not REAL_LIST.exists(), reason="the list the register was written from is not beside this checkout"
)


@pytest.fixture(autouse=True)
def reference():
    load_reference()


@pytest.fixture
def bring(tmp_path):
    def run(file, *options):
        report = tmp_path / "report.json"
        call_command("import_partnerships", str(file), "--report", str(report), *options, verbosity=0)
        return json.loads(report.read_text())

    return run


def counts(report):
    return {name: report[name] for name in ("rows", "created", "updated", "unchanged", "skipped")} | {
        "errors": report["errors"]
    }


@needs_list
def test_the_real_list_is_imported_whole(bring):
    report = bring(REAL_LIST)

    assert counts(report) == {"rows": 232, "created": 232, "updated": 0, "unchanged": 0, "skipped": 0, "errors": []}
    with REAL_LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    one_sided = [row for row in rows if not (row["supply_institution"] and row["demand_institution"])]
    assert len(one_sided) == 39
    assert Partnership.objects.filter(start="").count() == 85
    assert Institution.objects.count() == 457
    peers = PartnershipMember.objects.principals().filter(partnership__kind="learning_alliance")
    assert set(peers.values_list("side", flat=True)) == {"peer"}
    assert Partnership.objects.filter(direction="in_country").count() == 19
    assert Counter(Partnership.objects.values_list("standing", "visibility")) == {("public_source", "public"): 232}
    assert not Partnership.objects.filter(problem_in_own_words=True).exists()
    assert not Partnership.objects.exclude(problem="").filter(problem_reported_by="").exists()
    countries = {code for codes in Partnership.objects.values_list("place_codes", flat=True) for code in codes}
    assert len(countries) == 137

    again = bring(REAL_LIST)

    assert counts(again) == {"rows": 232, "created": 0, "updated": 0, "unchanged": 232, "skipped": 0, "errors": []}


@needs_list
def test_the_starting_register_and_the_list_tell_of_the_same_partnerships(bring):
    call_command("load_register", verbosity=0)
    institutions = Institution.objects.count()
    members = PartnershipMember.objects.count()

    report = bring(REAL_LIST)

    assert (report["created"], report["skipped"], report["errors"]) == (0, 0, [])
    assert Partnership.objects.count() == 232
    assert (Institution.objects.count(), PartnershipMember.objects.count()) == (institutions, members)


def test_the_command_writes_its_report_and_fails_on_errors(bring, tmp_path):
    file = tmp_path / "bad.csv"
    file.write_bytes(sheet({"start_year": "19x8"}))

    with pytest.raises(CommandError):
        bring(file)

    report = json.loads((tmp_path / "report.json").read_text())
    assert list(report) == ["rows", "created", "updated", "unchanged", "skipped", "errors", "warnings"]
    message = "Write a year (2024), a month (2024-03) or a day (2024-03-09) between 1900 and 2100."
    assert report["errors"] == [{"row": 2, "column": "start_year", "value": "19x8", "message": message}]


def test_a_dry_run_stores_nothing(bring, tmp_path):
    file = tmp_path / "list.csv"
    file.write_bytes(sheet({}))

    assert bring(file, "--dry-run")["created"] == 1
    assert not Partnership.objects.exists()
    assert not Institution.objects.exists()


def test_a_file_that_is_not_there_is_told_in_a_line(bring, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        bring(tmp_path / "nothing.csv")
