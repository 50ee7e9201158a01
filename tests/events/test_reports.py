"""The summary report: made from the data, edited, commented, made final, and then never changed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from events.models import (
    AgendaItem,
    BreakoutGroup,
    BreakoutNote,
    EventReport,
    LearningEvent,
    Presentation,
    ReportComment,
    ReportSection,
)
from events.models.choices import EventStatus, ItemKind, ReportStatus
from events.services import reports
from mail.models import Message
from tests.events.after import held_event, question, seat
from tests.factories import UserFactory

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


def text_of(report, key):
    return report.sections.get(key=key).text


def test_draft_is_made_from_the_data(event, host):
    item = AgendaItem.objects.create(event=event, kind=ItemKind.PRESENTATION, title="Six stories")
    Presentation.objects.create(item=item, number=1, title="Audit twins", presenter="Ama Mensah", success="We stayed.")
    group = BreakoutGroup.objects.create(event=event, topic="Trust")
    BreakoutNote.objects.create(group=group, text="Trust takes years.", writer_name="Bo Lee")
    held_event(title="What next", follows=event, starts_at=event.starts_at + timedelta(days=30))
    question(event)

    report = reports.draft_report(event=event, by=host)

    assert [(each.key, each.text) for each in report.sections.all()] == [
        ("topics", ""),
        (
            "course",
            "The event was built around 1 presentation of experience.\n\nBreakout groups then discussed:\n\n- Trust\n\n"
            "Audit twins (Ama Mensah)\n\n- A success: We stayed.",
        ),
        (f"group-{group.pk}", "Trust takes years."),
        ("outcomes", "To learn from each other."),
        ("premise", ""),
        ("takeaways", ""),
        (
            "next",
            "What follows this event:\n\n- What next, 2 July 2026\n\n"
            "1 question of this event stays open and is taken along to what follows.",
        ),
    ]


def test_draft_twice_is_one_report(event, host, report):
    again = reports.draft_report(event=event, by=host)

    assert (again.pk, EventReport.objects.count()) == (report.pk, 1)


def test_draft_before_the_event_is_refused(host):
    ahead = held_event(status=EventStatus.PUBLISHED, starts_at=timezone.now() + timedelta(days=3))

    with pytest.raises(reports.CannotReport, match="not over yet"):
        reports.draft_report(event=ahead, by=host)


def test_notes_for_the_hosts_alone_are_in_no_report(event, host):
    group = BreakoutGroup.objects.create(event=event, topic="Money", notes_for=BreakoutGroup.NotesFor.HOSTS)
    BreakoutNote.objects.create(group=group, text="Zinnober", writer_name="Bo Lee")

    report = reports.draft_report(event=event, by=host)

    assert not any("Zinnober" in each.text or "Money" in each.text for each in report.sections.all())


def test_notes_that_became_the_hosts_own_leave_the_report_before_participants_read_it(event, host):
    group = BreakoutGroup.objects.create(event=event, topic="Money")
    BreakoutNote.objects.create(group=group, text="Zinnober", writer_name="Bo Lee")
    report = reports.draft_report(event=event, by=host)
    BreakoutGroup.objects.update(notes_for=BreakoutGroup.NotesFor.HOSTS)

    reports.open_comment_round(event=event, until=in_a_week(), by=host)

    assert not report.sections.filter(text__contains="Zinnober").exists()


def test_under_the_chatham_house_rule_nobody_is_named(host):
    event = held_event(organiser=host, is_chatham_house=True)
    item = AgendaItem.objects.create(event=event, kind=ItemKind.PRESENTATION, title="Stories")
    Presentation.objects.create(item=item, number=1, title="Twins", presenter="Ama Mensah", success="We stayed.")

    report = reports.draft_report(event=event, by=host)

    assert "Ama" not in text_of(report, "course")


def test_refresh_leaves_what_was_edited_by_hand(event, host, report):
    section = report.sections.get(key="outcomes")
    reports.edit_section(section=section, title="Outcomes", text="In our words.", version=1, by=host)
    LearningEvent.objects.update(objective="Anew.", premise="It began with trust.")

    changes = reports.refresh_sections(event=event, by=host)

    assert [(each.kind, each.key) for each in changes] == [("changed", "premise")]
    assert text_of(report, "outcomes") == "In our words."
    assert text_of(report, "premise") == "It began with trust."


def test_restored_section_is_made_from_the_data_again(report, host):
    section = report.sections.get(key="outcomes")
    reports.edit_section(section=section, title="Results", text="In our words.", version=1, by=host)

    reports.restore_section(section=section, by=host)

    section.refresh_from_db()
    assert (section.title, section.text, section.is_edited) == ("Outcomes", "To learn from each other.", False)


def test_edit_of_what_somebody_else_saved_meanwhile_is_refused(report, host):
    section = report.sections.get(key="outcomes")
    reports.edit_section(section=section, title="Outcomes", text="First.", version=1, by=host)

    with pytest.raises(reports.SectionEditedMeanwhile) as meanwhile:
        reports.edit_section(section=section, title="Outcomes", text="Second.", version=1, by=host)

    assert meanwhile.value.stored.text == "First."


def test_same_words_sent_twice_are_one_edit(report, host):
    section = report.sections.get(key="outcomes")
    for _ in range(2):
        reports.edit_section(section=section, title="Outcomes", text="First.", version=1, by=host)

    section.refresh_from_db()
    assert section.version == 2


def test_comment_round_writes_once_to_everybody_who_had_a_place(event, host, report):
    people = seat(event, 2)
    seat(event, status="waitlisted")
    seat(event, status="cancelled")

    reports.open_comment_round(event=event, until=in_a_week(), by=host)

    sent = Message.objects.filter(purpose="report-comments")
    assert {each.recipient for each in sent} == {each.email for each in people}
    with pytest.raises(reports.CannotReport, match="already"):
        reports.open_comment_round(event=event, until=in_a_week(), by=host)
    assert sent.count() == 2


def test_comment_after_the_deadline_is_refused(event, host, report):
    (person,) = seat(event)
    reports.open_comment_round(event=event, until=in_a_week(), by=host)
    EventReport.objects.update(comments_until=timezone.now() - timedelta(seconds=1))

    with pytest.raises(reports.CannotReport, match="time for comments is over"):
        reports.comment_on_section(section=report.sections.first(), registration=person, text="Well said.")


def test_comment_of_who_has_no_place_is_refused(event, host, report):
    (waiting,) = seat(event, status="waitlisted")
    reports.open_comment_round(event=event, until=in_a_week(), by=host)

    with pytest.raises(reports.CannotReport, match="had a place"):
        reports.comment_on_section(section=report.sections.first(), registration=waiting, text="Well said.")


def test_comment_sent_twice_is_one(event, host, report):
    (person,) = seat(event)
    reports.open_comment_round(event=event, until=in_a_week(), by=host)
    for _ in range(2):
        reports.comment_on_section(section=report.sections.first(), registration=person, text="Well said.")

    assert ReportComment.objects.count() == 1


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
    ],
)
def test_database_refuses_to_change_a_final_report(final, statement):
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    final.refresh_from_db()
    assert reports.checksum(final.content) == final.sha256


@pytest.mark.parametrize("write", ["refresh", "edit", "settle", "delete", "comment", "restore"])
def test_no_service_writes_to_a_final_report(final, event, host, write):
    section = final.sections.first()
    (person, _other) = event.registrations.all()
    calls = {
        "refresh": lambda: reports.refresh_sections(event=event, by=host),
        "edit": lambda: reports.edit_section(section=section, title="T", text="x", version=1, by=host),
        "restore": lambda: reports.restore_section(section=section, by=host),
        "settle": lambda: reports.settle_comment(
            comment=ReportComment.objects.create(section=section, text="late"), answer="no", by=host
        ),
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
