"""What the supervisor and the proxy ask."""

from datetime import timedelta

import pytest
from celery import Celery
from django.urls import reverse
from django.utils import timezone

from mail.models import Message
from p2pportal import health


@pytest.mark.django_db
def test_healthz_names_each_part(client):
    answer = client.get(reverse("healthz"))

    assert answer.json() == {"status": "ok", "database": "ok", "broker": "ok", "oldest_due_mail_s": 0}


@pytest.mark.django_db
def test_healthz_says_how_long_mail_has_waited(client):
    Message.objects.create(
        purpose="account",
        period="1",
        recipient="a@example.org",
        message_id="<1@example.org>",
        due_at=timezone.now() - timedelta(seconds=90),
    )

    assert 90 <= client.get(reverse("healthz")).json()["oldest_due_mail_s"] < 120


@pytest.mark.django_db
def test_healthz_answers_503_without_a_broker(client, monkeypatch):
    nobody = Celery("nobody", broker="redis://127.0.0.1:1/0")
    nobody.conf.broker_transport_options = {"socket_connect_timeout": 0.2}
    monkeypatch.setattr(health, "app", nobody)

    answer = client.get(reverse("healthz"))

    assert (answer.status_code, answer.json()["broker"]) == (503, "down")


def test_live_asks_no_database(client):
    """No `django_db` mark: a query would fail this test."""
    assert client.get(reverse("healthz-live")).content == b"ok"
