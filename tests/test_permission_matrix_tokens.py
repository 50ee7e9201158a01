"""The rows of the access matrix about tokens of the API: a real request for each letter of each role."""

import pytest
from django.urls import reverse

from community.models import ApiToken
from tests.factories import InstitutionFactory, member_of
from tests.factories.api_tokens import token_of
from tests.personas import cast
from tests.test_permission_matrix import TABLE, table

ROLES = ("anon", "pend", "mem", "gov_o", "gov_x", "don_o", "don_x", "host", "ed", "adm")
OWN, OTHER = "api_token.own", "api_token.other"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not TABLE.exists(), reason="the access matrix is not beside this checkout (../shared/spec)"),
]


def cells(name):
    row = table()[name] if TABLE.exists() else {}
    return [
        pytest.param(role, letter, row[role], id=f"{name}-{role}-{letter}")
        for role in ROLES
        if role in row
        for letter in "LCD"
    ]


@pytest.fixture
def people(db, settings):
    settings.DEMO_MODE = True  # the secretariat needs no second factor to look around
    return cast().people | {"host": member_of(InstitutionFactory(), "staff")}


def sign_in(client, person):
    if person:
        client.force_login(person)
        client.post("/accounts/reauthenticate/", {"password": "a long password"})


def ask(client, letter, token):
    page = reverse("community:tokens")
    if letter == "L":
        return client.get(page)
    if letter == "C":
        return client.post(page, {"name": "Another", "scopes": ["partnerships"], "days": "30"})
    return client.post(reverse("community:token-revoke", args=[token.pk if token else 1]))


@pytest.mark.parametrize(("role", "letter", "cell"), cells(OWN))
def test_own_tokens(client, people, role, letter, cell):
    person = people[role]
    sign_in(client, person)
    may = letter in cell
    if person and may:
        token_of(person)
    token = ApiToken.objects.first()

    answer = ask(client, letter, token)

    if person is None:
        assert (answer.status_code, "login" in answer.url) == (302, True)
    elif not may:
        assert answer.status_code == 404
    else:
        assert answer.status_code == (302 if letter == "D" else 200)
        assert ApiToken.objects.count() == (2 if letter == "C" else 1)
        assert (ApiToken.objects.get(pk=token.pk).revoked_at is not None) is (letter == "D")


@pytest.mark.parametrize(("role", "letter", "cell"), cells(OTHER))
def test_tokens_of_others(client, people, role, letter, cell):
    token_of(member_of(InstitutionFactory()))
    token = ApiToken.objects.get()
    sign_in(client, people[role])
    listed, in_admin = reverse("community:tokens"), reverse("admin:community_apitoken_changelist")

    if letter == "L":
        seen = [token.beginning in client.get(page).content.decode() for page in (listed, in_admin)]
        assert seen == [False, letter in cell]
    elif letter == "C":
        assert client.get(reverse("admin:community_apitoken_add")).status_code in (302, 403)
    else:
        ask(client, "D", token)
        token.refresh_from_db()
        assert token.revoked_at is None
        client.post(in_admin, {"action": "withdraw", "_selected_action": [token.pk]})
        token.refresh_from_db()
        assert (token.revoked_at is not None) is (letter in cell)
