"""A real browser against the portal; without one these tests are left out and say so."""

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, sync_playwright

from events.services.reports import draft_report, finalise_report, open_comment_round
from tests.events.after import held_event, question, seat, takeaway
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    LearningEventFactory,
    RegistrationFactory,
    member_of,
    partnership_between,
)

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM and os.environ.get("CI"):
        pytest.fail("CI has to have a browser: apt-get install chromium")
    if not CHROMIUM:
        pytest.skip("There is no chromium here: apt-get install chromium")
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, live_server):
    """Opens a page of some width, signed in or not, with or without JavaScript.

    What the page complained of (errors of scripts, breaches of the content policy) fails the test.
    """
    contexts, complaints = [], []

    def opened(path="/en/", *, width=1280, user=None, scripts=True):
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            locale="en-GB",
        )
        contexts.append(context)
        if user:
            client = Client()
            client.force_login(user)
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if "Content Security" in line.text else None)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def focal_point():
    """Of the institution that asks, in a record with a problem and members."""
    asks = InstitutionFactory(name="Audit Office", slug="audit-office")
    offers = InstitutionFactory(country=CountryFactory(north=True))
    partnership_between(
        asks, offers, title="Audit followed up", slug="audit-followed-up", problem="Findings come back every year."
    )
    return member_of(asks)


@pytest.fixture
def events(focal_point, no_sweeper, monkeypatch):
    """One to come, one whose report asks for comments, and one with a final report; the focal point runs them."""
    monkeypatch.setattr("events.tasks.make_report_files.delay", lambda report_id: None)
    clinic = LearningEventFactory(
        title="Audit clinic", slug="audit-clinic", languages=["en", "ar"], summary="An hour.", organiser=focal_point
    )
    clinic.agenda_items.create(title="Talks", starts_at=clinic.starts_at, ends_at=clinic.ends_at)
    RegistrationFactory(event=clinic, user=focal_point)
    for title, slug in (("Words asked for", "words-asked-for"), ("Answers that last", "answers-that-last")):
        event = held_event(title=title, slug=slug, organiser=focal_point)
        seat(event, 3, in_list=True)
        seat(event, user=focal_point)
        asked = question(event)
        takeaway(event, text="Peers say what went wrong.").questions.add(asked)
        draft_report(event=event, by=focal_point)
        open_comment_round(event=event, until=timezone.now() + timedelta(days=14), by=focal_point)
    finalise_report(event=event, by=None)


@pytest.fixture
def no_sweeper(monkeypatch):
    """Letters stay in the outbox, where the walk reads them; the limits of other tests are forgotten."""
    monkeypatch.setattr("mail.services.nudge", lambda: None)
    cache.clear()
