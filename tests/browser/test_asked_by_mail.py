"""Somebody without an account asks for an introduction on a phone, and gets as far as terms that both sides signed.

Amina has no account. Her link lets her confirm, write to the other side, say yes, and nobody else read her address.
"""

from datetime import timedelta

import pytest

from community.models import User
from mail.models import Message
from matching.introducing.leaving import ask_what_came_of_it
from matching.models import Introduction
from tests.browser.introducing import open_terms, queued, said, say, sign, state, take, write_to_both
from tests.browser.peers import CLOSE, PROBLEM, card, make_peers
from tests.browser.steps import mailed, mailed_path, press, submit
from tests.factories import InstitutionFactory, MembershipFactory, UserFactory, member_of

pytestmark = [pytest.mark.usefixtures("no_sweeper"), pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ASKS, AMINA = "Audit Office of Kenya", "amina@asks.example"
QUESTION, ANSWER = "Could we see your call list?", "Yes, it is one page."


@pytest.fixture(autouse=True)
def portal(settings, live_server):
    """Links in letters lead to this server."""
    settings.BASE_URL = live_server.url


@pytest.fixture
def offer():
    return make_peers()


@pytest.fixture
def office():
    return InstitutionFactory(name=ASKS, slug="audit-office-of-kenya", kind="ministry", languages=["en"])


@pytest.fixture
def kofi(offer):
    return member_of(offer.institution, name="Kofi Mensah", email="kofi@offers.example")


@pytest.fixture
def ines():
    person = UserFactory(role=User.Role.EDITOR, name="Ines Duarte", email="ines@brokers.example")
    return MembershipFactory(user=person, institution=InstitutionFactory(name="Secretariat")).user


def ask_by_mail(page):
    page.goto("/en/peers/")
    page.get_by_label("What are you trying to change?").fill(PROBLEM)
    page.get_by_label("Who are you?").fill(ASKS)
    press(page, "Find peers")
    card(page, CLOSE).get_by_role("link", name="Ask for an introduction").click()
    typed = page.get_by_label("What are you trying to change?"), page.get_by_label("Which institution are you with?")
    assert [box.input_value() for box in typed] == [PROBLEM, ASKS]
    page.get_by_label("Your name").fill("Amina Odhiambo")
    page.get_by_label("Your e-mail address").fill(AMINA)
    press(page, "Send me the link")


def waits(desk):
    desk.goto("/en/broker/")
    return desk.locator("main tbody tr").count()


def send_terms(desk):
    """A broker sends the first wording to who signs without an account."""
    row = desk.get_by_role("group", name=ASKS)
    row.get_by_label("E-mail address").fill(AMINA)
    row.get_by_label("Name").fill("Amina Odhiambo")
    press(desk, "Send a link to sign")


def sign_by_link(phone):
    phone.goto(mailed_path(AMINA, "c"))
    phone.get_by_label("I have read version 1").check()
    phone.get_by_label("Your name").fill("Amina Odhiambo")
    phone.get_by_label("Your job title").fill("Auditor")
    press(phone, "Check your signature")
    submit(phone)


def say_three_months_later(phone, made):
    """By the same link, because nobody at her institution has an account."""
    made.ended_at -= timedelta(days=91)
    made.save()
    ask_what_came_of_it()
    phone.goto(mailed_path(AMINA, "by-mail"))
    phone.get_by_role("link", name="Say what came of it").click()
    phone.get_by_label("We are still talking").check()
    submit(phone)


@pytest.mark.parametrize("scripts", [True, False], ids=["with script", "without script"])
def test_who_has_no_account_asks_by_mail_and_signs_by_link(open_page, office, offer, kofi, ines, scripts):
    phone, desk = open_page(width=390, scripts=scripts), open_page(user=ines)

    ask_by_mail(phone)
    assert phone.locator("h1").inner_text() == "Look into your mailbox"
    link = mailed_path(AMINA, "by-mail")
    open_page(link)  # a scanner of mail opens it, with script
    assert waits(desk) == 0
    phone.goto(link)
    press(phone, "Yes, ask for me")
    assert waits(desk) == 1

    take(desk, ASKS)
    assert queued(desk) == ["With a broker", "Ines Duarte", "Ring Accra", "240"]
    desk.goto(mailed_path(ines.email, "introductions"))
    assert desk.get_by_label("Institution of the register that asks").input_value() == ASKS
    press(desk, "That is who asks")
    write_to_both(desk, "You have the same law.")
    introduction = desk.url
    phone.goto(mailed_path(AMINA, "by-mail"))
    say(phone, QUESTION)
    other = open_page(mailed_path(kofi.email, "introductions"), user=kofi, width=390)
    say(other, ANSWER)
    assert ANSWER not in mailed(AMINA)
    phone.reload()
    assert said(phone) == said(other) == [QUESTION, ANSWER]
    assert (AMINA in other.content(), kofi.email in phone.content()) == (False, False)

    press(other, "Yes, we would like to meet")
    assert state(other, introduction) == "Accepted by who offers"
    press(phone, "Yes, we would like to meet")
    assert [state(phone, link), state(other, introduction)] == ["Introduced"] * 2
    made = Introduction.objects.get()
    sides = {each.side: each.institution for each in made.partnership.members.all()}
    assert (sides["demand"], sides["supply"]) == (office, offer.institution)

    open_terms(desk, ines.email)
    send_terms(desk)
    sign_by_link(phone)
    other.goto(mailed_path(kofi.email, "partnerships"))
    sign(other)
    version = made.partnership.terms_set.get()
    assert (version.demand_signed_name, version.supply_signed_by) == ("Amina Odhiambo, Auditor", kofi)
    assert version.demand_signed_at < version.supply_signed_at
    say_three_months_later(phone, made)
    desk.goto(introduction)
    assert desk.get_by_text("We are still talking").count() == 1
    letters = Message.objects.filter(recipient=kofi.email)
    assert [letter for letter in letters if AMINA in letter.text + letter.html] == []


def test_who_asked_by_mail_takes_it_back(open_page, office, offer, kofi, ines):
    phone, desk = open_page(width=390, scripts=False), open_page(user=ines)
    ask_by_mail(phone)
    phone.goto(mailed_path(AMINA, "by-mail"))
    press(phone, "Yes, ask for me")

    phone.get_by_role("link", name="Take it back").click()
    phone.get_by_label("It is not the moment").check()
    submit(phone)

    assert phone.locator("main .tag").first.inner_text() == "Declined"
    assert waits(desk) == 0
    assert Message.objects.filter(recipient=kofi.email).count() == 0
