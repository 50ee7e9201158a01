"""Every published file that is beside this checkout, met by file and figure."""

import csv
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from community.reference import load_reference
from iati.reading.reader import read
from partnerships.models import CostLine, Partnership
from results.models import Indicator, ResultsFramework

DATA = Path(__file__).parents[3] / "shared" / "data" / "iati"
TABLE = DATA / "FILES.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines())) if TABLE.exists() else []
FIGURES = ("activities", "results", "indicators", "transactions", "tags", "xsd_errors")

pytestmark = pytest.mark.skipif(not TABLE.exists(), reason="the published IATI files are not beside this checkout")
by_file = pytest.mark.parametrize("row", ROWS, ids=[row["file"] for row in ROWS])


@by_file
def test_the_figures_of_a_file_are_met(row):
    with (DATA / "files" / row["file"]).open("rb") as stream:
        reader = read(stream, schemas=DATA / "xsd")
        read_to_the_end = sum(1 for _activity in reader)

    facts = reader.facts
    assert {name: getattr(facts, name) for name in FIGURES} == {name: int(row[name]) for name in FIGURES}
    assert (facts.version, facts.root, read_to_the_end) == (row["version"], row["root"], int(row["activities"]))
    assert (facts.xsd_valid, facts.first_xsd_error) == (row["xsd"] == "valid", row["first_error"])
    assert sorted(facts.reporting_orgs) == sorted(row["reporting_orgs"].split(";"))


WHAT_TO_MEND = {
    "bad-dfid-capital-spend-v201.xml": "line 99: Element 'capital-spend': The attribute 'percentage' is required",
    "bad-worldbank-bad-dates-v101.xml": "'2013-07-30 16:35:42' is not a valid value",
    "bad-dportal-query-wrapper-no-root.xml": "publish them without the wrapper",
    "bad-single-activity-no-version-results.xml": "Add version=“…” to the root",
    "bad-people-in-need-v203.xml": "The attribute 'provider-activity-id' is not allowed",
}


@pytest.mark.parametrize(("file", "words"), WHAT_TO_MEND.items(), ids=WHAT_TO_MEND)
def test_a_bad_file_says_what_to_mend(file, words):
    with (DATA / "files" / file).open("rb") as stream:
        reader = read(stream, schemas=DATA / "xsd")
        for _activity in reader:
            pass

    assert any(words in message for message in reader.facts.messages)


def test_blank_identifiers_are_told_where_they_are():
    with (DATA / "files" / "bad-usgov-blank-identifiers-v203.xml").open("rb") as stream:
        activities = list(read(stream))

    said = [(a.line, [remark.text for remark in a.warnings]) for a in activities if not a.identifier]
    assert [words for _line, words in said] == [["The activity has no identifier."]] * 2
    assert all(line > 1 for line, _words in said)


# --- Into the register ---------------------------------------------------------------------------------


def brought(path, tmp_path, **options):
    report = tmp_path / "report.json"
    call_command("import_iati", str(path), report=str(report), verbosity=0, **options)
    return json.loads(report.read_text())


def outcomes(report):
    found = [item["outcome"] for item in report["items"]]
    return {outcome: found.count(outcome) for outcome in sorted(set(found))}


@pytest.mark.django_db
@by_file
def test_a_file_is_written_once_and_unchanged_the_second_time(row, tmp_path):
    load_reference()
    path, count = DATA / "files" / row["file"], int(row["activities"])
    blank = 2 if row["file"] == "bad-usgov-blank-identifiers-v203.xml" else 0
    rest = {"skipped": blank} if blank else {}

    planned = brought(path, tmp_path, dry_run=True)
    written_by_a_plan = Partnership.objects.count()
    first = brought(path, tmp_path)
    versions = dict(Partnership.objects.values_list("pk", "version"))
    hanging = (CostLine.objects.count(), ResultsFramework.objects.count(), Indicator.objects.count())
    second = brought(path, tmp_path)

    assert (outcomes(planned), written_by_a_plan) == ({"preview": count - blank} | rest, 0)
    assert outcomes(first) == {"created": count - blank} | rest
    assert outcomes(second) == rest | {"unchanged": count - blank}
    assert dict(Partnership.objects.values_list("pk", "version")) == versions
    assert (CostLine.objects.count(), ResultsFramework.objects.count(), Indicator.objects.count()) == hanging
    assert hanging[2] == int(row["indicators"])
