"""Scanners of mail open every link of every letter about events: nothing of that changes anything (T14)."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from core.registry import mail_purposes
from events import event_letters, reminder_letters, reminder_sweep, report_letters
from events import registration_letters as letters
from events.local_times import When
from events.models.choices import Entry, EventStatus
from events.registration_links import token_for
from events.reminding import instants, reschedule
from events.services import reports
from events.services.invitations import invite_people
from events.services.organisers import add_organiser
from events.services.publishing import cancel_event, move_event, publish_event
from events.services.registering import Details, ask_for_place, cancel_registration, register
from mail.models import Message
from tests.events.after import held_event, seat
from tests.factories import InstitutionFactory, LearningEventFactory, RegistrationFactory, UserFactory, member_of
from tests.stored import hash_of_all_tables

pytestmark = pytest.mark.django_db

WAY_IN = "https://meet.example/secret-room"


def publish():
    before = held_event()
    seat(before, user=None)
    publish_event(event=LearningEventFactory(status=EventStatus.DRAFT, follows=before), by=UserFactory())


def move():
    event = LearningEventFactory(joining_url=WAY_IN)
    seat(event, user=None)
    hour = timedelta(hours=1)
    later = replace(When.of(event), starts_at=event.starts_at + hour, ends_at=event.ends_at + hour)
    place = {"format": event.format, "venue": "Room 2", "joining_url": WAY_IN}
    move_event(event=event, when=later, place=place, version=event.version, by=UserFactory())


def call_off():
    event = LearningEventFactory()
    seat(event, user=None)
    cancel_event(event=event, reason="A storm is coming.", by=UserFactory())


def name_an_organiser():
    add_organiser(event=LearningEventFactory(), user=member_of(InstitutionFactory()), by=UserFactory())


def remind():
    event = LearningEventFactory(joining_url=WAY_IN)
    seat(event, user=None)
    reschedule(event)
    for due_at in instants(event).values():
        with time_machine.travel(due_at, tick=False):
            reminder_sweep.send_due()


def give_a_place():
    event = LearningEventFactory(joining_url=WAY_IN)
    register(event=event, details=Details(name="Ada"), by=UserFactory())


def take_a_place_back():
    user, event = UserFactory(), LearningEventFactory()
    cancel_registration(registration=register(event=event, details=Details(name="Ada"), by=user), by=user)


def ask_by_address():
    ask_for_place(event=LearningEventFactory(), address="ada@example.org", details=Details(name="Ada"))


def invite():
    event = LearningEventFactory(entry=Entry.INVITE)
    invite_people(event=event, addresses=["ada@example.org"], language="en", by=UserFactory())


def ask_the_hosts():
    event = LearningEventFactory(entry=Entry.APPROVAL, organiser=UserFactory())
    register(event=event, details=Details(name="Ada"), by=UserFactory())


def ask_for_comments():
    event, host = held_event(), UserFactory()
    seat(event, user=None)
    reports.draft_report(event=event, by=host)
    reports.open_comment_round(event=event, until=timezone.now() + timedelta(days=7), by=host)
    return event


def finalise():
    reports.finalise_report(event=ask_for_comments(), by=UserFactory(role="editor"))


CAUSES = {
    event_letters.PUBLISHED: publish,
    event_letters.MOVED: move,
    event_letters.CANCELLED: call_off,
    event_letters.ORGANISER: name_an_organiser,
    **dict.fromkeys(reminder_letters.PURPOSES.values(), remind),
    letters.PLACE: give_a_place,
    letters.NEWS: take_a_place_back,
    letters.ADDRESS: ask_by_address,
    letters.INVITATION: invite,
    letters.REQUEST: ask_the_hosts,
    report_letters.COMMENTS: ask_for_comments,
    report_letters.FINAL: finalise,
}


def links_of(purpose, base_url):
    """Every address of ours in the letters of a purpose, in their text and their HTML."""
    sent = Message.objects.filter(purpose=purpose)
    found = {url for each in sent for url in re.findall(r"https?://[^\s\"'<>)]+", each.text + each.html)}
    return sorted(url.removeprefix(base_url) or "/" for url in found if url.startswith(base_url))


def test_every_letter_about_events_is_scanned_here():
    ours = {each.name for each in mail_purposes() if each.name.startswith(("event-", "report-"))}

    assert set(CAUSES) == ours


@pytest.mark.parametrize("purpose", CAUSES)
def test_opening_every_link_of_a_letter_changes_nothing(client, settings, purpose):
    CAUSES[purpose]()
    settings.ALLOWED_HOSTS = ["*"]
    links = links_of(purpose, settings.BASE_URL)
    before = hash_of_all_tables()

    with time_machine.travel(Message.objects.filter(purpose=purpose).latest("created_at").created_at, tick=False):
        answers = {
            link: [client.head(link), client.head(link), *(client.get(link) for _ in range(3))] for link in links
        }

    assert len(links) > 1
    assert [link for link, given in answers.items() if any(each.status_code >= 500 for each in given)] == []
    assert hash_of_all_tables() == before


@pytest.mark.parametrize("name", ["registration", "cancel_registration", "feedback_by_link", "report_by_link"])
def test_a_page_behind_a_mails_link_is_kept_by_nobody(client, name):
    event = ask_for_comments()
    registration = RegistrationFactory(event=event, user=None)

    with time_machine.travel(event.ends_at + timedelta(hours=1), tick=False):
        page = client.get(reverse(f"events:{name}", args=[token_for(registration)]))

    assert page.status_code == 200
    assert [page[header] for header in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")] == [
        "max-age=0, no-cache, no-store, must-revalidate, private",
        "same-origin",
        "noindex",
    ]
