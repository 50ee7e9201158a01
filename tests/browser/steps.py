"""Steps that several walks through the portal take."""

import re
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils import timezone

from events.agenda_times import shift_agenda
from mail.models import Message


def press(page, name):
    page.get_by_role("button", name=name).first.click()
    page.wait_for_load_state()


def submit(page):
    """The button that goes on, whatever it is called there."""
    page.click("main .btn-primary")
    page.wait_for_load_state()


def log_partnership(page, asks, offers, problem):
    page.goto("/en/partnerships/new/")
    page.locator("[name=problem]").fill(problem)
    page.locator("[name=demand-0-name]").fill(asks.name)
    submit(page)
    page.locator("[name=supply-0-name]").fill(offers.name)
    submit(page)
    page.goto(page.url.replace("/plan/", "/check/"))
    press(page, "Submit this partnership")


def mailed(address):
    """The text of the latest letter to an address."""
    return Message.objects.filter(recipient=address).latest("pk").text


def mailed_code(address):
    return re.search(r"^[A-Z0-9]{3,}-[A-Z0-9]{3,}$", mailed(address), re.MULTILINE)[0]


def mailed_path(address, part):
    """Where the link in the latest letter to an address leads, within the portal: `/en/…/part/…`."""
    return urlsplit(re.search(rf"http\S+/{part}/\S+", mailed(address))[0]).path


def let_begin(event, ahead):
    """Time passes: the event, its agenda and its reminders stand so that it begins that far ahead of now."""
    event.refresh_from_db()
    delta = timezone.now() + ahead - event.starts_at
    event.starts_at, event.ends_at = event.starts_at + delta, event.ends_at + delta
    zone = ZoneInfo(event.time_zone)
    event.starts_on, event.ends_on = (at.astimezone(zone).date() for at in (event.starts_at, event.ends_at))
    event.save()
    shift_agenda(event, delta)
    event.reminders.update(due_at=F("due_at") + delta)


def downloaded(page, name):
    """The bytes of the file behind a link of the page."""
    with page.expect_download() as coming:
        page.locator("main").get_by_role("link", name=name, exact=True).first.click()
    return Path(coming.value.path()).read_bytes()
