"""The files of a report: made once when it is final, found again when lost, and handed out with care."""

import hashlib
from datetime import UTC, date, datetime

import pytest
from django.core.files.storage import default_storage

from core.documents.pdf import PDFNotPossible
from events import tasks
from events.documents import making
from events.models import EventReport, ReportFile
from events.models.choices import EventStatus
from events.services.reports import draft_report, finalise_report, open_comment_round
from tests.events.report_samples import pdf_text, word_lines, word_tables
from tests.factories import LearningEventFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture(autouse=True)
def delayed(monkeypatch):
    sent = []
    monkeypatch.setattr("events.tasks.make_report_files.delay", sent.append)
    return sent


@pytest.fixture
def host():
    return UserFactory()


@pytest.fixture
def event(host):
    return LearningEventFactory(
        title="Audits that last",
        slug="audits-that-last",
        organiser=host,
        status=EventStatus.HELD,
        starts_at=datetime(2026, 5, 4, 13, tzinfo=UTC),
    )


@pytest.fixture
def final(event):
    draft_report(event=event, by=None)
    return finalise_report(event=event, by=None, on=date(2026, 6, 22))


def sum_of(name):
    with default_storage.open(name) as file:
        return hashlib.sha256(file.read()).hexdigest()


def test_making_a_report_final_leaves_its_files_to_a_worker(event, delayed, django_capture_on_commit_callbacks):
    draft_report(event=event, by=None)

    with django_capture_on_commit_callbacks(execute=True):
        report = finalise_report(event=event, by=None)

    assert delayed == [report.pk]
    assert ReportFile.objects.count() == 0


def test_files_are_made_once_with_their_sum(final):
    assert tasks.make_report_files(final.pk) == 2
    kept = {each.format: (each.file.name, each.sha256) for each in final.files.all()}
    assert tasks.make_report_files(final.pk) == 2

    assert {each.format: (each.file.name, each.sha256) for each in final.files.all()} == kept
    assert {sum_of(name) for name, _sum in kept.values()} == {sha256 for _name, sha256 in kept.values()}


def test_a_report_that_is_not_final_has_no_files(event):
    report = draft_report(event=event, by=None)

    assert tasks.make_report_files(report.pk) == 0
    assert ReportFile.objects.count() == 0


def test_the_sweep_makes_what_was_lost_with_the_broker(final, delayed):
    assert (tasks.sweep_report_files(), delayed) == (1, [final.pk])

    tasks.make_report_files(final.pk)

    assert tasks.sweep_report_files() == 0


def test_a_file_that_the_disk_lost_is_made_again(final):
    kept = making.file_of(final, "docx")
    default_storage.delete(kept.file.name)

    again = making.file_of(final, "docx")

    assert default_storage.exists(again.file.name)
    assert ReportFile.objects.count() == 1


def test_without_pango_the_word_document_is_made_and_the_page_says_why_not(client, final, monkeypatch):
    def broken(content):
        raise PDFNotPossible("This server cannot write PDF files.")

    monkeypatch.setitem(making.WRITERS, "pdf", broken)

    assert tasks.make_report_files(final.pk) == 1
    answer = client.get("/en/events/audits-that-last/report.pdf", follow=True)
    assert answer.redirect_chain == [("/en/events/audits-that-last/report/", 302)]
    assert "This server cannot write PDF files." in answer.content.decode()


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_a_final_report_is_handed_out_as_a_file(client, final, format):
    answer = client.get(f"/en/events/audits-that-last/report.{format}")

    kept = final.files.get()
    assert hashlib.sha256(answer.content).hexdigest() == kept.sha256
    assert {name: answer[name] for name in ("Content-Disposition", "X-Content-Type-Options", "ETag")} == {
        "Content-Disposition": f'attachment; filename="audits-that-last.{format}"',
        "X-Content-Type-Options": "nosniff",
        "ETag": f'"{kept.sha256}"',
    }
    again = client.get(f"/en/events/audits-that-last/report.{format}", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_file_is_given_under_the_former_address_of_the_event_too(client, final, event):
    event.former_slugs.create(slug="audits")

    assert len(client.get("/en/events/audits/report.docx").content) == final.files.get().size


def test_a_final_report_of_a_hidden_event_is_not_there_for_strangers(client, final, event, host):
    event.visibility = "private"
    event.save()
    address = "/en/events/audits-that-last/report.pdf"

    assert client.get(address).status_code == 404
    client.force_login(host)
    assert len(client.get(address).content) == final.files.get().size


def test_a_report_under_comment_is_made_from_the_data_as_it_stands(client, event, host):
    RegistrationFactory(event=event)
    draft_report(event=event, by=host)
    open_comment_round(event=event, until=datetime(2099, 1, 1, tzinfo=UTC), by=host)
    client.force_login(host)

    answer = client.get("/en/events/audits-that-last/report.docx")

    assert ("Normal", "(For comment until 1 January 2099)") in word_lines(answer.content)
    assert (answer["Cache-Control"], ReportFile.objects.count()) == ("private, no-store", 0)


def test_a_draft_is_taken_along_by_nobody(client, event, host):
    draft_report(event=event, by=host)
    client.force_login(host)

    assert client.get("/en/events/audits-that-last/report.pdf").status_code == 403


def test_who_did_not_agree_is_in_neither_file(event):
    RegistrationFactory(event=event, name="Ama Mensah", in_list=True, job_title="Auditor")
    RegistrationFactory(event=event, name="Zoltan Silent", in_list=False)
    RegistrationFactory(event=event, name="Wanda Waiting", in_list=True, status="waitlisted")
    report = draft_report(event=event, by=None)
    EventReport.objects.filter(pk=report.pk).update(
        status="comment_round", comments_until=datetime(2026, 6, 1, tzinfo=UTC)
    )
    report = finalise_report(event=event, by=None)

    printed = {}
    for format in ("pdf", "docx"):
        with making.file_of(report, format).file.open("rb") as file:
            printed[format] = file.read()

    text = pdf_text(printed["pdf"])
    assert [name in text for name in ("Ama Mensah", "Zoltan", "Wanda")] == [True, False, False]
    assert word_tables(printed["docx"]) == [[["Name", "Job title"], ["Ama Mensah", "Auditor"]]]
