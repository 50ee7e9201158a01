"""The whole life of a story: a writer on a phone, the secretariat, and a partner who has no account.

Efua writes for a donor, the Court of Accounts agrees by a mailed link, Rana follows the court, and Sam follows
nobody. What is taken back is gone for all of them.
"""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from community.following import content_type_of
from community.models import Follow, User
from core.registry import followable
from digests.making import make_due
from digests.models import DigestChoice
from knowledge.models import Story
from knowledge.tasks import publish_due
from mail.models import Message
from tests.browser.steps import mailed, mailed_path, press, submit
from tests.factories import InstitutionFactory, UserFactory, member_of

pytestmark = [pytest.mark.usefixtures("no_sweeper"), pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "The ledger that two offices kept"
PROBLEM = "Each January the report said what it had said the year before."
MENDED = "Each January the court printed what it had printed the year before."
PARTNER = "clerk@court.example"


@pytest.fixture(autouse=True)
def portal(settings, live_server):
    """Links in mails lead to this server."""
    settings.BASE_URL = live_server.url


@pytest.fixture
def court():
    return InstitutionFactory(name="Court of Accounts", slug="court-of-accounts")


@pytest.fixture
def efua():
    donor = InstitutionFactory(name="Agency for Exchange", kind="donor")
    return member_of(donor, name="Efua Boateng", email="efua@agency.example")


@pytest.fixture
def editor():
    return UserFactory(role=User.Role.EDITOR, name="Ines Duarte")


def reading(email, follows=None):
    """A member who gets the weekly digest."""
    member = member_of(InstitutionFactory(), email=email)
    DigestChoice.objects.update_or_create(user=member, defaults={"rhythm": "weekly"})
    if follows:
        kind = content_type_of(followable("institution"))
        Follow.objects.create(user=member, content_type=kind, object_id=str(follows.pk))
    return member


def draft(page, court):
    """On a phone, without a second hand: a title, a problem, and whom it tells of."""
    page.goto("/en/stories/new/")
    page.get_by_label("Title").fill(TITLE)
    press(page, "Begin the draft")
    page.get_by_label("In two sentences").fill("Two offices kept one ledger. It took a year.")
    write(page, "The problem", PROBLEM)
    page.get_by_label("Institutions it tells of").fill(court.name)
    press(page, "Save")
    page.get_by_role("link", name="Hand it in").first.click()
    submit(page)


def write(page, section, text):
    """In the editor of one section."""
    box = page.get_by_role("textbox", name=section).first
    box.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def step(page, story, name):
    page.goto(f"/en/pieces/{story.slug}/way/")
    page.get_by_role("link", name=name, exact=True).first.click()


def agree(page, address):
    page.goto(mailed_path(address, "consent"))
    page.get_by_text("We agree to these words").click()
    page.get_by_label("Your name").fill("Adjoa Sarpong")
    press(page, "Check your answer")
    press(page, "Send this answer")


def take_back(page, path):
    page.goto(path)
    page.get_by_label("Yes, we take our consent back").check()
    page.get_by_label("Your name").fill("Adjoa Sarpong")
    press(page, "Check, then take it back")
    press(page, "Send this answer")


def found_by(page):
    """Where a reader meets it: search, list and feed."""
    page.goto("/en/search/?q=ledger")
    in_search = TITLE in page.locator("main").inner_text()  # its words are marked
    page.goto("/en/stories/")
    in_list = TITLE in page.content()
    return in_search, in_list, TITLE in page.request.get("/en/stories/export.atom").text()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_story_from_its_draft_to_its_end(open_page, court, efua, editor, width):
    rana, sam = reading("rana@readers.example", follows=court), reading("sam@readers.example")
    phone, desk = open_page(user=efua, width=390), open_page(user=editor, width=width)
    reader = open_page(width=width)

    draft(phone, court)
    story = Story.objects.get()
    step(desk, story, "Ask the author for changes")
    desk.get_by_label("What do you ask for?").fill("Whose report is it?")
    submit(desk)
    assert "Whose report is it?" in mailed(efua.email)
    phone.goto(f"/en/pieces/{story.slug}/edit/")
    write(phone, "The problem", MENDED)
    press(phone, "Save")
    phone.get_by_role("link", name="Hand it in").first.click()
    submit(phone)

    step(desk, story, "Ask the partners")
    desk.get_by_label("E-mail address").fill(PARTNER)
    submit(desk)
    link = mailed_path(PARTNER, "consent")
    agree(open_page(width=390, scripts=False), PARTNER)
    step(desk, story, "Publish it")
    desk.get_by_label("At an hour").check()
    desk.get_by_label("Day").fill(str(timezone.localdate() + timedelta(days=2)))
    desk.get_by_label("Hour (UTC)").fill("09:00")
    submit(desk)
    assert found_by(reader) == (False, False, False)

    Story.objects.update(publish_at=timezone.now() - timedelta(minutes=1))
    publish_due()
    assert found_by(reader) == (True, True, True)
    reader.goto(story.get_absolute_url())
    expect(reader.get_by_text(MENDED)).to_be_visible()

    with time_machine.travel(timezone.now() + timedelta(days=8)):
        make_due()
    assert TITLE in mailed(rana.email)
    assert not Message.objects.filter(recipient=sam.email, text__contains=TITLE).exists()

    take_back(open_page(width=390, scripts=False), link)
    assert found_by(reader) == (False, False, False)
    assert reader.goto(story.get_absolute_url()).status == 410
    assert TITLE not in reader.content()
