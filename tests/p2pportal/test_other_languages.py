"""The links to the same page in other languages, in the head of every page."""

import re

import pytest

pytestmark = pytest.mark.django_db


def alternates(page):
    return dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]*)">', page.text))


def test_a_page_leads_to_itself_in_each_language(client):
    page = client.get("/fr/events/?when=past&q=a%20b")

    assert alternates(page) == {code: f"/{code}/events/?when=past&amp;q=a%20b" for code in ("en", "fr", "es", "ar")}


def test_a_page_without_a_language_leads_home(client):
    assert alternates(client.get("/accounts/login/")) == {code: f"/{code}/" for code in ("en", "fr", "es", "ar")}


@pytest.mark.parametrize("address", ["/en/nothing-here/", "/nothing-here/"])
def test_a_missing_page_leads_home(client, address):
    page = client.get(address)

    assert page.status_code == 404
    assert alternates(page) == {code: f"/{code}/" for code in ("en", "fr", "es", "ar")}
