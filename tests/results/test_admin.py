"""Results in the admin: every model has its place, reading what is not public leaves a trace."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community.models import AuditEntry, User
from core.models import Visibility
from results import models
from tests.factories import (
    HarvestedOutcomeFactory,
    InstitutionFactory,
    ObservationFactory,
    PeriodFactory,
    ResultsFrameworkFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
IN_OTHER_PAGES = {
    *("CapabilityScore", "ContributionStep", "Disaggregation", "FollowUpAnswer", "RivalExplanation", "RubricStep"),
}
MODELS = sorted({model.__name__ for model in apps.get_app_config("results").get_models()} - IN_OTHER_PAGES)
OF_RECORD = sorted(set(MODELS) - {"OutcomeTally", "PortfolioFigures"})
ALWAYS_PRIVATE = {"OutcomeWording", "PartnerWord", "SubstantiationLink", "Substantiation", "FollowUp", "FollowUpLink"}


@pytest.fixture
def administrator(client):
    user = UserFactory(role=User.Role.ADMINISTRATOR)
    client.force_login(user)
    return user


def address(name, *args):
    return reverse(f"admin:results_{name.lower()}", args=args)


def around(visibility=Visibility.PUBLIC):
    """A row of every kind, of one partnership."""
    framework = ResultsFrameworkFactory(visibility=visibility, title="Secret framework")
    record = framework.partnership
    period = PeriodFactory(indicator__result__framework=framework, target_text="Secret target")
    observation = ObservationFactory(indicator=period.indicator, period=period, narrative="Secret words", approved=True)
    outcome = HarvestedOutcomeFactory(partnership=record, visibility=visibility, what_changed="Secret change")
    models.ContributionClaim.objects.create(outcome=outcome, summary="Secret story")
    file = SimpleUploadedFile("minutes.pdf", b"%PDF-")
    for of in ({"outcome": outcome}, {"observation": observation}):
        models.EvidenceItem.objects.create(title="Secret minutes", file=file, **of)
    said = {"revision": outcome.revision, "verdict": "agree", "comment": "Secret word"}
    link = models.SubstantiationLink.objects.create(
        outcome=outcome, name="Secret person", office="Court", revision=outcome.revision
    )
    models.Substantiation.objects.create(outcome=outcome, link=link, name="Secret person", office="Court", **said)
    models.OutcomeWording.objects.create(
        outcome=outcome, revision="", content={"what_changed": "Secret"}, shown_to=visibility, replaced_name="Secret"
    )
    models.Capability.objects.create(
        partnership=record, title="Secret ability", whose="Auditors", visibility=visibility
    )
    follow_up = models.FollowUp.objects.create(partnership=record, years=1, due_on="2026-01-01")
    to = {"institution": InstitutionFactory(), "address": "secret@people.example", "name": "Secret"}
    models.FollowUpLink.objects.create(follow_up=follow_up, side="demand", **to)
    return record


@pytest.mark.parametrize("name", MODELS)
def test_every_model_has_its_list(administrator, client, name):
    around()
    assert admin.site.is_registered(apps.get_model("results", name))

    page = client.get(address(f"{name}_changelist"))

    assert (page.status_code, "Secret" in page.content.decode()) == (200, False)


@pytest.mark.parametrize("name", MODELS)
def test_nothing_is_added_changed_or_deleted_here(administrator, client, name):
    around()
    row = apps.get_model("results", name)._default_manager.first()

    assert client.get(address(f"{name}_add")).status_code == 403
    assert row is None or client.post(address(f"{name}_delete", row.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("visibility", [Visibility.PUBLIC, Visibility.PARTIES])
@pytest.mark.parametrize("name", [name for name in OF_RECORD if name != "PartnerWord"])
def test_reading_what_not_everybody_sees_stands_in_the_log_of_the_record(administrator, client, name, visibility):
    record = around(visibility)
    row = apps.get_model("results", name)._default_manager.first()

    assert client.get(address(f"{name}_change", row.pk)).status_code == 200

    noted = AuditEntry.objects.filter(action="read", object_id=record.pk, actor=administrator).exists()
    assert noted is (visibility == Visibility.PARTIES or name in ALWAYS_PRIVATE)


def test_what_is_not_approved_yet_is_not_public(administrator, client):
    observation = ObservationFactory()

    client.get(address("observation_change", observation.pk))

    assert AuditEntry.objects.filter(action="read").count() == 1


@pytest.mark.parametrize("is_confidential", [False, True])
def test_a_confidential_file_is_handed_out_and_that_is_written_down(administrator, client, is_confidential):
    around()
    item = models.EvidenceItem.objects.first()
    models.EvidenceItem.objects.filter(pk=item.pk).update(is_confidential=is_confidential)

    answer = client.get(address("evidenceitem_file", item.pk))

    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"%PDF-")
    assert AuditEntry.objects.filter(detail__endswith="file").exists() is is_confidential


@pytest.mark.parametrize("name", OF_RECORD)
def test_a_list_is_narrowed_to_one_partnership(administrator, client, name):
    here, _elsewhere = around(), around()

    found = client.get(address(f"{name}_changelist"), {"partnership": here.pk}).context["cl"].queryset

    model_admin = admin.site.get_model_admin(apps.get_model("results", name))
    assert {model_admin.record_of(row) for row in found} == ({here} if name != "PartnerWord" else set())


@pytest.mark.parametrize("name", OF_RECORD)
def test_a_list_takes_as_many_queries_for_ten_rows_as_for_one(administrator, client, name):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(address(f"{name}_changelist"))
        return len(captured)

    around()
    one = queries()
    for _turn in range(9):
        around()

    assert queries() == one


@pytest.mark.parametrize("role", ["member", "editor"])
def test_nobody_but_administrators_reads_them_here(client, role):
    client.force_login(UserFactory(role=role))

    assert client.get(address("evidenceitem_changelist"), follow=True).status_code == 403
