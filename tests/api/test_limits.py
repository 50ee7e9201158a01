"""How often one may ask: by token, by session, by address; and the counts behind it."""

import pytest
from django.test import Client

from core import limits
from core.limits import forget_old, spend
from core.tasks import forget_request_counts
from tests.api.asking import ROOT, client_of, get, problem
from tests.factories import InstitutionFactory, UserFactory, member_of
from tests.factories.api_tokens import token_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(settings, time_machine):
    settings.API_REQUESTS_A_MINUTE = {"token": 3, "session": 2, "address": 1, "refused": 2}
    time_machine.move_to("2026-11-23T10:00:15Z", tick=False)


def statuses(times: int, **asked) -> list[int]:
    return [get("countries/", **asked).status_code for _ in range(times)]


def test_requests_of_a_token_are_limited(time_machine):
    secret = token_of(member_of(InstitutionFactory()))

    assert statuses(5, secret=secret) == [200, 200, 200, 429, 429]
    assert get("countries/", secret=token_of(member_of(InstitutionFactory()))).status_code == 200
    time_machine.move_to("2026-11-23T10:01:00Z", tick=False)
    assert get("countries/", secret=secret).status_code == 200


def test_requests_of_a_session_are_limited():
    assert statuses(3, client=client_of(UserFactory())) == [200, 200, 429]
    assert statuses(1, client=client_of(UserFactory())) == [200]


def test_requests_of_an_address_are_limited_whatever_it_says_of_itself():
    told = [
        Client().get(f"{ROOT}countries/", headers={"X-Forwarded-For": f"10.0.0.{number}"}).status_code
        for number in range(3)
    ]

    assert told == [200, 429, 429]
    assert Client(REMOTE_ADDR="192.0.2.7").get(f"{ROOT}countries/").status_code == 200


def test_guessed_tokens_are_limited():
    assert statuses(4, secret="p2p_" + "a" * 43) == [401, 401, 429, 429]


def test_answer_beyond_the_limit_says_for_how_long_to_wait():
    answers = [get("countries/"), get("countries/")]

    assert problem(answers[1]) == (429, "At most 1 requests a minute. Go on in 45 seconds.")
    assert answers[1]["Retry-After"] == "45"
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["0", "0"]
    assert (answers[0]["RateLimit-Limit"], answers[0]["RateLimit-Reset"]) == ("1", "45")


def test_counts_are_forgotten_when_their_minute_is_over(time_machine):
    spend("test", "somebody", 5)
    assert forget_old() == 0
    time_machine.move_to("2026-11-23T10:01:00Z", tick=False)
    forget_request_counts()

    assert forget_old() == 0
    assert spend("test", "somebody", 5).used == 1


def test_counts_do_not_say_who_asked():
    spend("test", "192.0.2.7", 5)

    with limits.connection.cursor() as cursor:
        cursor.execute("SELECT key FROM core_requestcount WHERE key LIKE 'test:%%'")
        (key,) = cursor.fetchone()
    assert len(key) == len("test:") + 64


def test_counting_takes_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        spend("test", "somebody", 5)
