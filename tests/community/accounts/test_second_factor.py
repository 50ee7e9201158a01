"""The second factor, and the pages on which an account changes."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from tests.community.accounts.pages import (
    code_in,
    letters,
    log_in,
    log_in_and_confirm,
    totp_code,
)

pytestmark = pytest.mark.django_db


def test_second_factor_is_set_up_with_recovery_codes_and_told(client, person, on_commit):
    log_in_and_confirm(client)
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret

    with on_commit(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": totp_code(secret)})

    codes = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"]
    assert len(codes) == 10
    assert [letter.subject for letter in letters()] == ["Your second factor is on"]
    assert {factor.type for factor in person.authenticator_set.all()} == {"totp", "recovery_codes"}


def test_sign_in_asks_for_the_second_factor(client, person, second_factor):
    response = log_in(client)

    assert response.url == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session

    client.post(response.url, {"code": totp_code("A" * 32)})

    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_recovery_code_works_once(client, person, second_factor):
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    for browser in (client, other := type(client)()):
        browser.post(log_in(browser).url, {"code": code})

    assert "_auth_user_id" in client.session
    assert "_auth_user_id" not in other.session


def test_a_code_of_the_app_works_once(client, person, second_factor):
    code = totp_code("A" * 32)
    for browser in (client, other := type(client)()):
        browser.post(log_in(browser).url, {"code": code})

    assert "_auth_user_id" in client.session
    assert "_auth_user_id" not in other.session


def test_pages_that_change_the_account_ask_who_is_there(client, person):
    log_in(client)

    for address in ("/accounts/email/", "/accounts/2fa/totp/activate/"):
        response = client.post(address, {"action_add": "", "email": "new@example.org"})

        assert response.url.startswith("/accounts/reauthenticate/"), address
    assert not letters("new@example.org")


def test_change_of_address_waits_for_its_code_and_tells_the_old_one(client, person):
    log_in_and_confirm(client)

    response = client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    client.post(response.url, {"code": code_in(letters("new@example.org")[0])})

    person.refresh_from_db()
    assert person.email == "new@example.org"
    assert letters()[-1].subject == "Your e-mail address was changed"


def test_sessions_page_ends_the_others(client, person):
    other = type(client)()
    log_in(client)
    log_in(other)

    assert client.get("/accounts/sessions/").status_code == 200
    client.post("/accounts/sessions/")

    assert other.get("/accounts/email/").status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/sessions/",
        "/accounts/logout/",
        "/accounts/reauthenticate/",
    ],
)
def test_pages_of_the_account_have_our_frame_and_no_inline_style(client, person, address):
    log_in_and_confirm(client)

    page = client.get(address).content.decode()

    assert 'class="site-head"' in page
    assert "style=" not in page
