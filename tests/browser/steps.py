"""Steps that several walks through the portal take."""

import re

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
