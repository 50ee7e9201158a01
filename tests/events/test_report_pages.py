"""The pages of a summary report: who reads, writes and comments, and what is answered in the wrong state."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from events.models import EventReport, LearningEventFormerSlug, ReportComment
from events.registration_links import token_for
from events.report_content import content_of
from events.services import reports
from tests.events.after import held_event, question, seat, takeaway
from tests.factories import PartnershipFactory, UserFactory

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


@pytest.fixture
def person(event):
    return seat(event, name="Ama Mensah", in_list=True)[0]


def open_round(event, host, days=7):
    return reports.open_comment_round(event=event, until=timezone.now() + timedelta(days=days), by=host)


def address(event, name="report", *args):
    return reverse(f"events:{name}", args=[event.slug, *args])


def test_report_that_is_not_there_and_one_that_is_a_draft_are_the_same_404(client, event, host):
    without = client.get(address(event)).status_code
    reports.draft_report(event=event, by=host)

    assert (without, client.get(address(event)).status_code) == (404, 404)


def test_host_begins_the_report_with_one_button(client, event, host):
    client.force_login(host)

    assert client.get(address(event, "report_edit")).status_code == 200
    answer = client.post(address(event, "report_draft"))

    assert (answer.status_code, EventReport.objects.get().event) == (302, event)


def test_report_cannot_begin_before_the_event(client, host):
    ahead = held_event(organiser=host, status="published", starts_at=timezone.now() + timedelta(days=3))
    client.force_login(host)

    answer = client.post(address(ahead, "report_draft"))

    assert (answer.status_code, EventReport.objects.count()) == (409, 0)


def test_reading_changes_nothing(client, event, host, report):
    client.force_login(host)
    for name in ("report", "report_edit", "report_open_comments"):
        assert client.get(address(event, name)).status_code == 200
    for name in ("report_draft", "report_refresh", "report_comment"):
        assert client.get(address(event, name)).status_code == 405

    report.refresh_from_db()
    assert (report.status, report.version) == ("draft", 1)


def test_host_cannot_make_it_final(client, event, host, report):
    client.force_login(host)

    assert client.post(address(event, "report_finalise")).status_code == 403


def test_administrator_reads_a_draft_and_takes_it_back_but_does_not_write(client, event, report):
    client.force_login(UserFactory(role="administrator"))

    read = client.get(address(event)).status_code
    written = client.get(address(event, "report_edit")).status_code
    taken_back = client.post(address(event, "report_delete")).status_code

    assert (read, written, taken_back, EventReport.objects.count()) == (200, 403, 302, 0)


def test_draft_is_not_taken_back_by_its_host(client, event, host, report):
    client.force_login(host)

    assert client.post(address(event, "report_delete")).status_code == 403


def test_section_is_edited(client, event, host, report):
    client.force_login(host)
    section = address(event, "report_section", "outcomes")
    client.get(section)

    answer = client.post(section, {"title": "Outcomes", "text": "In our words.", "version": "1"})

    assert answer.status_code == 302
    assert report.sections.get(key="outcomes").text == "In our words."


def test_two_writers_of_a_section_lose_nothing(client, event, host, report):
    client.force_login(host)
    section = address(event, "report_section", "outcomes")
    client.post(section, {"title": "Outcomes", "text": "The first text.", "version": "1"})

    answer = client.post(section, {"title": "Outcomes", "text": "The second text.", "version": "1"})

    page = answer.content.decode()
    assert (answer.status_code, "The first text." in page, "The second text." in page) == (409, True, True)
    assert 'name="version" value="2"' in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": "", "text": "x", "version": "1"}, "This field is required."),
        ({"title": "T", "text": "x" * 50_001, "version": "1"}, "50,000 fit here"),
        ({"title": "T", "text": "a\u202eb", "version": "1"}, "turn the direction"),
        ({"title": "T", "text": "a\x00b", "version": "1"}, "Null characters"),
        ({"title": "T", "text": "x", "version": "one"}, "Enter a whole number."),
    ],
)
def test_section_that_cannot_be_kept_is_given_back(client, event, host, report, typed, said):
    client.force_login(host)

    answer = client.post(address(event, "report_section", "outcomes"), typed)

    assert (answer.status_code, said in answer.content.decode()) == (200, True)
    assert report.sections.get(key="outcomes").text == "To learn from each other."


@pytest.mark.parametrize("day", ["", "yesterday", "2020-01-01", "9999-12-31", "2027-02-30"])
def test_comment_round_needs_a_last_day_that_lies_ahead(client, event, host, report, day):
    client.force_login(host)

    answer = client.post(address(event, "report_open_comments"), {"last_day": day})

    report.refresh_from_db()
    assert (answer.status_code, report.status) == (200, "draft")


def test_comment_round_lasts_until_the_end_of_its_last_day_in_the_zone_of_the_event(client, host):
    event = held_event(organiser=host, time_zone="Africa/Nairobi")
    report = reports.draft_report(event=event, by=host)
    last_day = timezone.localdate() + timedelta(days=10)
    client.force_login(host)

    client.post(address(event, "report_open_comments"), {"last_day": last_day.isoformat()})

    report.refresh_from_db()
    assert content_of(event, report)["version_line"] == f"For comment until {date_format(last_day, 'j F Y')}"
    assert report.comments_until.isoformat() == f"{last_day}T20:59:00+00:00"


def test_participant_comments_and_reads_the_answer(client, event, host, report, person):
    open_round(event, host)
    client.force_login(person.user)
    client.post(address(event, "report_comment"), {"section": "outcomes", "text": "Say how."})
    comment = ReportComment.objects.get()
    client.force_login(host)
    client.post(address(event, "report_settle", comment.pk), {"answer": "We will."})
    client.force_login(person.user)

    page = client.get(address(event)).content.decode()

    assert ("Say how." in page, "We will." in page) == (True, True)


def test_participant_without_an_account_comments_by_link(client, event, host, report):
    (person,) = seat(event, user=None, email="bo@example.org")
    open_round(event, host)
    link = reverse("events:report_by_link", args=[token_for(person)])

    read = client.get(link)
    sent = client.post(link, {"section": "outcomes", "text": "Say how."})

    assert (read.status_code, sent.status_code) == (200, 302)
    assert [(each.registration, each.text) for each in ReportComment.objects.all()] == [(person, "Say how.")]


def test_link_opens_no_draft_and_not_for_who_gave_up_the_place(client, event, host, report, person):
    link = reverse("events:report_by_link", args=[token_for(person)])
    draft = client.get(link).status_code
    open_round(event, host)
    person.status = "cancelled"
    person.save()

    assert (draft, client.get(link).status_code) == (404, 404)
    assert client.get(reverse("events:report_by_link", args=["forged"])).status_code == 404


def test_comments_of_others_are_not_shown(client, event, host, report, person):
    (other,) = seat(event, name="Bo Lee")
    open_round(event, host)
    reports.comment_on_section(section=report.sections.first(), registration=other, text="Between us.")
    client.force_login(person.user)

    assert "Between us." not in client.get(address(event)).content.decode()


def test_comment_after_the_deadline_is_answered_409(client, event, host, report, person):
    open_round(event, host)
    EventReport.objects.update(comments_until=timezone.now() - timedelta(seconds=1))
    client.force_login(person.user)

    answer = client.post(address(event, "report_comment"), {"section": "outcomes", "text": "Late."})

    assert (answer.status_code, ReportComment.objects.count()) == (409, 0)
    assert "time for comments is over" in answer.content.decode()


def test_refused_comment_is_given_back_where_it_was_typed(client, event, host, report, person):
    open_round(event, host)
    client.force_login(person.user)

    answer = client.post(address(event, "report_comment"), {"section": "outcomes", "text": "y" * 5001})

    page = answer.content.decode()
    assert (answer.status_code, "y" * 5001 in page, "5,000 fit here" in page) == (200, True, True)


def test_comment_on_a_section_that_is_not_there_is_404(client, event, host, report, person):
    open_round(event, host)
    client.force_login(person.user)

    answer = client.post(address(event, "report_comment"), {"section": "budget", "text": "Where?"})

    assert answer.status_code == 404


def test_host_who_has_no_place_does_not_comment(client, event, host, report, person):
    open_round(event, host)
    client.force_login(host)

    answer = client.post(address(event, "report_comment"), {"section": "outcomes", "text": "Mine."})

    assert answer.status_code == 403


@pytest.mark.parametrize("role", ["editor", "administrator"])
def test_final_report_is_edited_by_nobody(client, event, host, editor, report, role):
    reports.finalise_report(event=event, by=editor)
    client.force_login(UserFactory(role=role))

    answers = {
        client.get(address(event, "report_edit")).status_code,
        client.get(address(event, "report_section", "outcomes")).status_code,
        client.post(address(event, "report_refresh")).status_code,
        client.post(address(event, "report_finalise")).status_code,
    }

    assert answers == {409}


def test_former_address_of_a_final_report_leads_to_it(client, event, editor, report):
    reports.finalise_report(event=event, by=editor)
    LearningEventFormerSlug.objects.create(event=event, slug="peers-once")

    answer = client.get(reverse("events:report", args=["peers-once"]))

    assert (answer.status_code, answer["Location"]) == (301, address(event))


def test_final_report_of_a_private_event_is_404_for_others(client, host, editor):
    event = held_event(organiser=host, visibility="private")
    reports.draft_report(event=event, by=host)
    reports.finalise_report(event=event, by=editor)

    assert client.get(address(event)).status_code == 404


@pytest.mark.parametrize("count", [1, 10])
def test_page_takes_a_fixed_number_of_queries(client, event, host, report, person, django_assert_num_queries, count):
    for number in range(count):
        asked = question(event, text=f"Question {number}")
        found = takeaway(event, title=f"Takeaway {number}")
        found.questions.add(asked)
        found.partnerships.add(PartnershipFactory())
    seat(event, count, in_list=True)
    open_round(event, host)
    client.force_login(person.user)

    with django_assert_num_queries(22):
        client.get(address(event))


@pytest.mark.parametrize("count", [1, 10])
def test_desk_takes_a_fixed_number_of_queries(client, event, host, report, person, django_assert_num_queries, count):
    open_round(event, host)
    for number in range(count):
        reports.comment_on_section(section=report.sections.first(), registration=person, text=f"No. {number}")
    client.force_login(host)

    with django_assert_num_queries(16):
        client.get(address(event, "report_edit"))


def test_comments_speak_the_language_of_their_reader_below_a_report_in_another(client, event, host, report, person):
    open_round(event, host)
    client.force_login(person.user)

    with translation.override("ar"):
        page = client.get(address(event)).content.decode()
        here = address(event, "report_comment")

    assert f'lang="{report.language}" dir="ltr"' in page
    assert 'class="event-report-comments" lang="ar" dir="rtl"' in page
    assert f'action="{here}"' in page
