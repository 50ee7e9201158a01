"""Our own pages for what goes wrong."""

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from partnerships.views import directory

pytestmark = pytest.mark.django_db


def fail_with(monkeypatch, error):
    def get(self, request, *args, **kwargs):
        raise error

    monkeypatch.setattr(directory.PartnershipList, "get", get)
    return Client(raise_request_exception=False).get(reverse("partnerships:list"))


def test_a_missing_page_has_our_frame(client):
    answer = client.get("/en/no-such-page/")

    assert (answer.status_code, "site-head" in answer.content.decode()) == (404, True)


def test_a_mistake_of_ours_answers_500_without_a_trace(monkeypatch):
    answer = fail_with(monkeypatch, RuntimeError("a secret"))

    assert (answer.status_code, b"a secret" in answer.content) == (500, False)


def test_postgres_away_answers_503_and_says_when_to_try_again(monkeypatch):
    answer = fail_with(monkeypatch, OperationalError("gone"))

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")


@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=" + "a" * 9000, "&".join(f"a{n}=1" for n in range(2000))],
    ids=["nul", "endless", "2000 parameters"],
)
def test_what_no_browser_sends_answers_400(client, query):
    assert client.get(f"{reverse('partnerships:list')}?{query}").status_code == 400


def test_a_signed_in_page_is_stored_nowhere(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("a@example.org"))

    assert "no-store" in client.get(reverse("about"))["Cache-Control"]


def test_the_policy_lets_only_our_own_scripts_run(client):
    policy = client.get(reverse("about"))["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
