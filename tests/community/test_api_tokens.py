"""The page of one's tokens: made, shown once, withdrawn; and what becomes of them with their owner."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from community import services
from community.models import ApiToken, AuditEntry, User
from community.personal_data import personal_data
from community.services.api_tokens import MOST
from tests.api.asking import get
from tests.factories import InstitutionFactory, UserFactory, member_of
from tests.factories.api_tokens import token_of

pytestmark = pytest.mark.django_db
PAGE = "community:tokens"
SECRET = re.compile(r'value="(p2p_[A-Za-z0-9_-]{43})"')


@pytest.fixture
def person(client):
    """Signed in, and the password confirmed."""
    person = member_of(InstitutionFactory())
    client.force_login(person)
    client.post("/accounts/reauthenticate/", {"password": "a long password"})
    return person


def make(client, **changes):
    return client.post(reverse(PAGE), {"name": "At home", "scopes": ["partnerships"], "days": "30"} | changes)


def test_token_is_made_and_shown_once(client, person):
    answer = make(client)

    (secret,) = SECRET.findall(answer.content.decode())
    assert get("partnerships/", secret=secret).status_code == 200
    assert secret not in client.get(reverse(PAGE)).content.decode()
    assert answer["Cache-Control"] == "no-store, private"
    token = ApiToken.objects.get()
    assert (token.user, token.name, token.scopes) == (person, "At home", ["partnerships"])
    assert timedelta(days=29) < token.expires_at - timezone.now() < timedelta(days=30)


def test_token_page_shows_when_each_was_last_used(client, person):
    get("partnerships/", secret=token_of(person))

    assert "last used" in client.get(reverse(PAGE)).content.decode()


def test_form_sent_twice_makes_one_token(client, person):
    make(client)
    answer = make(client)

    assert ApiToken.objects.count() == 1
    assert "You have a token of this name already." in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "\u200b"}, "letter"),
        ({"name": "x" * 81}, "at most 80 characters"),
        ({"name": "a\u202eb"}, "invisible characters"),
        ({"scopes": []}, "Choose what the token may read."),
        ({"scopes": ["everything"]}, "everything is not one of the available choices"),
        ({"days": "36500"}, "36500 is not one of the available choices"),
    ],
)
def test_token_is_refused_with_words(client, person, typed, message):
    answer = make(client, **typed)

    assert message in answer.content.decode()
    assert ApiToken.objects.count() == 0


def test_token_of_a_name_that_was_withdrawn_is_made(client, person):
    token_of(person, revoked_at=timezone.now())

    assert SECRET.search(make(client, name="Test").content.decode())


def test_tokens_are_not_without_number(client, person):
    for number in range(MOST):
        ApiToken.objects.issue(user=person, name=str(number), scopes=["codes"], expires_at=timezone.now())

    assert f"You have {MOST} tokens." in make(client).content.decode()


def test_token_is_withdrawn_at_once_and_once(client, person):
    secret = token_of(person)
    token = ApiToken.objects.get()

    for _ in range(2):
        answer = client.post(reverse("community:token-revoke", args=[token.pk]))
        assert answer.url == reverse(PAGE)
    assert get("partnerships/", secret=secret).status_code == 401
    assert list(AuditEntry.objects.values_list("detail", flat=True)) == [f"API token {token} withdrawn"]


def test_making_a_token_is_noted_without_its_secret(client, person):
    (secret,) = SECRET.findall(make(client).content.decode())

    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.detail) == (person, f"API token {ApiToken.objects.get()} made")
    assert secret not in entry.detail


def test_token_page_asks_for_the_password_again(client):
    client.force_login(member_of(InstitutionFactory()))

    assert "reauthenticate" in client.get(reverse(PAGE)).url
    assert "reauthenticate" in make(client).url
    assert ApiToken.objects.count() == 0


def test_withdrawing_is_no_get(client, person):
    token_of(person)

    assert client.get(reverse("community:token-revoke", args=[ApiToken.objects.get().pk])).status_code == 405


def test_tokens_are_told_to_their_owner_and_end_with_the_account(person):
    secret = token_of(person)
    told = personal_data(person)["api_tokens"]
    services.anonymise(user=person, by=person)

    assert [(each["name"], each["begins_with"]) for each in told] == [("Test", secret[:10])]
    assert ApiToken.objects.count() == 0
    assert get("partnerships/", secret=secret).status_code == 401


def test_tokens_in_the_admin_are_read_and_withdrawn(client, settings):
    settings.DEMO_MODE = True
    secret = token_of(member_of(InstitutionFactory()))
    token = ApiToken.objects.get()
    client.force_login(UserFactory(role=User.Role.ADMINISTRATOR))

    page = client.get(reverse("admin:community_apitoken_change", args=[token.pk])).content.decode()
    client.post(reverse("admin:community_apitoken_changelist"), {"action": "withdraw", "_selected_action": [token.pk]})

    assert token.digest not in page
    assert get("partnerships/", secret=secret).status_code == 401
    assert set(AuditEntry.objects.values_list("action", "detail")) == {
        ("read", ""),
        ("change", f"API token {token} withdrawn"),
    }


@pytest.mark.parametrize("count", [1, 10])
def test_token_page_takes_the_same_number_of_queries(client, person, django_assert_max_num_queries, count):
    for number in range(count):
        ApiToken.objects.issue(user=person, name=str(number), scopes=["codes"], expires_at=timezone.now())
    client.get(reverse(PAGE))

    with django_assert_max_num_queries(8):
        assert client.get(reverse(PAGE)).content.decode().count("<article") == count
