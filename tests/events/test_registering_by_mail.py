"""People without an account: one answer for every address, a link, a button, and only then a place."""

from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from events.models import Registration
from events.models.choices import Entry
from events.registration_links import registration_url, token_for
from events.tasks import forget_unconfirmed
from mail.models import Message
from tests.events.at_once import at_once
from tests.factories import CountryFactory, InstitutionFactory, LearningEventFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_broker(monkeypatch):
    monkeypatch.setattr("mail.services.nudge", lambda: None)


@pytest.fixture(autouse=True)
def no_limit_reached(db):
    cache.clear()


@pytest.fixture
def event(db):
    return LearningEventFactory()


def typed(**fields):
    return {
        "name": "Bo Lee",
        "email": "bo@example.org",
        "organisation": "Court of Audit",
        "represents": "government",
    } | fields


def sign_up(client, event, **fields):
    return client.post(reverse("events:register", args=[event.slug]), typed(**fields))


def confirm(client, registration):
    return client.post(reverse("events:confirm_registration", args=[token_for(registration)]))


def test_nothing_is_seen_and_no_seat_is_taken_before_the_button(client, event):
    answer = sign_up(client, event)

    registration = Registration.objects.get()
    event.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, reverse("events:register_sent", args=[event.slug]))
    assert (registration.status, registration.queue_number, event.seats_taken) == ("pending", None, 0)
    assert list(Registration.objects.verified()) == []
    assert Message.objects.get().purpose == "event-address"


def test_looking_at_the_link_changes_nothing_and_the_button_gives_the_place(client, event, settings):
    sign_up(client, event)
    link = registration_url(Registration.objects.get()).removeprefix(settings.BASE_URL)

    for look in (client.get, client.head, client.get):
        assert look(link).status_code == 200
    before = Registration.objects.get().address_confirmed_at
    answer = confirm(client, Registration.objects.get())

    registration = Registration.objects.get()
    assert before is None
    assert (answer.status_code, registration.status, registration.queue_number) == (302, "confirmed", 1)
    assert Counter(Message.objects.values_list("purpose", flat=True)) == {"event-address": 1, "event-place": 1}


def test_pressing_the_button_again_changes_nothing(client, event):
    sign_up(client, event)

    for _ in range(3):
        confirm(client, Registration.objects.get())

    assert Message.objects.filter(purpose="event-place").count() == 1


def test_the_mail_to_an_unknown_address_holds_nothing_that_the_stranger_wrote(client, event):
    sign_up(client, event, name="Zinnober Quux", organisation="Xylophone House", access_needs="Marmalade")

    mail = Message.objects.get()
    words = f"{mail.subject} {mail.text} {mail.html}"
    assert [word for word in ("Zinnober", "Quux", "Xylophone", "Marmalade") if word in words] == []


def test_every_address_gets_the_same_answer(client, event):
    UserFactory(email="member@example.org")
    RegistrationFactory(event=event, user=None, email="there@example.org")

    answers = [
        sign_up(client, event, email=address)
        for address in ("new@example.org", "member@example.org", "there@example.org")
    ]

    assert len({(each.status_code, each.url) for each in answers}) == 1
    assert sorted(Message.objects.values_list("recipient", "purpose")) == [
        (address, "event-address") for address in ("member@example.org", "new@example.org", "there@example.org")
    ]


def test_who_is_registered_already_gets_the_link_to_it_and_keeps_what_stood(client, event):
    made = RegistrationFactory(event=event, user=None, name="Bo Lee", email="bo@example.org")

    sign_up(client, event, name="Somebody Else")

    made.refresh_from_db()
    assert (made.name, Registration.objects.count()) == ("Bo Lee", 1)
    assert Message.objects.get().subject == f"You are registered already: {event.title}"


def test_three_mails_a_day_are_the_most_for_one_address(client, event, settings):
    settings.ACCOUNT_RATE_LIMITS = {"event_register": "1000/h/ip", "event_register_from": "1000/d/key"}
    for number in range(10):
        other = LearningEventFactory()
        for _ in range(5):
            sign_up(client, other, email=f"victim+{number}@example.org" if number % 2 else "victim@example.org")

    assert Message.objects.filter(recipient="victim@example.org").count() == 3


def test_a_mail_that_got_lost_can_be_asked_for_again_later(client, event):
    sign_up(client, event)
    with time_machine.travel(Message.objects.get().created_at + timedelta(minutes=30)):
        sign_up(client, event)

    assert (Message.objects.count(), Registration.objects.count()) == (2, 1)


def test_too_many_from_one_network_are_asked_to_wait_and_lose_nothing(client, event, settings):
    settings.ACCOUNT_RATE_LIMITS = {"event_register": "2/h/ip", "event_register_from": "100/d/key"}

    answers = [sign_up(client, event, email=f"bo{n}@example.org") for n in range(3)]

    assert [each.status_code for each in answers] == [302, 302, 429]
    assert 'value="Bo Lee"' in answers[-1].content.decode()
    assert Registration.objects.count() == 2


def test_a_program_that_fills_in_everything_gets_thanks_and_nothing_else(client, event):
    answer = sign_up(client, event, homepage="https://spam.example")

    assert answer.status_code == 302
    assert (Registration.objects.count(), Message.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Portal Administrator"),
        ("name", "https://evil.example"),
        ("name", "—"),
        ("name", "a" * 151),
        ("email", "bo@example.org\r\nBcc: all@example.org"),
        ("email", "a" * 320 + "@example.org"),
        ("email", "bo@localhost"),
        ("email", "bo@example.org,eve@example.org"),
        ("organisation", ""),
        ("represents", "king"),
        ("country", "ZZ"),
    ],
)
def test_bad_input_is_named_beside_its_field_and_the_rest_is_kept(client, event, field, value):
    answer = sign_up(client, event, **{"access_needs": "Captions, please", field: value})

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert "Captions, please" in answer.content.decode()
    assert (Registration.objects.count(), Message.objects.count()) == (0, 0)


def test_line_breaks_in_a_name_become_spaces(client, event):
    sign_up(client, event, name="Bo\r\nBEGIN:VALARM")

    assert Registration.objects.get().name == "Bo BEGIN:VALARM"


def test_an_international_address_is_written_as_mail_needs_it(client, event):
    sign_up(client, event, email="Bo@Münster.example")

    assert Registration.objects.get().email == "bo@xn--mnster-3ya.example"


def test_spellings_of_one_address_are_one_person(client, event):
    sign_up(client, event, email="bo.lee@gmail.com")
    confirm(client, Registration.objects.get())

    for spelling in ("BO.LEE@gmail.com", "bolee@gmail.com", "bolee+x@googlemail.com"):
        sign_up(client, event, email=spelling)

    assert Registration.objects.count() == 1


def test_another_spelling_before_the_button_ends_the_link_of_the_first(client, event):
    """`a+x@` may be somebody else's mailbox, where plus signs mean nothing."""
    sign_up(client, event, email="bo+x@example.org")
    first = Registration.objects.get()
    sign_up(client, event, email="bo@example.org")

    answer = confirm(client, first)

    assert answer.status_code == 404
    assert Registration.objects.get().address_confirmed_at is None


def test_the_institution_is_found_by_its_very_name(client, event):
    court = InstitutionFactory(name="Court of Audit")

    sign_up(client, event, organisation="  court  of AUDIT ")

    registration = Registration.objects.get()
    assert (registration.institution, registration.organisation) == (court, "")
    assert registration.country == court.country


def test_of_two_institutions_of_that_name_the_country_decides(client, event):
    north = CountryFactory(north=True)
    InstitutionFactory(name="Court of Audit")
    swedish = InstitutionFactory(name="Court of Audit", country=north)

    sign_up(client, event, country="SE")
    sign_up(client, event, email="eve@example.org")

    found = Registration.objects.order_by("pk").values_list("institution", "organisation")
    assert list(found) == [(swedish.pk, ""), (None, "Court of Audit")]


def test_the_button_ties_the_place_to_the_account_of_that_address(client, event):
    account = UserFactory(email="bo@example.org")
    sign_up(client, event)

    confirm(client, Registration.objects.get())

    assert Registration.objects.get().user == account


def test_a_full_event_says_the_number_in_line_by_mail(client):
    event = LearningEventFactory(capacity=1)
    RegistrationFactory(event=event)
    sign_up(client, event)

    confirm(client, Registration.objects.get(email="bo@example.org"))

    mail = Message.objects.get(purpose="event-registration")
    assert "You are number 1 in line." in mail.text


def test_strangers_cannot_ask_where_only_the_invited_come(client):
    event = LearningEventFactory(entry=Entry.INVITE)
    RegistrationFactory(event=event, user=None, email="bo@example.org", status="invited", address_confirmed_at=None)

    answers = [sign_up(client, event), sign_up(client, event, email="other@example.org")]

    assert [each.status_code for each in answers] == [409, 409]
    assert answers[0].content == answers[1].content or len(answers[0].content) == len(answers[1].content)


def test_what_nobody_confirmed_is_forgotten_after_two_weeks(client, event):
    sign_up(client, event)
    sign_up(client, event, email="kept@example.org")
    confirm(client, Registration.objects.get(email="kept@example.org"))
    link = token_for(Registration.objects.get(email="bo@example.org"))
    begun = Registration.objects.latest("updated_at").updated_at

    with time_machine.travel(begun + timedelta(days=13, hours=23)):
        early = forget_unconfirmed()
    with time_machine.travel(begun + timedelta(days=14, minutes=1)):
        late = forget_unconfirmed()

    assert (early, late, Registration.objects.get().email) == (0, 1, "kept@example.org")
    assert client.get(reverse("events:registration", args=[link])).status_code == 404


def test_registration_in_french_writes_in_french(client, event):
    address = reverse("events:register", args=[event.slug]).replace("/en/", "/fr/")
    client.post(address, typed())

    assert Registration.objects.get().language == "fr"
    assert "/fr/events/registration/" in Message.objects.get().text


@pytest.mark.django_db(transaction=True)
def test_five_at_once_from_one_form_are_one_registration_and_one_mail(client):
    event = LearningEventFactory()

    answers = at_once(*[lambda: sign_up(client, event)] * 5)

    assert {(each.status_code, each.url) for each in answers} == {
        (302, reverse("events:register_sent", args=[event.slug]))
    }
    assert (Registration.objects.count(), Message.objects.count()) == (1, 1)
