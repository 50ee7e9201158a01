"""The summary report before it is final: made from the data, edited, and commented."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.versions import EditedMeanwhile
from events.models import (
    AgendaItem,
    BreakoutGroup,
    BreakoutNote,
    EventReport,
    LearningEvent,
    Presentation,
    ReportComment,
)
from events.models.choices import EventStatus, ItemKind
from events.services import reports
from events.services.events import edit_event
from mail.models import Message
from tests.events.after import held_event, question, seat
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def host():
    return UserFactory()


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


def change_the_rule(event, host, is_chatham_house):
    values = {"is_chatham_house": is_chatham_house}
    event.refresh_from_db()
    edit_event(event=event, values=values, when=None, hosts=[], version=event.version, by=host)


def test_the_chatham_house_rule_takes_names_out_of_a_report_under_way_and_back(event, host):
    item = AgendaItem.objects.create(event=event, kind=ItemKind.PRESENTATION, title="Stories")
    Presentation.objects.create(item=item, number=1, title="Twins", presenter="Ama Mensah", success="We stayed.")
    report = reports.draft_report(event=event, by=host)
    LearningEvent.objects.update(objective="Anew.")
    told = ["Ama Mensah" in text_of(report, "course")]

    for is_chatham_house in (True, False):
        change_the_rule(event, host, is_chatham_house)
        told.append("Ama Mensah" in text_of(report, "course"))

    assert told == [True, False, True]
    assert report.sections.get(key="course").version == 3


def test_what_a_hand_wrote_before_the_chatham_house_rule_is_to_be_read_again(client, event, host, report):
    reports.edit_section(
        section=report.sections.get(key="course"), title="Course", text="Ama Mensah spoke.", version=1, by=host
    )
    client.force_login(host)
    address = reverse("events:report_edit", args=[event.slug])
    warned = ["they may not show who said what" in client.get(address).text]

    change_the_rule(event, host, is_chatham_house=True)

    warned.append("they may not show who said what" in client.get(address).text)
    assert (text_of(report, "course"), warned) == ("Ama Mensah spoke.", [False, True])


def test_a_final_report_keeps_its_words_whatever_the_rule_becomes(event, host, report):
    reports.finalise_report(event=event, by=UserFactory(role="editor"))
    before = list(report.sections.values())

    change_the_rule(event, host, is_chatham_house=True)

    assert list(report.sections.values()) == before


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

    with pytest.raises(EditedMeanwhile) as meanwhile:
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
