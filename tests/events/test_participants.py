"""The list of participants: who agreed and has a place, with four fields, for a while."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from events.models import Registration
from events.models.choices import RegistrationStatus
from events.turnout import turnouts_of, who_counts
from tests.factories import CountryFactory, InstitutionFactory, LearningEventFactory, RegistrationFactory, UserFactory

STATES = ["invited", "pending", "confirmed", "waitlisted", "cancelled", "attended"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def long_sessions(settings):
    """The clock of these tests jumps to the event and back."""
    settings.SESSION_COOKIE_AGE = 60 * 60 * 24 * 400


@pytest.fixture
def host(db):
    return UserFactory(name="Hanna Host")


@pytest.fixture
def event(host):
    return LearningEventFactory(organiser=host)


def read(client, event, user):
    client.force_login(user)
    return client.get(reverse("events:participants", args=[event.slug]))


@pytest.mark.parametrize("reader", ["participant", "host"])
def test_only_who_agreed_and_has_a_place_stands_in_it(client, event, host, reader):
    names = {}
    for status in STATES:
        for consent in (True, False):
            name = f"Person {status} {consent}"
            names[name] = consent and status in ("confirmed", "attended")
            RegistrationFactory(event=event, name=name, status=status, in_list=consent)
    user = UserFactory()
    RegistrationFactory(event=event, user=user, name="The Reader")

    page = read(client, event, host if reader == "host" else user).content.decode()

    assert {name: name in page for name in names} == names


def test_it_holds_name_job_title_organisation_and_country_and_nothing_else(client, event):
    reader = UserFactory()
    RegistrationFactory(event=event, user=reader)
    RegistrationFactory(
        event=event,
        user=None,
        name="Bo Lee",
        email="bo.secret@example.org",
        job_title="Auditor",
        organisation="Court of Audit",
        country=CountryFactory(),
        access_needs="Captions",
        in_list=True,
    )

    page = read(client, event, reader).content.decode()

    assert [word for word in ("Bo Lee", "Auditor", "Court of Audit", "Kenya") if word not in page] == []
    assert [word for word in ("bo.secret", "Captions") if word in page] == []


@pytest.mark.parametrize("status", ["invited", "pending", "waitlisted", "cancelled"])
def test_who_has_no_place_does_not_read_it(client, event, status):
    user = UserFactory()
    RegistrationFactory(event=event, user=user, status=status)

    assert read(client, event, user).status_code == 403


def test_visitors_are_asked_to_sign_in(client, event):
    assert client.get(reverse("events:participants", args=[event.slug])).status_code == 302


@pytest.mark.parametrize(("reader", "days"), [("participant", 30), ("host", 90)])
def test_names_are_in_sight_for_a_while_then_the_counts_alone(client, event, host, reader, days):
    user = UserFactory()
    RegistrationFactory(event=event, user=user, name="Ama Mensah", in_list=True)
    last = event.ends_at + timedelta(days=days)
    pages = []
    for moment in (last - timedelta(minutes=1), last + timedelta(minutes=1)):
        with time_machine.travel(moment):
            pages.append(read(client, event, host if reader == "host" else user).content.decode())

    assert ["Ama Mensah" in page.partition("<main")[2] for page in pages] == [True, False]
    assert ["1 person" in page for page in pages] == [True, True]


def test_of_the_hosts_list_only_the_counts_remain_after_ninety_days(client, event, host):
    RegistrationFactory(event=event, name="Ama Mensah")
    with time_machine.travel(event.ends_at + timedelta(days=91)):
        client.force_login(host)
        page = client.get(reverse("events:registrations", args=[event.slug])).content.decode()
        export = client.get(reverse("events:export_registrations", args=[event.slug]))
        attendance = client.get(reverse("events:attendance", args=[event.slug]))

    assert "Ama Mensah" not in page
    assert "1 person has a place." in page
    assert (export.status_code, attendance.status_code) == (409, 409)


def test_reading_it_takes_as_many_queries_for_ten_as_for_one(client, event, django_assert_num_queries):
    user = UserFactory()
    RegistrationFactory(event=event, user=user, institution=InstitutionFactory(), in_list=True)
    client.force_login(user)
    address = reverse("events:participants", args=[event.slug])
    client.get(address)
    with django_assert_num_queries(10, exact=False) as one:
        client.get(address)
    for _ in range(9):
        RegistrationFactory(event=event, institution=InstitutionFactory(), country=CountryFactory(), in_list=True)

    with django_assert_num_queries(len(one)):
        client.get(address)


def test_people_institutions_and_sides_are_counted():
    event = LearningEventFactory()
    north = CountryFactory(north=True)
    court = InstitutionFactory(name="Court of Audit")
    RegistrationFactory(event=event, institution=court, represents="government")
    RegistrationFactory(event=event, organisation=" court of  AUDIT", country=CountryFactory(), represents="government")
    RegistrationFactory(event=event, organisation="Sida", country=north, represents="donor")
    RegistrationFactory(event=event, organisation="")
    RegistrationFactory(event=event, organisation="Waits", status="waitlisted")
    RegistrationFactory(event=event, organisation="Gone", status="cancelled")

    found = turnouts_of(event)
    counts = found.counting

    assert (counts.people, counts.organisations, found.waiting, found.attended.people) == (4, 2, 1, 0)
    assert (counts.north, counts.south) == (1, 2)
    assert counts.groups == [
        ("government", "Partner governments", 2),
        ("donor", "Donor agencies", 1),
        ("other", "Others", 1),
    ]


def test_once_attendance_was_taken_those_count_who_took_part():
    event = LearningEventFactory()
    RegistrationFactory(event=event, organisation="Stayed away")
    there = RegistrationFactory(event=event, organisation="Was there", status="attended")

    assert list(who_counts(event)) == [there]
    assert (turnouts_of(event).counting.people, turnouts_of(event).counting.organisations) == (1, 1)


def test_the_states_are_all_of_them():
    """A new state must be thought of here."""
    assert sorted(STATES) == sorted(RegistrationStatus.values)
    assert Registration.objects.count() == 0
