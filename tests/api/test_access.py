"""Who is let in: tokens, sessions, anybody; and who is not, with what reason."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.models import ApiToken, User
from community.services import set_active
from core.models import Visibility
from tests.api.asking import ROOT, bearer, client_of, get, problem, results
from tests.factories import InstitutionFactory, UserFactory, member_of, partnership_between
from tests.factories.api_tokens import token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return member_of(InstitutionFactory())


@pytest.fixture
def record():
    return partnership_between(slug="community", visibility=Visibility.COMMUNITY)


def slugs(**asked) -> list[str]:
    return [row["slug"] for row in results("partnerships/", **asked)]


def test_token_reads_as_its_owner(person, record):
    assert slugs() == []
    assert slugs(secret=token_of(person)) == ["community"]


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_token_after_the_word_bearer_however_written(person, record, scheme):
    answer = Client().get(f"{ROOT}partnerships/", headers={"Authorization": f"{scheme} {token_of(person)}"})

    assert answer.json()["count"] == 1


@pytest.mark.parametrize(
    "header",
    [
        "Bearer {0} Bearer {0}",
        "Bearer Bearer {0}",
        "Bearer {0},Bearer {0}",
        "Bearer {0}, {0}",
        "Basic {0}",
        "{0}",
        "Bearer",
        "Bearer ",
        "",
        "Bearer {0}\x00",
        "Bearer {0}=",
        "Bearer é{0}",
    ],
)
def test_token_in_a_header_of_another_form(person, record, header):
    answer = Client().get(f"{ROOT}partnerships/", headers={"Authorization": header.format(token_of(person))})

    assert problem(answer)[0] == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("name", ["token", "access_token", "api_key", "key", "q", "anything", "TOKEN"])
def test_token_in_the_address(person, record, name):
    answer = get("partnerships/", **{name: token_of(person)})

    status, detail = problem(answer)
    assert status == 401
    assert "header" in detail


@pytest.mark.parametrize(
    "changes",
    [
        {"revoked_at": timezone.now()},
        {"expires_at": timezone.now() - timedelta(seconds=1)},
    ],
)
def test_token_that_is_over(person, record, changes):
    assert problem(get("partnerships/", secret=token_of(person, **changes)))[0] == 401


def test_token_of_a_deactivated_person(person, record):
    secret = token_of(person)
    set_active(user=person, is_active=False, by=person)

    assert problem(get("partnerships/", secret=secret)) == (401, "The account of this token is closed.")
    set_active(user=person, is_active=True, by=person)
    assert problem(get("partnerships/", secret=secret)) == (401, "This token was withdrawn.")


@pytest.mark.parametrize("change", [str.lower, str.upper, lambda secret: secret[:-1], lambda secret: secret + "a"])
def test_token_that_is_nearly_one(person, change):
    assert problem(get("partnerships/", secret=change(token_of(person))))[0] == 401


def test_token_outside_its_scopes(person, record):
    secret = token_of(person, "institutions")

    assert get("institutions/", secret=secret).status_code == 200
    assert get("countries/", secret=secret).status_code == 200
    assert problem(get("partnerships/", secret=secret)) == (
        403,
        "This token may not read here. What it may read: institutions.",
    )


def test_token_of_somebody_whose_membership_ended(person, record):
    secret = token_of(person)
    person.memberships.update(status="ended", ended_at=timezone.now())

    assert slugs(secret=secret) == []


def test_token_counts_and_not_the_session_beside_it(person, record):
    answer = get("partnerships/", client=client_of(person), secret=token_of(UserFactory()))

    assert answer.json()["count"] == 0


def test_broken_token_is_refused_even_where_somebody_is_signed_in(person):
    assert problem(get("partnerships/", client=client_of(person), secret="p2p_" + "a" * 43))[0] == 401


@pytest.mark.parametrize(
    "name",
    ["community:me", "community:me-export", "community:tokens", "account_email", "admin:index", "start"],
)
def test_token_opens_no_page(name):
    secret = token_of(UserFactory(role=User.Role.ADMINISTRATOR))

    answer = Client().get(reverse(name), headers=bearer(secret))

    assert (answer.status_code, "login" in answer["Location"]) == (302, True)


def test_token_keeps_only_a_digest(person):
    secret = token_of(person)
    token = ApiToken.objects.get()

    assert secret not in str(list(ApiToken.objects.values()))
    assert (len(token.digest), secret.startswith(token.beginning), len(token.beginning)) == (64, True, 10)


def test_token_notes_its_use_once_a_minute(person, time_machine):
    secret = token_of(person)
    time_machine.move_to("2026-11-23T10:00:10Z", tick=False)
    get("partnerships/", secret=secret)
    first = ApiToken.objects.get().last_used_at
    time_machine.move_to("2026-11-23T10:00:50Z", tick=False)
    get("partnerships/", secret=secret)
    second = ApiToken.objects.get().last_used_at
    time_machine.move_to("2026-11-23T10:01:20Z", tick=False)
    get("partnerships/", secret=secret)

    assert (second, ApiToken.objects.get().last_used_at) == (first, timezone.now())


def test_refused_requests_note_no_use(person):
    get("partnerships/", secret=token_of(person, revoked_at=timezone.now()))

    assert ApiToken.objects.get().last_used_at is None
