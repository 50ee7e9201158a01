"""Signing in, with the password or a mailed code, and what too many tries bring."""

import pytest

from tests.community.accounts.pages import PASSWORD, code_in, letters, log_in, sign_up

pytestmark = pytest.mark.django_db


def test_sign_in_with_the_password(client, person):
    log_in(client)

    assert client.session["_auth_user_id"] == str(person.pk)


def test_sign_in_gives_the_session_a_new_key(client, person):
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted

    log_in(client)

    assert client.session.session_key != planted


def test_sign_in_with_a_mailed_code(client, person):
    response = client.post("/accounts/login/code/", {"email": "ada@example.org"})
    (letter,) = letters()

    client.post(response.url, {"code": code_in(letter)})

    assert client.session["_auth_user_id"] == str(person.pk)


def test_who_signed_up_with_anothers_address_is_locked_out_once_its_owner_comes(client):
    stranger, owner = type(client)(), client
    sign_up(stranger, password1="the stranger's own")

    response = owner.post("/accounts/login/code/", {"email": "ada@example.org"})
    owner.post(response.url, {"code": code_in(letters()[-1])})
    assert "_auth_user_id" in owner.session

    log_in(stranger, password="the stranger's own")
    assert "_auth_user_id" not in stranger.session
    stranger.get("/accounts/confirm-email/")
    stranger.post("/accounts/confirm-email/", {"code": "AAA-BBB"})
    assert "_auth_user_id" not in stranger.session
    assert owner.get("/accounts/email/").status_code == 200


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "/\\evil",
        "https:evil",
        "%2F%2Fevil",
        "javascript:alert(1)",
        "/%09/evil",
        "https://portal@evil",
        "///evil.example",
    ],
)
def test_sign_in_leads_to_no_other_site(client, person, target):
    response = client.post("/accounts/login/", {"login": "ada@example.org", "password": PASSWORD, "next": target})

    # A path, however odd, stays with us; everything else falls back to the front page.
    assert response.url == (target if target == "/%09/evil" else "/")


def test_new_password_by_code(client, person):
    response = client.post("/accounts/password/reset/", {"email": "ada@example.org"})
    response = client.post(response.url, {"code": code_in(letters()[0])})
    client.post(response.url, {"password1": "an entirely new one", "password2": "an entirely new one"})

    person.refresh_from_db()
    assert person.check_password("an entirely new one")
    assert letters()[-1].subject == "Your password was changed"


def test_change_of_password_ends_the_other_sessions_and_is_told(client, person):
    other = type(client)()
    log_in(client)
    log_in(other)

    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "an entirely new one", "password2": "an entirely new one"},
    )

    assert other.get("/accounts/email/").status_code == 302
    assert letters()[-1].subject == "Your password was changed"


def test_too_many_failures_say_so_and_a_code_still_opens(client, person):
    for _ in range(6):
        response = log_in(client, password="wrong")

    assert "Too many failed login attempts" in response.content.decode()
    elsewhere = type(client)(REMOTE_ADDR="192.0.2.7")
    response = elsewhere.post("/accounts/login/code/", {"email": "ada@example.org"})
    elsewhere.post(response.url, {"code": code_in(letters()[0])})
    assert elsewhere.session["_auth_user_id"] == str(person.pk)


def test_a_made_up_forwarded_address_does_not_lift_the_limit(client, person):
    answers = [
        client.post(
            "/accounts/login/",
            {"login": f"p{n}@example.org", "password": "wrong"},
            headers={"X-Forwarded-For": f"198.51.100.{n}"},
        )
        for n in range(40)
    ]

    assert answers[-1].status_code == 429
    assert "Too many attempts" in answers[-1].content.decode()


def test_behind_a_proxy_each_visitor_has_a_limit_of_their_own(client, person, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(40):
        client.post(
            "/accounts/login/",
            {"login": f"p{n}@example.org", "password": "wrong"},
            headers={"X-Forwarded-For": "198.51.100.1"},
        )

    response = log_in(client, headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.2"})

    assert response.status_code == 302
