"""The rows of the access matrix about learning events: a real request for each letter of each role.

`part` is a confirmed participant of the event, `host` a person who runs it. The focal point and the officer of
the columns `gov_o` and `don_o` belong to institutions that hold it, which by itself opens nothing.
"""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from community.models import Institution, User
from events.models import BreakoutGroup, BreakoutNote, EventHost, EventReport, LearningEvent, Registration
from events.models.choices import Entry, EventStatus, ReportStatus
from events.services.reports import draft_report, finalise_report, open_comment_round
from tests.factories import InstitutionFactory, LearningEventFactory, RegistrationFactory, member_of
from tests.personas import cast
from tests.test_permission_matrix import TABLE, table

ROLES = ("anon", "pend", "mem", "gov_o", "gov_x", "don_o", "don_x", "part", "host", "ed", "adm")
PAGES = {
    "event.page[public]": {"visibility": "public"},
    "event.page[community]": {"visibility": "community"},
    "event.page[invite-only]": {"visibility": "private", "entry": Entry.INVITE},
    "event.page[draft]": {"visibility": "public", "status": EventStatus.DRAFT},
}
BEFORE = datetime(2027, 5, 3, 9, tzinfo=UTC)
AFTER = datetime(2027, 6, 3, 9, tzinfo=UTC)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not TABLE.exists(), reason="the access matrix is not beside this checkout (../shared/spec)"),
]


def cells(names, letters, roles=ROLES):
    rows = table()
    return [
        pytest.param(name, role, letter, rows[name][role], id=f"{name}-{role}-{letter}")
        for name in names
        if name in rows
        for role in roles
        for letter in letters
    ]


@pytest.fixture(autouse=True)
def long_sessions(settings):
    """The clock of these tests jumps to the event and back."""
    settings.SESSION_COOKIE_AGE = 60 * 60 * 24 * 400


@pytest.fixture
def people(db):
    """The columns of the matrix; `house` holds the two institutions that hold the event."""
    company = cast()
    network = InstitutionFactory(kind=Institution.Kind.NETWORK)
    company.people |= {"part": member_of(network, "staff"), "host": member_of(network, "staff")}
    return company


def event_for(people, **fields):
    event = LearningEventFactory(title="Xylophone accounts", organiser=people.people["host"], **fields)
    for institution in (people.asks, people.donor):
        EventHost.objects.create(event=event, institution=institution)
    RegistrationFactory(event=event, user=people.people["part"], name="Ama Mensah", in_list=True)
    return event


def sign_in(client, people, role):
    person = people.people[role]
    if person:
        client.force_login(person)
    return person


def answers(response, allowed, person, sees):
    """An allowed letter is answered, also with "not in this state"; a denied one as the rules say."""
    if allowed:
        return response.status_code in (200, 302, 409) and "login" not in response.headers.get("Location", "")
    return response.status_code == (302 if person is None else 403 if sees else 404)


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells(PAGES, "L"))
def test_event_is_listed(client, people, name, role, letter, cell):
    event_for(people, **PAGES[name])
    sign_in(client, people, role)

    with time_machine.travel(BEFORE):
        page = client.get(reverse("events:list")).content.decode()

    assert ("Xylophone accounts" in page) is (letter in cell)


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells(PAGES, "V"))
def test_event_is_seen(client, people, name, role, letter, cell):
    event = event_for(people, **PAGES[name])
    sign_in(client, people, role)

    answer = client.get(event.get_absolute_url())

    assert answer.status_code == (200 if letter in cell else 404)


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells(PAGES, "EPD"))
def test_event_is_edited_published_and_withdrawn(client, people, name, role, letter, cell):
    event = event_for(people, **PAGES[name])
    person = sign_in(client, people, role)
    withdraw = "delete" if event.status == EventStatus.DRAFT else "cancel"
    address = reverse(f"events:{ {'E': 'edit', 'P': 'publish', 'D': withdraw}[letter] }", args=[event.slug])

    with time_machine.travel(BEFORE):
        response = client.get(address)

    assert answers(response, letter in cell, person, "V" in cell), response.status_code


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells(PAGES, "X"))
def test_events_are_taken_along_as_a_table(client, people, name, role, letter, cell):
    event_for(people, **PAGES[name])
    person = sign_in(client, people, role)

    answer = client.get(reverse("events:export"))

    assert answer.status_code == (200 if letter in cell else 302 if person is None else 403)
    if letter in cell:
        assert "Xylophone accounts" in b"".join(answer).decode()


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells(["event.create"], "C"))
def test_event_is_entered(client, people, name, role, letter, cell):
    person = sign_in(client, people, role)

    answer = client.get(reverse("events:create"))

    if cell != "n":
        assert answer.status_code == (200 if letter in cell else 302 if person is None else 403)


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells(["event.register[public-open]"], "C"))
def test_place_is_asked_for(client, people, name, role, letter, cell):
    event = event_for(people)
    sign_in(client, people, role)
    before = Registration.objects.count()
    stranger = {"name": "Bo Lee", "email": "bo@example.org", "organisation": "Audit", "represents": "government"}

    with time_machine.travel(BEFORE):
        answer = client.post(reverse("events:register", args=[event.slug]), {} if role != "anon" else stranger)

    assert answer.status_code == (302 if letter in cell else 409), answer.content.decode()[:2000]
    assert Registration.objects.count() - before == (letter in cell)


@pytest.mark.parametrize(
    ("name", "role", "letter", "cell"), cells(["registration.own"], "VEDX", ["part", "mem", "anon"])
)
def test_own_place_is_seen_changed_given_up_and_taken_along(client, people, name, role, letter, cell):
    event = event_for(people)
    sign_in(client, people, role)
    own = reverse("events:own_registration", args=[event.slug])
    cancel = reverse("events:own_cancel", args=[event.slug])
    address = {"V": own, "E": own, "D": cancel, "X": own}[letter]

    with time_machine.travel(BEFORE):
        answer = client.get(address)

    assert answer.status_code == (200 if letter in cell else 302 if role == "anon" else 404)
    if letter == "X" and letter in cell:
        address = re.search(r"/en/events/join/[^/\"]+/event\.ics", answer.content.decode())[0]
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells(["registration.list"], "LV"))
def test_list_of_registrations_is_read(client, people, name, role, letter, cell):
    """`f` is the list of those who agreed to stand in it, without an address."""
    event = event_for(people)
    person = sign_in(client, people, role)
    some = "f" in cell
    page = "events:participants" if some else "events:registrations"

    with time_machine.travel(BEFORE):
        answer = client.get(reverse(page, args=[event.slug]))

    assert answer.status_code == (200 if letter in cell else 302 if person is None else 403)
    if letter in cell:
        text = answer.content.decode()
        assert "Ama Mensah" in text
        assert (people.people["part"].email in text) is not some


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells(["registration.list"], "CEDX"))
def test_list_of_registrations_is_worked_with(client, people, name, role, letter, cell):
    event = event_for(people)
    person = sign_in(client, people, role)
    place = event.registrations.get()
    address = {
        "C": reverse("events:add_registration", args=[event.slug]),
        "E": reverse("events:attendance", args=[event.slug]),
        "D": reverse("events:remove_registration", args=[event.slug, place.pk]),
        "X": reverse("events:export_registrations", args=[event.slug]),
    }[letter]

    with time_machine.travel(AFTER if letter == "E" else BEFORE):
        status = client.get(address).status_code

    assert status == (200 if letter in cell else 302 if person is None else 403)


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells(["event.joining_link"], "VE"))
def test_joining_link(client, people, name, role, letter, cell):
    event = event_for(people, joining_url="https://meet.example/secret-room")
    sign_in(client, people, role)
    with time_machine.travel(event.starts_at):
        page = client.get(event.get_absolute_url()).content.decode()

    assert "secret-room" not in page
    if letter == "V":
        seen = "/join/" in page or reverse("events:manage", args=[event.slug]) in page
        assert seen is (letter in cell)
    elif letter in cell:
        assert "secret-room" in client.get(reverse("events:edit", args=[event.slug])).content.decode()


NOTES = {"breakout.notes[participants]": "participants", "breakout.notes[host-only]": "hosts"}


def group_for(event, notes_for):
    group = BreakoutGroup.objects.create(event=event, topic="Trust", notes_for=notes_for)
    BreakoutNote.objects.create(group=group, text="Zinnober was said.", writer_name="Ama Mensah")
    return group


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells(NOTES, "LVCX"))
def test_notes_of_a_group(client, people, name, role, letter, cell):
    event = event_for(people)
    group = group_for(event, NOTES[name])
    address = {
        "L": reverse("events:group", args=[event.slug, group.pk]),
        "V": reverse("events:group", args=[event.slug, group.pk]),
        "C": reverse("events:save_notes", args=[event.slug, group.pk]),
        "X": reverse("events:export_notes", args=[event.slug, group.pk]),
    }[letter]

    with time_machine.travel(event.starts_at):
        person = sign_in(client, people, role)
        if letter == "C":
            response = client.post(address, {"text": "We agreed.", "version": "0"})
        else:
            response = client.get(address)

    assert answers(response, letter in cell, person, "V" in cell), response.status_code


REPORTS = {
    "summary_report[draft]": ReportStatus.DRAFT,
    "summary_report[comment-round]": ReportStatus.COMMENT_ROUND,
    "summary_report[final-public]": ReportStatus.FINAL,
}


def report_for(event, people, status):
    event.status = EventStatus.HELD
    event.save()
    editor = people.people["ed"]
    report = draft_report(event=event, by=editor)
    if status != ReportStatus.DRAFT:
        open_comment_round(event=event, until=datetime(2027, 7, 1, 12, tzinfo=UTC), by=editor)
    if status == ReportStatus.FINAL:
        finalise_report(event=event, by=editor, on=AFTER.date())
    return EventReport.objects.get(pk=report.pk)


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells(REPORTS, "LVX"))
def test_report_is_read_and_taken_along(client, people, name, role, letter, cell):
    event = event_for(people)
    with time_machine.travel(AFTER):
        report_for(event, people, REPORTS[name])
        sign_in(client, people, role)
        page = "report_docx" if letter == "X" else "report"
        answer = client.get(reverse(f"events:{page}", args=[event.slug]))
        answer.close()

    assert answer.status_code == (200 if letter in cell else 403 if "V" in cell else 404)


@pytest.mark.parametrize(("name", "role", "letter", "cell"), cells(REPORTS, "EP"))
def test_report_is_written_and_made_final(client, people, name, role, letter, cell):
    event = event_for(people)
    with time_machine.travel(AFTER):
        report_for(event, people, REPORTS[name])
        person = sign_in(client, people, role)
        page = "report_edit" if letter == "E" else "report_finalise"
        response = client.get(reverse(f"events:{page}", args=[event.slug]))

    if REPORTS[name] == ReportStatus.FINAL and response.status_code == 409:
        assert role in ("host", "ed", "adm")  # what is final is edited by nobody, and the page says so
    else:
        assert answers(response, letter in cell, person, "V" in cell), response.status_code


def test_an_administrator_reads_notes_for_hosts_in_the_administration_and_it_is_logged(client, people):
    event = event_for(people)
    note = group_for(event, "hosts").notes.get()
    client.force_login(people.people["adm"])

    answer = client.get(reverse("admin:events_breakoutnote_change", args=[note.pk]))

    assert answer.status_code == 200
    assert people.people["adm"].role == User.Role.ADMINISTRATOR
    assert "Zinnober" in answer.content.decode()


def test_every_event_row_of_the_matrix_is_held():
    rows = {name for name in table() if name.startswith(("event.", "registration.", "breakout.", "summary_report"))}
    held = {*PAGES, *NOTES, *REPORTS, "event.create", "event.register[public-open]", "event.joining_link"}

    assert rows == held | {"registration.own", "registration.list"}
    assert LearningEvent.objects.count() == 0
