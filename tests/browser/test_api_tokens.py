"""A token made, used and withdrawn in a browser; and the page that tells of the API."""

import pytest
from django.core.cache import cache

from tests.browser.test_accessibility import check
from tests.factories import InstitutionFactory, member_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PASSWORD = "a long password"


def confirm(page):
    """Making a token asks for the password once more."""
    page.fill("[name=password]", PASSWORD)
    page.click("main form .btn-primary")


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, False)])
def test_token_from_the_profile_to_its_end(open_page, monkeypatch, width, scripts):
    monkeypatch.setattr("mail.services.nudge", lambda: None)
    cache.clear()
    page = open_page("/en/me/", width=width, user=member_of(InstitutionFactory()), scripts=scripts)
    page.click("main a:has-text('API tokens')")
    confirm(page)
    page.fill("[name=name]", "Spreadsheet at home")
    page.check("[name=scopes][value=partnerships]")
    page.click("main form:has([name=scopes]) .btn-primary")
    secret = page.input_value("#new-token")

    def status() -> int:
        headers = {"Authorization": f"Bearer {secret}", "Cookie": ""}
        return page.request.get("/api/v1/partnerships/", headers=headers).status

    assert status() == 200
    page.goto("/en/me/tokens/")
    assert secret not in page.content()
    assert "last used" in page.inner_text("main article")
    page.click("main article .btn")
    assert page.inner_text("main article .rec-top").endswith("Withdrawn")
    assert status() == 401


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_about_the_api_have_no_serious_fault(open_page, monkeypatch, width, language):
    monkeypatch.setattr("mail.services.nudge", lambda: None)
    cache.clear()
    page = open_page(f"/{language}/me/tokens/", width=width, user=member_of(InstitutionFactory()))
    confirm(page)

    assert check(page, ["me/tokens/", "/api/v1/docs"], language) == {}
