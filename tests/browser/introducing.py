"""The steps from a need to signed terms, as the three people take them: who asks, who brokers, who offers."""

from datetime import timedelta

from django.utils import timezone

from tests.browser.peers import card
from tests.browser.steps import mailed_path, press, submit


def write_need(page, problem, *, then="Open it now"):
    """One field is asked for; the experience and the sector help."""
    page.goto("/en/needs/new/")
    page.get_by_label("What are you trying to change?").fill(problem)
    page.locator("summary", has_text="About the reform").click()
    page.get_by_label("The experience you look for").fill("A call list for ministries.")
    page.locator("summary", has_text="Sectors and goals").click()
    sectors = page.get_by_role("group", name="Sectors")
    sectors.locator("summary", has_text="None chosen yet").click()
    sectors.locator("summary", has_text="Good governance").click()
    page.get_by_label("Public oversight").check()
    press(page, then)


def ask(page, peer):
    """From the list of possible peers, with a word to the one that is chosen."""
    card(page, peer).get_by_role("link", name="Ask for an introduction").click()
    page.get_by_label("A message to the peer").fill("Could we see your call list?")
    submit(page)


def take(desk, asks):
    """From the queue: somebody looks after it from now on, with a next step and the time that it took."""
    desk.goto("/en/broker/")
    desk.get_by_role("link", name=asks).click()
    press(desk, "I look after it")
    desk.get_by_label("Next step").fill("Ring Accra")
    press(desk, "Note it")
    desk.get_by_label("Minutes").fill("240")
    press(desk, "Add the time")


def queued(desk):
    """The first line of the queue: state, broker, next step and minutes."""
    desk.goto("/en/broker/")
    cells = desk.locator("main tbody tr").first.locator("td").all_inner_texts()
    return [cells[n] for n in (0, 3, 4, 5)]


def write_to_both(desk, words):
    desk.get_by_role("link", name="Write to both sides").click()
    desk.get_by_label("What both sides read").fill(words)
    desk.get_by_label("Answer by").fill(str(timezone.localdate() + timedelta(days=10)))
    submit(desk)


def say(page, text):
    page.get_by_label("Your message").fill(text)
    press(page, "Pass it on")


def said(page):
    """The messages of an introduction, oldest first."""
    return page.locator(".match-message > p:last-child").all_inner_texts()


def state(page, path):
    """The word for where a need or an introduction stands."""
    page.goto(path)
    return page.locator("main .tag").first.inner_text()


def open_terms(page, address):
    """By the link in the latest letter to the record, and from there."""
    page.goto(mailed_path(address, "partnerships"))
    page.get_by_role("link", name="Terms", exact=True).click()


def sign(page):
    page.get_by_label("I have read this version").check()
    page.get_by_role("button", name="Sign", exact=True).click()
    page.wait_for_load_state()


def signatures(page, path):
    """What the page of an introduction says of the terms, side by side."""
    page.goto(path)
    box = page.locator("section", has=page.get_by_role("heading", name="Terms"))
    return [line.strip() for line in box.get_by_role("listitem").all_inner_texts()]
