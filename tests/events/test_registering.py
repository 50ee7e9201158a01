"""Members register with one click, change what they said, and give their place up in two steps."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.models import Institution
from events.models import Registration, RegistrationChange
from events.models.choices import Entry, EventStatus
from events.registration_links import token_for
from mail.models import Message
from tests.factories import InstitutionFactory, LearningEventFactory, RegistrationFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    return LearningEventFactory()


def address(name, event):
    return reverse(f"events:{name}", args=[event.slug])


def test_one_click_gives_a_place_with_what_the_account_knows(client, event):
    donor = InstitutionFactory(kind=Institution.Kind.DONOR)
    user = member_of(donor, name="Ada Nkosi")
    client.force_login(user)

    answer = client.post(address("register", event))

    registration = Registration.objects.get()
    assert (answer.status_code, answer.url) == (302, address("own_registration", event))
    assert (registration.user, registration.name, registration.email) == (user, "Ada Nkosi", user.email)
    assert (registration.institution, registration.country, registration.represents) == (donor, donor.country, "donor")
    assert (registration.status, registration.queue_number, registration.in_list) == ("confirmed", 1, False)


def test_looking_at_the_button_registers_nobody(client, event):
    client.force_login(UserFactory())

    answer = client.get(address("register", event))

    assert answer.status_code == 200
    assert Registration.objects.count() == 0


def test_a_second_click_at_once_leads_to_the_same_page_and_sends_nothing(client, event):
    client.force_login(UserFactory())

    answers = [client.post(address("register", event)) for _ in range(3)]

    assert [each.url for each in answers] == [address("own_registration", event)] * 3
    assert (Registration.objects.count(), Message.objects.count()) == (1, 1)


def test_registering_again_another_day_is_told_kindly(client, event):
    user = UserFactory()
    RegistrationFactory(event=event, user=user)
    client.force_login(user)
    Registration.objects.update(created_at=timezone.now() - timedelta(days=1))

    answer = client.post(address("register", event))

    assert answer.status_code == 409
    assert "You are registered already" in answer.content.decode()


def test_another_spelling_of_the_same_address_is_the_same_person(client, event):
    RegistrationFactory(event=event, user=None, email="ada.b@gmail.com", email_key="adab@gmail.com")
    client.force_login(UserFactory(email="a.dab+news@gmail.com"))

    answer = client.post(address("register", event))

    assert answer.status_code == 409
    assert Registration.objects.count() == 1


@pytest.mark.parametrize("status", ["pending", "invited"])
def test_the_link_in_the_mailbox_of_another_spelling_does_not_open_a_members_place(client, event, status):
    """`a+x@` may be somebody else's mailbox, where plus signs mean nothing."""
    inviter = UserFactory() if status == "invited" else None
    fields = {"status": status, "invited_by": inviter, "address_confirmed_at": None, "queue_number": None}
    first = RegistrationFactory(event=event, user=None, email="bo+x@example.org", email_key="bo@example.org", **fields)
    RegistrationChange.objects.create(registration=first, after=status, by="host", seats_taken=0) if inviter else None
    member = UserFactory(email="bo@example.org")
    link = reverse("events:registration", args=[token_for(first)])
    client.force_login(member)

    client.post(address("register", event))

    own = Registration.objects.get(status="confirmed")
    assert (own.user, own.invited_by) == (member, inviter)
    assert own.pk != first.pk
    assert own.name not in Client().get(link).content.decode()


def test_an_invitation_to_another_address_of_the_same_account_stays_the_same_registration(client, event):
    member = UserFactory(email="bo@example.org")
    fields = {"status": "invited", "address_confirmed_at": None, "queue_number": None}
    RegistrationFactory(event=event, user=member, email="bo+x@example.org", email_key="bo@example.org", **fields)
    client.force_login(member)

    client.post(address("register", event))

    assert Registration.objects.get().status == "confirmed"


def test_who_registered_by_mail_finds_it_again_when_signed_in(client, event):
    made = RegistrationFactory(event=event, user=None, email="ada@example.org", email_key="ada@example.org")
    user = UserFactory(email="ada@example.org")
    client.force_login(user)

    answer = client.post(address("register", event))

    made.refresh_from_db()
    assert (answer.status_code, made.user, Registration.objects.count()) == (302, user, 1)


def test_a_full_event_gives_a_number_in_line(client):
    event = LearningEventFactory(capacity=1)
    RegistrationFactory(event=event)
    client.force_login(UserFactory())

    page = client.post(address("register", event), follow=True).content.decode()

    assert "You are number 1 on the waiting list." in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"status": EventStatus.CANCELLED}, "This event is cancelled."),
        ({"status": EventStatus.HELD}, "This event is over."),
        ({"entry": Entry.INVITE}, "This event is by invitation."),
    ],
)
def test_where_nobody_can_register_the_page_says_why(client, fields, words):
    event = LearningEventFactory(**fields)
    client.force_login(UserFactory())

    asked, sent = client.get(address("register", event)), client.post(address("register", event))

    assert (asked.status_code, sent.status_code) == (200, 409)
    assert words in asked.content.decode()
    assert words in sent.content.decode()
    assert Registration.objects.count() == 0


def test_nobody_registers_for_what_is_over(client, event):
    user = UserFactory()
    with time_machine.travel(event.ends_at + timedelta(minutes=1)):
        client.force_login(user)
        answer = client.post(address("register", event))

    assert answer.status_code == 409


def test_community_events_are_not_there_for_strangers(client):
    event = LearningEventFactory(visibility="community")

    assert client.get(address("register", event)).status_code == 404


def test_an_event_by_approval_asks_the_hosts_once(client):
    host = UserFactory()
    event = LearningEventFactory(entry=Entry.APPROVAL, organiser=host)
    user = UserFactory()
    client.force_login(user)

    client.post(address("register", event))

    assert Registration.objects.get().status == "pending"
    sent = Message.objects.order_by("purpose").values_list("purpose", "recipient")
    assert list(sent) == [("event-registration", user.email), ("event-request", host.email)]


def own_changes(**fields):
    return {"name": "Ada", "job_title": "", "represents": "other", "language": "en", "access_needs": ""} | fields


@pytest.mark.parametrize("way", ["signed in", "by link"])
def test_consent_is_given_and_taken_back_at_any_time(client, event, way):
    user = UserFactory()
    registration = RegistrationFactory(event=event, user=user)
    client.force_login(user)
    here = address("own_registration", event)
    if way == "by link":
        client.logout()
        here = reverse("events:registration", args=[token_for(registration)])

    client.post(here, own_changes(in_list="on"))
    registration.refresh_from_db()
    agreed = registration.in_list
    client.post(here, own_changes())

    registration.refresh_from_db()
    assert (agreed, registration.in_list) == (True, False)
    assert registration.in_list_decided_at is not None


def test_what_one_may_not_change_is_not_taken_from_the_form(client, event):
    user = UserFactory()
    registration = RegistrationFactory(event=event, user=user, status="waitlisted")
    client.force_login(user)

    client.post(address("own_registration", event), own_changes(status="confirmed", email="x@example.org", user="1"))

    after = Registration.objects.get()
    assert (after.status, after.email, after.user) == ("waitlisted", registration.email, user)


@pytest.mark.parametrize("name", ["EIP Secretariat", "www.evil.example", "...", "a\u202eb"])
def test_names_that_deceive_are_refused_beside_the_field(client, event, name):
    user = UserFactory()
    RegistrationFactory(event=event, user=user, name="Ada")
    client.force_login(user)

    answer = client.post(address("own_registration", event), own_changes(name=name))

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["name"]
    assert Registration.objects.get().name == "Ada"


@pytest.mark.parametrize("way", ["signed in", "by link"])
def test_giving_up_the_place_takes_two_steps(client, event, way):
    user = UserFactory()
    registration = RegistrationFactory(event=event, user=user)
    client.force_login(user)
    here = address("own_cancel", event)
    if way == "by link":
        client.logout()
        here = reverse("events:cancel_registration", args=[token_for(registration)])

    states = []
    for act in (lambda: client.get(here), lambda: client.head(here), lambda: client.post(here)):
        act()
        states.append(Registration.objects.get().status)
    client.post(here, {"sure": "on"})

    assert states == ["confirmed"] * 3
    assert Registration.objects.get().status == "cancelled"
    assert Message.objects.get().subject == f"You have cancelled: {event.title}"


def test_nobody_gives_up_a_place_after_the_event(client, event):
    user = UserFactory()
    registration = RegistrationFactory(event=event, user=user)
    with time_machine.travel(event.ends_at + timedelta(hours=1)):
        answer = client.post(reverse("events:cancel_registration", args=[token_for(registration)]), {"sure": "on"})

    assert answer.status_code == 409
    assert Registration.objects.get().status == "confirmed"


def test_the_page_of_someone_elses_registration_is_not_there(client, event):
    RegistrationFactory(event=event)
    client.force_login(UserFactory())

    assert client.get(address("own_registration", event)).status_code == 404
    assert client.get(address("own_cancel", event)).status_code == 404


@pytest.mark.parametrize("name", ["registration", "cancel_registration"])
def test_links_that_are_cut_forged_or_orphaned_get_one_plain_page(client, event, name):
    registration = RegistrationFactory(event=event)
    good = token_for(registration)
    gone = token_for(RegistrationFactory())
    Registration.objects.exclude(pk=registration.pk).delete()
    tokens = [good[:-3], good.lower(), f"{good}=", gone, "x", "1", good[::-1]]

    answers = [client.get(reverse(f"events:{name}", args=[token])) for token in tokens]

    assert {each.status_code for each in answers} == {404}
    assert {each.templates[0].name for each in answers} == {"events/join_unknown.html"}


def test_pages_of_a_registration_take_the_same_few_queries_whatever_the_line(client, django_assert_num_queries):
    event = LearningEventFactory(capacity=1)
    RegistrationFactory(event=event)
    waiting = [RegistrationFactory(event=event, status="waitlisted") for _ in range(10)]
    counts = []
    for registration in (waiting[0], waiting[-1]):
        with django_assert_num_queries(2):
            page = client.get(reverse("events:registration", args=[token_for(registration)]))
        counts.append(page.context["place"])

    assert counts == [1, 10]


@pytest.mark.parametrize(
    ("status", "is_shown"), [("confirmed", True), ("waitlisted", False), ("pending", False), ("cancelled", False)]
)
def test_the_page_behind_the_link_says_the_number_to_dial_to_who_has_a_place(client, status, is_shown):
    """The reminders send people without an account there for it."""
    event = LearningEventFactory(dial_in="+33 1 23 45 67 89, code 4711")
    link = token_for(RegistrationFactory(event=event, user=None, status=status))

    page = client.get(reverse("events:registration", args=[link])).content.decode()

    assert ("code 4711" in page) is is_shown
