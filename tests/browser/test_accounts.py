"""Signing up and in with a real browser: at a desk and on a phone, with nothing wrong on the console."""

import re

import pytest
from django.core.cache import cache

from mail.models import Message
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PASSWORD = "correct horse battery"


@pytest.fixture(params=[1280, 390])
def page(open_page, request, monkeypatch):
    monkeypatch.setattr("mail.services.nudge", lambda: None)
    cache.clear()
    return open_page("/accounts/login/", width=request.param)


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def submit(page):
    page.click("main form .btn-primary")


def mailed_code(address):
    text = Message.objects.filter(recipient=address).latest("pk").text
    return re.search(r"^[A-Z0-9]{3,}-[A-Z0-9]{3,}$", text, re.MULTILINE)[0]


def test_sign_up_with_a_mistake_then_right_then_the_code(page):
    page.goto("/accounts/signup/")
    page.fill("[name=name]", "EIP Secretariat")
    page.fill("[name=email]", "ada@example.org")
    page.fill("[name=password1]", PASSWORD)
    submit(page)
    assert page.locator(".error-box a").inner_text() == "This name is kept for those who run the portal."
    assert page.input_value("[name=email]") == "ada@example.org"
    assert fits(page)

    page.fill("[name=name]", "Ada Obi")
    page.fill("[name=password1]", PASSWORD)
    submit(page)
    page.fill("[name=code]", mailed_code("ada@example.org"))
    submit(page)

    assert page.locator(".account-name").first.inner_text() == "Ada Obi"


def test_sign_in_look_at_the_account_and_out(page):
    UserFactory(email="ada@example.org", name="Ada Obi", password=PASSWORD)
    page.goto("/accounts/login/?next=/en/about/")
    page.fill("[name=login]", "ada@example.org")
    page.fill("[name=password]", PASSWORD)
    submit(page)
    assert page.url.endswith("/en/about/")

    for address in ("email", "password/change", "2fa", "sessions"):
        page.goto(f"/accounts/{address}/")
        assert fits(page), address
    page.goto("/accounts/logout/")
    submit(page)

    page.goto("/accounts/email/")
    assert "/accounts/login/" in page.url


def test_forms_work_with_the_keyboard_alone(page):
    UserFactory(email="ada@example.org", password=PASSWORD)
    page.goto("/accounts/login/")
    page.focus("[name=login]")
    page.keyboard.type("ada@example.org")
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.tagName") == "A":  # "Forgot your password?" stands above its field
        page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    page.wait_for_url("**/en/start/")
