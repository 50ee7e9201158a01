"""From one voice to two, and what becomes of the record afterwards, in a real browser."""

import json
import re
import urllib.request
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from community.models import Institution
from mail.models import Message
from partnerships.asking.again import ask_again
from partnerships.models import Partnership
from tests.browser.steps import log_partnership, mailed, press
from tests.factories import CountryFactory, InstitutionFactory, member_of, partnership_between

pytestmark = [pytest.mark.usefixtures("no_sweeper"), pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OWN_WORDS = "Our files arrive when the case is over."


@pytest.fixture
def donor():
    return InstitutionFactory(
        name="Cooperation Agency", kind=Institution.Kind.DONOR, country=CountryFactory(iso2="SE", name_en="Sweden")
    )


@pytest.fixture
def asks():
    """Nobody of it is on the portal."""
    return InstitutionFactory(name="Southern Court", country=CountryFactory(iso2="PY", name_en="Paraguay"))


def mailed_link(live_server, address):
    found = re.search(re.escape(settings.BASE_URL) + r"(/\w\w/c/\S+)", mailed(address))
    return found[1]


def ask_by_mail(page, record, institution, address, name):
    page.goto(f"{record.get_absolute_url()}ask/")
    page.locator(f"[name=ask-{institution.pk}-address]").fill(address)
    page.locator(f"[name=ask-{institution.pk}-name]").fill(name)
    press(page, "Send")


def correct_on_the_phone(page):
    """Two fields, the problem in own words, a name; read over and sent."""
    page.get_by_label("Correct it").check()
    page.locator("[name=own_words]").fill(OWN_WORDS)
    for name, text in (("title", "Files that reach the court in time"), ("reform", "Files on screen by 2028.")):
        box = page.locator(f"[name=fix-{name}]")
        if not box.is_visible():
            page.locator("details", has=box).locator("summary").first.click()
        box.fill(text)
    page.locator("[name=agreed_visibility][value=public]").check()
    page.locator("[name=name]").fill("Lucía Benítez")
    page.locator("[name=job_title]").fill("Registrar")
    press(page, "Check your answer")
    press(page, "Send this answer")


def exported(live_server):
    with urllib.request.urlopen(f"{live_server.url}/en/partnerships/export.json") as answer:
        return [row["slug"] for row in json.load(answer)["results"]]


@pytest.mark.parametrize("width", [1280, 390])
def test_a_record_gets_its_second_voice_and_outlives_its_officer(open_page, live_server, donor, asks, width):
    officer, colleague = member_of(donor, name="Dana Lind"), member_of(donor, name="Sven Ek")

    page = open_page("/en/", width=width, user=officer)
    log_partnership(page, asks, donor, "Files travel by bus.")
    record = Partnership.objects.get()
    ask_by_mail(page, record, asks, "lucia@court.example", "Lucía Benítez")
    assert exported(live_server) == []

    phone = open_page(mailed_link(live_server, "lucia@court.example"), width=390, scripts=False)
    correct_on_the_phone(phone)
    record.refresh_from_db()
    assert record.problem == OWN_WORDS
    assert exported(live_server) == []

    page.goto(record.get_absolute_url())
    press(page, "Accept all 2")
    record.refresh_from_db()
    assert exported(live_server) == [record.slug]
    public = open_page(record.get_absolute_url(), width=width).locator("main").inner_text()
    for told in ("Files that reach the court in time", OWN_WORDS, asks.name, donor.name, "Confirmed by both sides"):
        assert told in public

    record.refresh_from_db()
    Partnership.objects.update(confirmed_on=timezone.localdate() - timedelta(days=366))
    ask_again()
    ask_again()
    asked = Message.objects.filter(created_at__gt=timezone.now() - timedelta(minutes=5))
    yearly = asked.filter(purpose="records-stale").values_list("recipient", flat=True)
    assert list(yearly) == [officer.email]
    assert record.side_links.open().filter(address="lucia@court.example").count() == 1

    page.goto("/en/portfolio/")
    page.get_by_label(f"Tick “{record.title}”").check(force=True)
    press(page, "Hand over the ticked")
    page.locator("[name=to]").select_option(page.locator("[name=to] option", has_text="Sven Ek").get_attribute("value"))
    press(page, "Hand over")
    holds = open_page("/en/portfolio/", width=width, user=colleague).locator("main").inner_text()
    assert record.title in holds


@pytest.mark.parametrize("width", [1280, 390])
def test_an_objection_makes_the_record_disappear_everywhere(open_page, live_server, asks, donor, width):
    record = partnership_between(asks, donor, title="Xylophone accounts", slug="xylophone-accounts", reported_by=donor)
    officer = member_of(donor)
    page = open_page(record.get_absolute_url(), width=width, user=officer)
    ask_by_mail(page, record, asks, "lucia@court.example", "Lucía Benítez")
    places = [
        "/en/",
        "/en/partnerships/",
        "/en/partnerships/?q=xylophone",
        "/en/partnerships/?view=table",
        "/en/partnerships/?view=map",
        "/en/partnerships/export.json",
        "/en/partnerships/export.csv",
        "/en/partnerships/export.atom",
        asks.get_absolute_url(),
        asks.country.get_absolute_url(),
    ]
    visitor = open_page("/en/", width=width)
    before = [place for place in places if "Xylophone" in visitor.request.get(place).text()]
    assert {"/en/partnerships/", "/en/partnerships/export.json", "/en/partnerships/export.atom"} <= set(before)

    phone = open_page(mailed_link(live_server, "lucia@court.example"), width=390, scripts=False)
    phone.get_by_label("We object").check()
    phone.locator("[name=reason]").fill("This never happened.")
    phone.locator("[name=name]").fill("Lucía Benítez")
    press(phone, "Check your answer")
    press(phone, "Send this answer")

    assert [place for place in places if "Xylophone" in visitor.request.get(place).text()] == []
    assert visitor.request.get(record.get_absolute_url()).status == 404
    page.goto(record.get_absolute_url())
    assert "This never happened." in page.locator("main").inner_text()
