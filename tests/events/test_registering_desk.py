"""The hosts' desk: the list with its states, yes and no, taking back, entering by hand, the table."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from community.models import User
from community.personal_data import personal_data
from core.registry import kept_of_people, mail_purpose
from events.models import Registration, RegistrationChange
from events.models.choices import Entry
from events.registration_links import token_for
from events.services import registering
from events.services.registering import CannotChange, cancel_registration
from mail.models import Message
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    LearningEventFactory,
    RegistrationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def host(db):
    return UserFactory(name="Hanna Host")


@pytest.fixture
def editor(db):
    return UserFactory(role=User.Role.EDITOR)


@pytest.fixture
def event(host):
    return LearningEventFactory(organiser=host, entry=Entry.APPROVAL, capacity=1)


def asked(event, **fields):
    return RegistrationFactory(event=event, status="pending", **fields)


def act(client, user, name, registration, **data):
    client.force_login(user)
    return client.post(reverse(f"events:{name}_registration", args=[registration.event.slug, registration.pk]), data)


def mails():
    return list(Message.objects.order_by("pk").values_list("recipient", "purpose", "period"))


def test_the_list_shows_states_counts_and_places(client, event, host):
    RegistrationFactory(event=event, name="Ada")
    for name in ("Ben", "Cid"):
        RegistrationFactory(event=event, name=name, status="waitlisted")
    asked(event, name="Dan")
    asked(event, name="Ghost", address_confirmed_at=None)
    client.force_login(host)

    answer = client.get(reverse("events:registrations", args=[event.slug]))

    assert [(str(each), each.status) for each in answer.context["page"].items] == [
        ("Ada", "confirmed"),
        ("Ben", "waitlisted"),
        ("Cid", "waitlisted"),
        ("Dan", "pending"),
    ]
    assert [(code, count) for code, _label, count in answer.context["counts"]] == [
        ("pending", 1),
        ("confirmed", 1),
        ("waitlisted", 2),
    ]
    assert "number 2 in line" in answer.content.decode()


def test_one_state_can_be_read_alone(client, event, host):
    RegistrationFactory(event=event)
    wanted = asked(event)
    client.force_login(host)

    answer = client.get(reverse("events:registrations", args=[event.slug]), {"status": "pending"})

    assert answer.context["page"].items == [wanted]


def test_the_list_takes_as_many_queries_for_ten_as_for_one(client, event, host, django_assert_num_queries):
    client.force_login(host)
    address = reverse("events:registrations", args=[event.slug])
    asked(event, institution=InstitutionFactory())
    client.get(address)
    with django_assert_num_queries(30, exact=False) as one:
        client.get(address)
    for _ in range(9):
        asked(event, institution=InstitutionFactory(), country=CountryFactory())

    with django_assert_num_queries(len(one)):
        client.get(address)


@pytest.mark.parametrize("role", ["host", "editor", "administrator"])
def test_only_the_hosts_read_what_people_need(client, event, host, editor, role):
    RegistrationFactory(event=event, access_needs="Captions, please")
    administrator = UserFactory(role=User.Role.ADMINISTRATOR)
    client.force_login({"host": host, "editor": editor, "administrator": administrator}[role])

    page = client.get(reverse("events:registrations", args=[event.slug])).content.decode()
    table = b"".join(client.get(reverse("events:export_registrations", args=[event.slug]))).decode()

    assert ["Captions, please" in text for text in (page, table)] == [role == "host"] * 2


def test_the_table_has_the_rows_of_the_page_and_no_formula(client, event, host):
    RegistrationFactory(event=event, name="=cmd|'/c calc'!A1", organisation="+1", email="ada@example.org")
    RegistrationFactory(event=event, name="Ben", status="waitlisted")
    asked(event, name="Ghost", address_confirmed_at=None)
    client.force_login(host)

    answer = client.get(reverse("events:export_registrations", args=[event.slug]))

    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode())))
    found = [(row["name"], row["organisation"], row["status"], row["place in line"]) for row in rows]
    assert found == [("'=cmd|'/c calc'!A1", "'+1", "Confirmed", ""), ("Ben", "", "On the waiting list", "1")]


def test_yes_gives_a_place_and_one_mail_however_often(client, event, host):
    registration = asked(event)

    for _ in range(3):
        assert act(client, host, "approve", registration).status_code == 302

    registration.refresh_from_db()
    assert registration.status == "confirmed"
    assert mails() == [(registration.email, "event-place", str(registration.pk))]


def test_yes_to_a_full_event_is_a_place_in_line_by_who_asked_first(client, event, host):
    RegistrationFactory(event=event)
    first, second = asked(event), asked(event)

    act(client, host, "approve", second)
    act(client, host, "approve", first)

    assert list(Registration.objects.waiting().values_list("pk", "place")) == [(first.pk, 1), (second.pk, 2)]


def test_no_is_said_once_and_a_yes_after_it_is_refused(client, event, host):
    registration = asked(event)

    for _ in range(2):
        assert act(client, host, "decline", registration).status_code == 302
    late = act(client, host, "approve", registration)

    registration.refresh_from_db()
    assert (registration.status, late.status_code) == ("cancelled", 409)
    assert mails() == [(registration.email, "event-registration", f"{registration.pk}:declined")]


def test_who_has_a_place_is_not_declined(event):
    registration = RegistrationFactory(event=event)

    with pytest.raises(CannotChange):
        registering.decline(registration=registration)


def test_what_is_not_confirmed_by_mail_is_not_there_to_answer(client, event, host):
    registration = asked(event, address_confirmed_at=None)

    assert act(client, host, "approve", registration).status_code == 404


def test_a_registration_of_another_event_is_not_there(client, event, host):
    elsewhere = asked(LearningEventFactory(entry=Entry.APPROVAL))
    client.force_login(host)

    answer = client.post(reverse("events:approve_registration", args=[event.slug, elsewhere.pk]))

    assert answer.status_code == 404


def test_the_secretariat_takes_a_place_back_and_the_next_moves_up(client, event, editor):
    registration = RegistrationFactory(event=event)
    following = RegistrationFactory(event=event, status="waitlisted")
    client.force_login(editor)
    address = reverse("events:remove_registration", args=[event.slug, registration.pk])

    client.get(address)
    before = Registration.objects.get(pk=registration.pk).status
    client.post(address)

    following.refresh_from_db()
    assert (before, following.status) == ("confirmed", "confirmed")
    assert mails() == [
        (registration.email, "event-registration", f"{registration.pk}:removed"),
        (following.email, "event-place", str(following.pk)),
    ]
    changes = RegistrationChange.objects.values_list("after", "by", "seats_taken", "capacity")
    assert list(changes) == [("cancelled", "host", 0, 1), ("confirmed", "portal", 1, 1)]


def test_entering_by_hand_gives_a_place_without_consent_to_the_list(client, event, editor):
    client.force_login(editor)
    typed = {"name": "Bo Lee", "email": "bo@example.org", "organisation": "Audit", "represents": "government"}

    answers = [client.post(reverse("events:add_registration", args=[event.slug]), typed) for _ in range(2)]

    registration = Registration.objects.get()
    assert [each.status_code for each in answers] == [302, 200]
    assert (registration.status, registration.in_list) == ("confirmed", False)
    assert mails() == [("bo@example.org", "event-place", str(registration.pk))]


def test_entering_by_hand_writes_to_the_address_that_was_entered(client, event, editor):
    """Somebody may have begun with another spelling, which may be another mailbox."""
    fields = {"status": "pending", "address_confirmed_at": None, "queue_number": None}
    begun = RegistrationFactory(event=event, user=None, email="bo+x@example.org", email_key="bo@example.org", **fields)
    client.force_login(editor)
    typed = {"name": "Bo Lee", "email": "bo@example.org", "organisation": "Audit", "represents": "government"}

    client.post(reverse("events:add_registration", args=[event.slug]), typed)

    registration = Registration.objects.get()
    assert (registration.email, registration.pk != begun.pk) == ("bo@example.org", True)
    assert mails() == [("bo@example.org", "event-place", str(registration.pk))]


def test_entering_by_hand_takes_no_consent_from_what_nobody_confirmed(client, event, editor):
    fields = {"status": "pending", "address_confirmed_at": None, "queue_number": None, "in_list": True}
    RegistrationFactory(event=event, user=None, email="bo@example.org", **fields)
    client.force_login(editor)
    typed = {"name": "Bo Lee", "email": "bo@example.org", "organisation": "Audit", "represents": "government"}

    client.post(reverse("events:add_registration", args=[event.slug]), typed)

    registration = Registration.objects.get()
    assert (registration.status, registration.in_list) == ("confirmed", False)


def still(purpose):
    wanted = mail_purpose(purpose).still_wanted
    return wanted(Message.objects.filter(purpose=purpose).values_list("pk", flat=True))


def test_who_moves_up_before_the_mail_goes_is_not_told_that_they_wait(event):
    registering.approve(registration=RegistrationFactory(event=event, status="pending"))
    registering.approve(registration=RegistrationFactory(event=event, status="pending"))
    waits = Message.objects.get(purpose="event-registration")
    before = still("event-registration")

    cancel_registration(registration=event.registrations.seated().get())

    gone = Message.objects.get(period__endswith=":cancelled")
    assert (before, still("event-registration")) == ({waits.pk}, {gone.pk})
    assert len(still("event-place")) == 1


def test_nobody_is_told_of_a_place_at_an_event_that_was_cancelled(event):
    registering.approve(registration=RegistrationFactory(event=event, status="pending"))
    event.status = "cancelled"
    event.save(update_fields=["status"])

    assert still("event-place") == set()


def test_hosts_are_not_told_of_a_request_that_was_answered_or_by_who_left(client, event, host):
    client.force_login(UserFactory())
    client.post(reverse("events:register", args=[event.slug]))
    first = still("event-request")
    event.organisers.all().delete()

    assert (len(first), still("event-request")) == (1, set())


def test_the_mail_of_a_place_speaks_the_persons_language_and_zone(event):
    registration = asked(event, language="fr", time_zone="Africa/Tunis")

    registering.approve(registration=registration)

    mail = Message.objects.get()
    assert (mail.language, mail.time_zone) == ("fr", "Africa/Tunis")
    assert "14:00–16:00 Tunis" in mail.text
    assert f"/fr/events/registration/{token_for(registration)}/" in mail.text
    assert "/fr/events/join/" in mail.text


def test_a_person_reads_and_forgets_their_registrations(event):
    user = UserFactory()
    registration = RegistrationFactory(event=event, user=user, name="Ada", access_needs="Captions", in_list=True)
    following = RegistrationFactory(event=event, status="waitlisted")
    told = personal_data(user)["events"]["registrations"]
    link = token_for(registration)

    next(kept for kept in kept_of_people() if kept.name == "events").forget(user)

    registration.refresh_from_db()
    following.refresh_from_db()
    assert [(each["event"], each["name"], each["access_needs"]) for each in told] == [(event.title, "Ada", "Captions")]
    left = (registration.user, registration.name, registration.access_needs, registration.in_list)
    assert left == (None, "", "", False)
    assert user.email not in (registration.email, registration.email_key)
    assert (registration.status, following.status) == ("cancelled", "confirmed")
    assert token_for(registration) == link


def test_who_took_part_is_forgotten_and_still_counted(event):
    user = UserFactory()
    registration = RegistrationFactory(event=event, user=user, status="attended", organisation="Court of Audit")
    event.starts_at, event.ends_at = timezone.now() - timedelta(hours=3), timezone.now() - timedelta(hours=1)
    event.starts_on = event.ends_on = event.starts_at.date()
    event.save()

    next(kept for kept in kept_of_people() if kept.name == "events").forget(user)

    registration.refresh_from_db()
    assert (registration.status, registration.organisation, registration.name) == ("attended", "Court of Audit", "")


def test_the_link_of_an_erased_registration_leads_nowhere(client, event):
    user = UserFactory()
    link = token_for(RegistrationFactory(event=event, user=user))

    next(kept for kept in kept_of_people() if kept.name == "events").forget(user)

    assert client.get(reverse("events:registration", args=[link])).status_code == 404
