"""A rapporteur types on a phone: saved while typing, kept without a line, and never lost to another window."""

import json

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from events.models import BreakoutGroup
from events.services.notes import save_notes
from tests.factories import LearningEventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = 390


@pytest.fixture
def group():
    event = LearningEventFactory(title="Trust between equals", slug="trust-between-equals")
    rapporteur = RegistrationFactory(event=event, name="Ama Mensah")
    return BreakoutGroup.objects.create(event=event, topic="What builds trust?", rapporteur=rapporteur)


@pytest.fixture
def rapporteur(group):
    return group.rapporteur.user


@pytest.fixture
def address(group):
    return reverse("events:group", args=[group.event.slug, group.pk])


def sheet(page):
    return page.get_by_role("textbox", name="Your notes")


def shown(page):
    return page.locator("[data-notes-shown]")


def test_notes_are_saved_while_they_are_typed(open_page, group, rapporteur, address):
    page = open_page(address, width=PHONE, user=rapporteur)

    sheet(page).press_sequentially("We agreed on two things.")
    expect(shown(page)).to_have_text("Not saved yet")
    expect(shown(page)).to_contain_text("Saved ")
    sheet(page).press_sequentially(" And on a third.")
    expect(shown(page)).to_have_text("Not saved yet")
    expect(shown(page)).to_contain_text("Saved ")

    assert group.notes.get().text == "We agreed on two things. And on a third."
    assert page.evaluate("Object.keys(localStorage)") == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE


def test_notes_typed_without_a_line_are_kept_and_sent_when_it_is_back(open_page, group, rapporteur, address):
    page = open_page(address, width=PHONE, user=rapporteur)

    page.context.set_offline(True)
    sheet(page).press_sequentially("Typed in a tunnel.")
    expect(shown(page)).to_have_text("Not saved yet, kept on this phone")
    assert list(group.notes.written()) == []
    page.context.set_offline(False)
    expect(shown(page)).to_contain_text("Saved ")

    assert group.notes.get().text == "Typed in a tunnel."


def test_notes_kept_on_the_phone_are_sent_when_the_page_is_opened_again(open_page, group, rapporteur, address):
    page = open_page(address, width=PHONE, user=rapporteur)
    kept = json.dumps({"text": "Typed before the battery died.", "version": "0"})
    page.evaluate("([key, kept]) => localStorage.setItem(key, kept)", [f"notes:{rapporteur.pk}-{group.pk}:dead", kept])

    page.reload()
    expect(shown(page)).to_contain_text("Saved ")

    assert sheet(page).input_value() == "Typed before the battery died."
    assert group.notes.get().text == "Typed before the battery died."
    assert page.evaluate("Object.keys(localStorage)") == []


def test_words_saved_in_another_window_are_shown_and_both_are_kept(open_page, group, rapporteur, address):
    page = open_page(address, width=PHONE, user=rapporteur)
    save_notes(group=group, by=rapporteur, text="From the laptop.", version=0)

    sheet(page).press_sequentially("From the phone.")
    other = page.get_by_role("textbox", name="What you wrote somewhere else")
    expect(other).to_have_value("From the laptop.")
    expect(shown(page)).to_have_text("Not saved yet: you also wrote somewhere else. Choose above.")
    expect(page.get_by_role("button", name="Save")).to_be_hidden()
    sheet(page).press_sequentially(" More.")
    assert group.notes.get().text == "From the laptop."
    page.get_by_role("button", name="Keep both texts").click()
    expect(shown(page)).to_contain_text("Saved ")

    assert group.notes.get().text == "From the laptop.\n\nFrom the phone. More."
    expect(other).to_be_hidden()


def test_notes_are_saved_by_the_button_without_a_script(open_page, group, rapporteur, address):
    page = open_page(address, width=PHONE, user=rapporteur, scripts=False)

    sheet(page).fill("By the button.")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Your notes are saved.")).to_be_visible()
    assert group.notes.get().text == "By the button."
