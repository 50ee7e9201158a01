"""Nobody learns who has an account, and no letter leads elsewhere."""

import re

import pytest

from mail.models import Message
from tests.community.accounts.pages import (
    NEW,
    PASSWORD,
    letters,
    sign_up,
)

pytestmark = pytest.mark.django_db


def text_of(response):
    """A page without what differs from one request to the next."""
    html = response.content.decode()
    html = re.sub(r'value="[A-Za-z0-9]{64}"|nonce="[^"]+"', "", html)
    return html.replace("ada@example.org", "…").replace("nobody@example.org", "…")


def both_answers(client_class, ask):
    known, unknown = client_class(), client_class()
    return ask(known, "ada@example.org"), ask(unknown, "nobody@example.org")


@pytest.mark.parametrize(
    ("address", "field", "more"),
    [
        ("/accounts/signup/", "email", {"name": "Ada Obi", "password1": PASSWORD}),
        ("/accounts/login/", "login", {"password": "not the password"}),
        ("/accounts/login/code/", "email", {}),
        ("/accounts/password/reset/", "email", {}),
    ],
)
def test_pages_answer_alike_whether_or_not_there_is_an_account(client, person, address, field, more):
    def ask(browser, email):
        first = browser.post(address, {field: email, **more})
        return (
            first.status_code,
            first.headers.get("Location"),
            text_of(browser.post(address, {field: email, **more}, follow=True)),
        )

    known, unknown = both_answers(type(client), ask)

    assert known == unknown


def test_second_sign_up_mails_the_owner_and_changes_nothing(client, person):
    sign_up(client, name="Mallory", password1="another password")

    (letter,) = letters()
    assert "There is one already" in letter.text
    person.refresh_from_db()
    assert person.name != "Mallory"
    assert person.check_password(PASSWORD)


def test_second_sign_up_takes_as_long_as_the_first(client, person, monkeypatch):
    hashed = []
    monkeypatch.setattr("community.accounts.make_password", hashed.append)

    sign_up(client)

    assert hashed == [PASSWORD]


def test_nobodys_mailbox_is_filled_by_sign_ups(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1000/m/ip", "confirm_email": "1000/m/key"}

    for _ in range(50):
        sign_up(type(client)())

    assert len(letters()) == 3


@pytest.mark.parametrize(
    "forged", [{"Host": "localhost"}, {"X-Forwarded-Host": "evil.example"}, {"Forwarded": "host=evil.example"}]
)
def test_links_in_mail_come_from_the_configured_address_only(client, person, settings, forged):
    settings.BASE_URL = "https://portal.example"

    sign_up(client)
    type(client)().post("/accounts/signup/", NEW, headers=forged)

    for letter in letters():
        hosts = set(re.findall(r"https?://([^/\s\"<]+)", letter.text + letter.html))
        assert hosts == {"portal.example"}


def test_a_forged_host_is_refused(client, settings):
    settings.ALLOWED_HOSTS = ["portal.example"]

    response = client.post("/accounts/password/reset/", {"email": "ada@example.org"}, headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert not Message.objects.exists()
