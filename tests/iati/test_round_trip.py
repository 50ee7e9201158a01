"""The public register as an IATI publication: valid, and the same register again where it is read."""

import json

import pytest
from django.core.management import call_command

from community.models import Institution
from community.reference import load_reference
from iati.models import PublishedActivity, Source
from partnerships.imports.facts import REGISTER
from partnerships.models import ImportedRecord, Partnership, PartnershipMember, StageChange

pytestmark = pytest.mark.django_db
FIELDS = (
    *("slug", "title", "kind", "direction", "summary", "problem", "problem_in_own_words", "reform", "what_changed"),
    *("expertise_wanted", "why_this_peer", "stage", "scale_stage", "scale_adaptation", "working_mode", "languages"),
    *("planned_start", "planned_end", "actual_start", "actual_end", "start", "end", "sector_words", "modality_words"),
    *("iati_identifier", "collaboration_type", "aid_type", "standing", "source_url", "confirmed_on", "visibility"),
    *("country_codes", "sector_codes", "sdg_codes", "funder_slugs", "theme_slugs", "pair_codes"),
)


@pytest.fixture
def register():
    load_reference()
    call_command("import_partnerships", str(REGISTER), verbosity=0)


def told():
    """Everything public that the register says, by address."""
    members = {}
    for member in PartnershipMember.objects.order_by("pk"):
        said = (
            member.side,
            member.name,
            member.stated_name,
            member.place.iso2 if member.place else "",
            member.iati_role,
        )
        members.setdefault(member.partnership_id, []).append((*said, member.brings, member.learns))
    return {
        record.slug: {name: getattr(record, name) for name in FIELDS} | {"members": sorted(members.get(record.pk, []))}
        for record in Partnership.objects.all()
    }


def export_to(path):
    call_command("export_iati", out=str(path), verbosity=0)
    return path


def report_of(path, tmp_path, **options):
    report = tmp_path / "report.json"
    call_command("import_iati", str(path), report=str(report), verbosity=0, **options)
    return json.loads(report.read_text())


def outcomes(report):
    return {
        outcome: [i["outcome"] for i in report["items"]].count(outcome)
        for outcome in {i["outcome"] for i in report["items"]}
    }


def test_the_whole_register_is_valid(register, iati_data, settings, tmp_path, capsys):
    settings.IATI_SCHEMAS = str(iati_data / "xsd")
    path = export_to(tmp_path / "register.xml")

    report = report_of(path, tmp_path, dry_run=True)

    assert "232 activities are in" in (said := capsys.readouterr().out)
    assert "Valid." in said
    assert (report["activities"], report["xsd_valid"], report["xsd_errors"], report["warnings"]) == (232, True, 0, {})


def test_what_is_exported_goes_back_in_and_changes_nothing(register, tmp_path):
    path = export_to(tmp_path / "register.xml")
    before, versions = told(), dict(Partnership.objects.values_list("pk", "version"))

    first, second = report_of(path, tmp_path), report_of(path, tmp_path)

    assert (outcomes(first), outcomes(second)) == ({"unchanged": 232}, {"unchanged": 232})
    assert (told(), dict(Partnership.objects.values_list("pk", "version"))) == (before, versions)


def test_an_empty_portal_that_reads_it_has_the_same_register(register, tmp_path):
    path = export_to(tmp_path / "register.xml")
    before = told()
    for model in (PublishedActivity, Source, ImportedRecord, StageChange, PartnershipMember, Partnership, Institution):
        model.objects.all().delete()

    report = report_of(path, tmp_path)

    after = told()
    assert outcomes(report) == {"created": 232}
    assert {slug: record for slug, record in after.items() if record != before.get(slug)} == {}
    assert after.keys() == before.keys()
