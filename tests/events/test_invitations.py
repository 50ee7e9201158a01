"""Hosts invite one person or many; each line is answered."""

import pytest
from django.urls import reverse

from events.models import Registration
from events.models.choices import Entry
from events.registration_letters import still_invited
from events.registration_links import token_for
from events.services.invitations import invite_people
from mail.models import Message
from tests.factories import LearningEventFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def host(db):
    return UserFactory(name="Hanna Host")


@pytest.fixture
def event(host):
    return LearningEventFactory(organiser=host, entry=Entry.INVITE, visibility="private")


def invite(client, event, host, text, language="en"):
    client.force_login(host)
    return client.post(
        reverse("events:invite", args=[event.slug]), {"addresses": text, "language": language}, follow=True
    )


def test_each_address_gets_a_mail_in_the_language_that_was_chosen(client, event, host):
    page = invite(client, event, host, "ada@example.org\nBo <bo@example.org>", "fr").content.decode()

    assert "2 invitations are on their way." in page
    sent = Message.objects.order_by("recipient").values_list("recipient", "purpose", "language")
    assert list(sent) == [(f"{who}@example.org", "event-invitation", "fr") for who in ("ada", "bo")]
    assert set(Registration.objects.values_list("status", "invited_by")) == {("invited", host.pk)}


def test_what_is_no_address_is_named_with_its_line_and_stays_in_the_form(client, event, host):
    RegistrationFactory(event=event, user=None, email="there@example.org")

    answer = invite(client, event, host, "ada@example.org\nnonsense\nthere@example.org\nada@example.org")

    left = [(entry.place, entry.shown) for entry, _reason in answer.context["left"]]
    assert left == [("Line 2", "nonsense"), ("Line 3", "there@example.org"), ("Line 4", "ada@example.org")]
    assert answer.context["form"].initial["addresses"] == "nonsense\nthere@example.org"
    assert Message.objects.count() == 1


def test_inviting_again_sends_nothing(event, host):
    for _ in range(3):
        answer = invite_people(event=event, addresses=["ada@example.org"], language="en", by=host)

    assert answer.refused == {"ada@example.org": "This address was invited already."}
    assert (Registration.objects.count(), Message.objects.count()) == (1, 1)


def test_two_spellings_in_one_list_are_one_person(event, host):
    answer = invite_people(event=event, addresses=["a.b@gmail.com", "ab+x@gmail.com"], language="en", by=host)

    assert [each.email for each in answer.sent] == ["a.b@gmail.com"]
    assert list(answer.refused) == ["ab+x@gmail.com"]


def test_a_sender_can_fill_no_mailboxes(event, host, settings):
    settings.MAIL_SENDER_A_DAY = 2
    addresses = [f"a{n}@example.org" for n in range(4)]

    answer = invite_people(event=event, addresses=addresses, language="en", by=host)

    assert [each.email for each in answer.sent] == addresses[:2]
    assert list(answer.refused) == addresses[2:]


def test_the_invited_sees_a_private_event_and_comes_with_one_click(client, event, host):
    user = UserFactory(email="ada@example.org")
    invite_people(event=event, addresses=["ada@example.org"], language="en", by=host)
    client.force_login(user)

    client.post(reverse("events:register", args=[event.slug]))

    registration = Registration.objects.get()
    assert (registration.user, registration.status) == (user, "confirmed")


def test_the_invited_declines_without_the_link_of_the_mail(client, event, host):
    member = UserFactory()
    invite_people(event=event, addresses=[member.email], language="en", by=host)
    client.force_login(member)
    cancel = reverse("events:own_cancel", args=[event.slug])

    asked = client.get(reverse("events:register", args=[event.slug])).content.decode()
    client.post(cancel, {"sure": "on"})

    assert f'href="{cancel}"' in asked
    assert Registration.objects.get().status == "cancelled"


def details(**fields):
    return {"name": "Bo Lee", "organisation": "Court of Audit", "represents": "government"} | fields


def test_the_link_asks_who_comes_and_the_button_is_the_yes(client, event, host):
    registration = invite_people(event=event, addresses=["bo@example.org"], language="en", by=host).sent[0]
    address = reverse("events:registration", args=[token_for(registration)])

    looked = client.get(address)
    before = Registration.objects.get().status
    client.post(address, details())

    registration.refresh_from_db()
    assert (looked.status_code, before) == (200, "invited")
    assert (registration.status, registration.name, registration.in_list) == ("confirmed", "Bo Lee", False)


def test_the_invited_need_no_approval(client, host):
    event = LearningEventFactory(organiser=host, entry=Entry.APPROVAL)
    registration = invite_people(event=event, addresses=["bo@example.org"], language="en", by=host).sent[0]

    client.post(reverse("events:registration", args=[token_for(registration)]), details())

    registration.refresh_from_db()
    assert registration.status == "confirmed"


def test_declining_takes_a_tick_and_sends_no_mail(client, event, host):
    registration = invite_people(event=event, addresses=["bo@example.org"], language="en", by=host).sent[0]
    address = reverse("events:cancel_registration", args=[token_for(registration)])

    client.post(address)
    before = Registration.objects.get().status
    client.post(address, {"sure": "on"})

    assert (before, Registration.objects.get().status) == ("invited", "cancelled")
    assert Message.objects.values_list("purpose", flat=True).get() == "event-invitation"


def test_an_invitation_is_not_sent_any_more_when_it_was_answered_or_its_sender_may_not_invite(event, host):
    invite_people(event=event, addresses=["ada@example.org", "bo@example.org"], language="en", by=host)
    ids = list(Message.objects.order_by("recipient").values_list("pk", flat=True))
    first = still_invited(ids)
    Registration.objects.filter(email="ada@example.org").update(status="cancelled")
    second = still_invited(ids)
    event.organisers.all().delete()

    assert (first, second, still_invited(ids)) == (set(ids), {ids[1]}, set())


def test_others_do_not_invite(client, event):
    user = UserFactory()
    RegistrationFactory(event=event, user=user)

    assert invite(client, event, user, "ada@example.org").status_code == 403
    assert Message.objects.count() == 0
