"""What the register keeps of a person: told to that person, and erased with the account."""

import json
import uuid
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from community import services
from partnerships.asking.links import CannotSend, link_of, renew_link, token_for
from partnerships.models import Contact, PortfolioReport, SideLink
from partnerships.services.holdings import hold_partnership
from tests.factories import InstitutionFactory, member_of, partnership_between

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def donor():
    return InstitutionFactory(name="Norrland Agency", kind="donor")


@pytest.fixture
def dana(donor):
    return member_of(donor, name="Dana Lind", email="dana@norrland.example")


@pytest.fixture
def record(donor):
    return partnership_between(supply=donor, title="Audit followed up")


@pytest.fixture
def report(dana, record):
    report = PortfolioReport(
        owner=dana,
        title="Our year",
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31),
        partnership_ids=[record.pk],
        format="docx",
        status="ready",
        creation_key=uuid.uuid4(),
    )
    report.file.save("report.docx", ContentFile(b"PK"))
    return report


@pytest.fixture
def named(record, donor, dana):
    """As a contact, and by a link that nobody has answered."""
    Contact.objects.create(partnership=record, institution=donor, name="Dana Lind", email=dana.email)
    return SideLink.objects.create(
        partnership=record, institution=donor, side="supply", address=dana.email, name="Dana Lind"
    )


def test_own_data_hold_what_the_register_keeps(client, dana, donor, record, report, named):
    hold_partnership(partnership=record, institution=donor, holder=dana)
    client.force_login(dana)

    kept = json.loads(client.get("/en/me/export.json").content)["partnerships"]

    assert kept["looked_after"] == [{"record": "Audit followed up", "institution": "Norrland Agency"}]
    assert [(each["title"], each["from"]) for each in kept["reports"]] == [("Our year", "2025-01-01")]
    assert [each["name"] for each in kept["named_as_contact"]] == ["Dana Lind"]
    assert [each["name"] for each in kept["asked_by_link"]] == ["Dana Lind"]


def test_erasing_takes_reports_with_their_files(dana, report, django_capture_on_commit_callbacks):
    assert default_storage.exists(report.file.name)

    with django_capture_on_commit_callbacks(execute=True):
        services.anonymise(user=dana, by=dana)

    assert (PortfolioReport.objects.count(), default_storage.exists(report.file.name)) == (0, False)


def test_an_erasure_that_fails_leaves_the_file(dana, report, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("community.services.people.forget_address", lambda address: 1 / 0)

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        services.anonymise(user=dana, by=dana)

    assert (PortfolioReport.objects.count(), default_storage.exists(report.file.name)) == (1, True)


def test_erasing_forgets_the_contact_and_ends_the_link(dana, named):
    services.anonymise(user=dana, by=dana)

    named.refresh_from_db()
    assert Contact.objects.count() == 0
    assert (named.address, named.name, named.replaced_at is None) == (f"erased-{dana.pk}@erased.invalid", "", False)


def test_nobody_writes_to_who_was_erased(dana, named):
    services.anonymise(user=dana, by=dana)

    with pytest.raises(CannotSend, match="has left the portal"):
        renew_link(link=link_of(token_for(named)))

    assert SideLink.objects.count() == 1
