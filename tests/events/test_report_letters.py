"""The letters about a report: each opens the page for its reader alone, and goes only while it is true."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from events import report_letters
from events.services import reports
from mail.models import Message
from tests.events.after import held_event, seat
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return held_event(title="Peers\r\nBEGIN:VALARM in June")


@pytest.fixture
def asked(event):
    host = UserFactory()
    reports.draft_report(event=event, by=host)
    seat(event, user=None, email="bo@example.org", language="fr")
    return reports.open_comment_round(event=event, until=timezone.now() + timedelta(days=7), by=host)


def test_letter_is_in_the_readers_language_and_its_link_needs_no_account(client, asked):
    letter = Message.objects.get(purpose=report_letters.COMMENTS)
    link = re.search(r"http\S+/report-by-link/\S+/", letter.text)[0]

    page = client.get("/" + link.split("/", 3)[3])

    assert (letter.language, "/fr/" in link, page.status_code) == ("fr", True, 200)
    assert "\n" not in letter.subject


def test_letter_is_dropped_when_its_reader_gives_up_the_place(asked, event):
    letter = Message.objects.get(purpose=report_letters.COMMENTS)
    before = report_letters.still_asked([letter.pk])
    event.registrations.update(status="cancelled")

    assert (before, report_letters.still_asked([letter.pk])) == ({letter.pk}, set())


def test_letter_that_asks_is_dropped_once_the_report_is_final(asked, event):
    letter = Message.objects.get(purpose=report_letters.COMMENTS)

    reports.finalise_report(event=event, by=UserFactory(role="editor"))

    final = Message.objects.get(purpose=report_letters.FINAL)
    assert report_letters.still_asked([letter.pk]) == set()
    assert report_letters.still_final([final.pk]) == {final.pk}
