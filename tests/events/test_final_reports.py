"""A final report: when it may become one, what it keeps, and that nothing changes it afterwards."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from community.models import Institution
from core.append_only import rewriting_logs
from events.documents.making import file_of
from events.models import EventReport, LearningEvent, Registration, ReportComment, ReportSection
from events.models.choices import EventStatus, ReportStatus
from events.services import reports
from events.services.erasing import forget_registrations
from mail.models import Message
from tests.events.after import held_event, seat
from tests.factories import InstitutionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def host():
    return UserFactory()


@pytest.fixture
def editor():
    return UserFactory(role="editor")


@pytest.fixture
def event(host):
    return held_event(organiser=host, title="Peers in June")


@pytest.fixture
def report(event, host):
    return reports.draft_report(event=event, by=host)


def in_a_week():
    return timezone.now() + timedelta(days=7)


def test_final_waits_for_open_comments_or_the_end_of_the_round(event, host, editor, report):
    (person,) = seat(event)
    reports.open_comment_round(event=event, until=in_a_week(), by=host)
    comment = reports.comment_on_section(section=report.sections.first(), registration=person, text="Well said.")
    with pytest.raises(reports.CannotReport, match="Settle the open comments"):
        reports.finalise_report(event=event, by=editor)

    reports.settle_comment(comment=comment, answer="Thank you.", by=host)

    assert reports.finalise_report(event=event, by=editor).is_final


def test_final_after_the_round_leaves_open_comments_behind(event, host, editor, report):
    (person,) = seat(event)
    reports.open_comment_round(event=event, until=in_a_week(), by=host)
    reports.comment_on_section(section=report.sections.first(), registration=person, text="Well said.")
    EventReport.objects.update(comments_until=timezone.now() - timedelta(seconds=1))

    assert reports.finalise_report(event=event, by=editor).is_final


def test_final_without_asking_the_participants_is_refused(event, editor, report):
    seat(event)

    with pytest.raises(reports.CannotReport, match="Ask the participants"):
        reports.finalise_report(event=event, by=editor)


@pytest.fixture
def final(event, host, editor, report):
    seat(event, name="Ama Mensah", in_list=True)
    seat(event, name="Bo Lee")
    reports.open_comment_round(event=event, until=in_a_week(), by=host)
    person = event.registrations.get(name="Ama Mensah")
    said = reports.comment_on_section(section=report.sections.first(), registration=person, text="Well said.")
    reports.settle_comment(comment=said, answer="Thank you.", by=host)
    return reports.finalise_report(event=event, by=editor, on=datetime(2026, 7, 1, tzinfo=UTC).date())


def test_final_report_is_dated_and_the_event_reported(final):
    final.refresh_from_db()
    content = final.content

    assert content["version_line"] == "Final version 1 July 2026"
    assert final.sha256 == reports.checksum(content)
    assert final.event.status == EventStatus.REPORTED
    assert content["citation"].endswith(f"Final version 1 July 2026, P2P Portal, {content['address']}")


def test_final_report_names_only_who_agreed_at_that_moment(final):
    assert [each["name"] for each in final.content["participants"]] == ["Ama Mensah"]


def test_final_report_is_announced_once_to_each(final, event, editor):
    with pytest.raises(reports.CannotReport, match="final"):
        reports.finalise_report(event=event, by=editor)

    assert Message.objects.filter(purpose="report-final").count() == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events_eventreport SET content = '{}'",
        "UPDATE events_eventreport SET status = 'draft'",
        "DELETE FROM events_eventreport",
        "UPDATE events_reportsection SET text = 'other'",
        "DELETE FROM events_reportsection",
        "UPDATE events_reportcomment SET text = 'other'",
        "UPDATE events_reportcomment SET text = 'other', registration_id = NULL",
        "UPDATE events_reportcomment SET registration_id = (SELECT max(id) FROM events_registration)",
        "DELETE FROM events_reportcomment",
        "INSERT INTO events_reportcomment (section_id, text, answer, created_at, updated_at) "
        "SELECT section_id, 'late', '', now(), now() FROM events_reportcomment",
    ],
)
def test_database_refuses_to_change_a_final_report(final, statement):
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    final.refresh_from_db()
    assert reports.checksum(final.content) == final.sha256


def test_a_comment_on_a_final_report_outlives_who_said_it_and_who_answered(final, event):
    ReportComment.objects.update(registration=None)
    ReportComment.objects.update(settled_by=None)

    said = ReportComment.objects.get()
    assert (said.text, said.answer, said.registration, said.settled_by) == ("Well said.", "Thank you.", None, None)


def test_a_comment_on_a_final_report_goes_where_logs_are_rewritten(final):
    with transaction.atomic(), rewriting_logs():
        ReportComment.objects.all().delete()

    assert not ReportComment.objects.exists()


@pytest.mark.parametrize("write", ["refresh", "edit", "settle", "delete", "comment", "restore"])
def test_no_service_writes_to_a_final_report(final, event, host, write):
    section = final.sections.first()
    (person, _other) = event.registrations.all()
    calls = {
        "refresh": lambda: reports.refresh_sections(event=event, by=host),
        "edit": lambda: reports.edit_section(section=section, title="T", text="x", version=1, by=host),
        "restore": lambda: reports.restore_section(section=section, by=host),
        "settle": lambda: reports.settle_comment(comment=ReportComment.objects.get(), answer="no", by=host),
        "delete": lambda: reports.delete_report(event=event, by=host),
        "comment": lambda: reports.comment_on_section(section=section, registration=person, text="late"),
    }

    with pytest.raises(reports.CannotReport, match="final"):
        calls[write]()


def test_final_page_prints_what_was_frozen(client, final, event):
    LearningEvent.objects.update(title="Renamed", is_demo=False)

    page = client.get(reverse("events:report", args=[event.slug])).content.decode()

    assert "Peers in June" in page
    assert "Renamed" not in page.partition("<article")[2].partition("</article>")[0]


def test_report_of_a_hundred_pages_is_taken_and_shown(client, event, host, editor, report):
    long = "\n\n".join(f"Paragraph {number}: " + "word " * 180 for number in range(52))[:50_000]
    for section in ReportSection.objects.filter(report=report):
        reports.edit_section(section=section, title=section.title, text=long, version=section.version, by=host)

    reports.finalise_report(event=event, by=editor)
    page = client.get(reverse("events:report", args=[event.slug])).content.decode()

    assert report.sections.count() * len(long) > 280_000
    assert page.count("Paragraph 51:") == report.sections.count()


def test_report_status_is_final_in_the_end(final):
    assert EventReport.objects.final().get().status == ReportStatus.FINAL


def test_an_erased_person_leaves_the_list_of_a_final_report_and_its_files(
    final, event, django_capture_on_commit_callbacks
):
    before, sum_before = final.content, final.sha256
    first = file_of(final, "docx")
    person = event.registrations.get(name="Ama Mensah").user

    with django_capture_on_commit_callbacks(execute=True):
        forget_registrations(person)

    final.refresh_from_db()
    assert before["participants"] != []
    assert final.content == before | {"participants": []}
    assert final.sha256 != sum_before
    assert not final.files.filter(pk=first.pk).exists()
    assert not first.file.storage.exists(first.file.name)


@pytest.mark.parametrize("changed", ["institution renamed", "own name", "job title"])
def test_an_erased_person_leaves_the_list_however_they_are_called_by_then(event, host, editor, report, changed):
    (person,) = seat(event, name="Ama Mensah", in_list=True, institution=InstitutionFactory(name="Audit Office"))
    seat(event, name="Bo Lee", in_list=True)
    reports.open_comment_round(event=event, until=in_a_week(), by=host)
    final = reports.finalise_report(event=event, by=editor)
    if changed == "institution renamed":
        Institution.objects.update(name="Court of Accounts")
    elif changed == "own name":
        Registration.objects.filter(pk=person.pk).update(name="Ama Mensah-Lind")
    else:
        Registration.objects.filter(pk=person.pk).update(job_title="Retired")

    forget_registrations(person.user)

    final.refresh_from_db()
    assert [each["name"] for each in final.content["participants"]] == ["Bo Lee"]
