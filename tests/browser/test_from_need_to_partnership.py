"""From a need written on a phone to a partnership whose terms both sides signed, with a broker and a peer between.

Grace asks for the Audit Office of Kenya, Kofi offers for the Audit Service of Ghana, Ines brokers. Neither side reads
an address of the other, and nobody else reads anything of it.
"""

from datetime import timedelta

import pytest
from django.utils import formats, timezone

from community.models import User
from mail.models import Message
from matching import suggesting
from matching.introducing.leaving import ask_what_came_of_it
from matching.models import Introduction
from partnerships.models import CostLine
from tests.browser.introducing import (
    ask,
    open_terms,
    queued,
    said,
    say,
    sign,
    signatures,
    state,
    take,
    write_need,
    write_to_both,
)
from tests.browser.peers import CLOSE, FLUENT, PAST, PROBLEM, make_peers, names, reasons, weigh
from tests.browser.steps import mailed, mailed_path, press, submit
from tests.factories import InstitutionFactory, MembershipFactory, UserFactory, member_of

pytestmark = [pytest.mark.usefixtures("no_sweeper"), pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ASKS, BROKERS = "Audit Office of Kenya", "Secretariat of the Exchange"
WHY = "You have the same law, and both print by hand."
QUESTION, ANSWER = "Who rings the ministries?", "A desk of two, each Monday."
REASONS = {
    "Same problem": "In common: audit, call, findings, list, repeated",
    "Comparable context": "Ministry, as you",
    "Language": "No language is known of this institution. Add it",
    "Evidence of past results": "The register holds no partnership in which it shared its experience. Log one",
    "Time available": "2 of 2 places free",
}
TERMS = {
    "What is to change": PROBLEM,
    "The experience that is wanted": "A call list for ministries.",
    "What the peer can share": "We cut repeated audit findings with a call list.",
    "How the two would work": "Two visits, then a call each month.",
    "What the peer hopes to learn": "How you report to parliament.",
    "Who pays for what": "To be agreed.",
    "How each side can end it": "Either side, in writing, whenever it no longer serves the reform.",
}
SIGNED = {"demand": "Grace Banda", "supply": "Kofi Mensah"}


@pytest.fixture(autouse=True)
def portal(settings, live_server, monkeypatch):
    """Links in letters lead to this server, and the job that finds peers runs at once."""
    settings.BASE_URL = live_server.url
    monkeypatch.setattr("matching.tasks.rescore.delay", suggesting.rescore)


@pytest.fixture
def offer():
    return make_peers()


@pytest.fixture
def office():
    return InstitutionFactory(name=ASKS, slug="audit-office-of-kenya", kind="ministry", languages=["en"])


@pytest.fixture
def grace(office):
    return member_of(office, name="Grace Banda", email="grace@asks.example")


@pytest.fixture
def kofi(offer):
    return member_of(offer.institution, name="Kofi Mensah", email="kofi@offers.example")


@pytest.fixture
def ines():
    person = UserFactory(role=User.Role.EDITOR, name="Ines Duarte", email="ines@brokers.example")
    return MembershipFactory(user=person, institution=InstitutionFactory(name=BROKERS)).user


def read_by(person):
    """All letters to somebody."""
    return "".join(letter.text + letter.html for letter in Message.objects.filter(recipient=person.email))


def begun(introduction):
    """What stands in the record from the start."""
    record = introduction.partnership
    sides = {each.side: each.institution.name for each in record.members.all()}
    line = CostLine.objects.get(partnership=record)
    return record.stage, record.visibility, record.problem, sides, (line.kind, str(line.days))


def made_long_ago(introduction):
    """Three months pass."""
    introduction.ended_at -= timedelta(days=91)
    introduction.save()


def terms_on(page):
    parts = page.locator(".terms-text").inner_text().split("\n\n")
    return dict(part.split("\n", 1) for part in parts)


def test_a_need_on_a_phone_becomes_a_partnership_with_signed_terms(open_page, offer, grace, kofi, ines):
    phone, desk = open_page(user=grace, width=390), open_page(user=ines)

    write_need(phone, PROBLEM)
    need = phone.url
    assert names(phone) == [CLOSE, FLUENT, PAST]
    phone.get_by_role("link", name="what matters most").click()
    assert reasons(phone, CLOSE) == REASONS
    weigh(phone, "Language", 4)
    assert names(phone) == [FLUENT, CLOSE, PAST]
    assert reasons(phone, FLUENT)["Language"] == "English"

    ask(phone, CLOSE)
    introduction = phone.url
    assert state(phone, introduction) == "Proposed"
    assert mailed_path(ines.email, "introductions") in introduction
    stranger = open_page("/en/", user=kofi)
    assert stranger.goto(introduction).status == 404

    take(desk, ASKS)
    assert queued(desk) == ["With a broker", "Ines Duarte", "Ring Accra", "240"]
    desk.goto(introduction)
    write_to_both(desk, WHY)
    assert [state(page, introduction) for page in (phone, desk)] == ["Accepted by who asks"] * 2
    assert state(phone, need) == "In introduction"
    assert WHY in mailed(kofi.email)

    other = open_page(mailed_path(kofi.email, "introductions"), user=kofi, width=390)
    say(other, QUESTION)
    assert QUESTION not in mailed(grace.email)
    phone.goto(mailed_path(grace.email, "introductions"))
    say(phone, ANSWER)
    other.reload()
    assert said(other) == said(phone) == [QUESTION, ANSWER]
    assert (grace.email in other.content(), kofi.email in phone.content()) == (False, False)

    press(other, "Yes, we would like to meet")
    assert [state(page, introduction) for page in (phone, other, desk)] == ["Introduced"] * 3
    made = Introduction.objects.get()
    sides = {"demand": ASKS, "supply": CLOSE, "broker": BROKERS}
    assert begun(made) == ("scoping", "parties", PROBLEM, sides, ("brokering", "0.5"))

    open_terms(other, kofi.email)
    assert other.get_by_role("button", name="Sign", exact=True).count() == 0
    phone.get_by_role("link", name="read and change the first wording").click()
    assert terms_on(phone) == TERMS
    sign(phone)
    other.goto(mailed_path(kofi.email, "partnerships"))
    sign(other)
    version = made.partnership.terms_set.get()
    assert (version.demand_signed_by, version.supply_signed_by) == (grace, kofi)
    assert version.demand_signed_at < version.supply_signed_at

    day = formats.date_format(timezone.localdate())
    signed = [f"Signed by the {side} side on {day}: {name}" for side, name in SIGNED.items()]
    assert [signatures(page, introduction) for page in (phone, other)] == [signed] * 2
    assert state(phone, need) == "Matched"
    desk.goto("/en/broker/")
    assert desk.get_by_text("Nothing waits here").is_visible()
    visitor = open_page(offer.get_absolute_url())
    assert visitor.get_by_text("1 of 2 places free").is_visible()
    assert visitor.goto(made.partnership.get_absolute_url()).status == 404
    assert (kofi.email in read_by(grace), grace.email in read_by(kofi)) == (False, False)


def test_without_script_a_colleague_asks_and_each_side_says_its_own_yes(open_page, office, offer, grace, kofi, ines):
    ama = member_of(office, role="member", name="Ama Owusu", email="ama@asks.example")
    colleague, phone, other = (open_page(user=each, width=390, scripts=False) for each in (ama, grace, kofi))
    desk = open_page(user=ines, scripts=False)

    write_need(colleague, PROBLEM, then="Keep it as a draft")
    need = colleague.url
    assert state(colleague, need) == "Draft"
    phone.goto(mailed_path(grace.email, "needs"))
    phone.get_by_role("link", name="Open it").click()
    phone.get_by_label("Verified members of the portal").check()
    submit(phone)
    colleague.reload()
    assert names(colleague) == [CLOSE, FLUENT, PAST]
    ask(colleague, CLOSE)

    take(desk, ASKS)
    desk.goto(mailed_path(ines.email, "introductions"))
    write_to_both(desk, WHY)
    introduction = desk.url
    assert state(desk, introduction) == "Sent to both sides"
    colleague.reload()
    assert colleague.get_by_role("button", name="Yes, we would like to meet").count() == 0

    other.goto(mailed_path(kofi.email, "introductions"))
    press(other, "Yes, we would like to meet")
    assert [state(page, introduction) for page in (colleague, other)] == ["Accepted by who offers"] * 2
    phone.goto(mailed_path(grace.email, "introductions"))
    press(phone, "Yes, we would like to meet")
    assert [state(page, introduction) for page in (phone, other, desk)] == ["Introduced"] * 3

    open_terms(phone, grace.email)
    sign(phone)
    other.goto(mailed_path(kofi.email, "partnerships"))
    sign(other)
    made = Introduction.objects.get()
    assert (made.demand_accepted_by, made.supply_accepted_by) == (grace, kofi)
    version = made.partnership.terms_set.get()
    assert (version.demand_signed_by, version.supply_signed_by) == (grace, kofi)

    made_long_ago(made)
    ask_what_came_of_it()
    other.goto(mailed_path(kofi.email, "introductions"))
    other.get_by_label("We work together").check()
    submit(other)
    desk.goto(introduction)
    phone.goto(introduction)
    assert [page.get_by_text("We work together").count() for page in (desk, phone)] == [1, 0]
