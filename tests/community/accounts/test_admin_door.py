"""The way into the administration."""

import pytest

from community.models import User
from tests.community.accounts.pages import PASSWORD, log_in, totp_code
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_admin_sends_strangers_to_our_own_log_in(client):
    response = client.get("/admin/")
    login = client.get(response.url)

    assert login.url.startswith("/accounts/login/")


def test_admin_has_no_log_in_of_its_own(client, person):
    response = client.post("/admin/login/", {"username": "ada@example.org", "password": PASSWORD})

    assert response.url.startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session


def test_admin_is_closed_to_members_and_editors(client):
    for role in (User.Role.MEMBER, User.Role.EDITOR):
        client.force_login(UserFactory(role=role))

        assert client.get("/admin/", follow=True).status_code == 403


def test_admin_asks_an_administrator_for_the_second_factor(client, person, second_factor):
    User.objects.update(role=User.Role.ADMINISTRATOR)

    log_in(client)
    response = client.get("/admin/")
    assert response.status_code == 302

    client.post("/accounts/2fa/authenticate/", {"code": totp_code("A" * 32)})
    assert client.get("/admin/").status_code == 200
