"""What the supervisor and the proxy ask."""

from datetime import timedelta

import pytest
from celery import Celery
from django.urls import reverse
from django.utils import timezone

from mail.models import Message
from mail.services import pause_outbox
from p2pportal import health


@pytest.mark.django_db
def test_healthz_names_each_part(client):
    answer = client.get(reverse("healthz"))

    assert answer.json() == {
        "status": "ok",
        "database": "ok",
        "broker": "ok",
        "oldest_due_mail_s": 0,
        "queued_mail": 0,
        "failed_mail_last_day": 0,
        "mail_paused": False,
        "mail_paused_because": "",
    }


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
def test_healthz_counts_what_waits_and_what_failed_since_yesterday(client):
    for number, status in enumerate(["queued", "retry", "failed", "failed", "sent"]):
        Message.objects.create(
            purpose="account",
            period=str(number),
            recipient="a@example.org",
            message_id=f"<{number}@example.org>",
            status=status,
            sent_at=timezone.now(),
        )
    Message.objects.filter(period="3").update(updated_at=timezone.now() - timedelta(days=2))

    answer = client.get(reverse("healthz")).json()

    assert (answer["queued_mail"], answer["failed_mail_last_day"]) == (2, 1)


@pytest.mark.django_db
def test_healthz_says_why_the_outbox_stands_still_and_not_who_said_so(client):
    pause_outbox(reason="restored from a backup", by="Ada")

    answer = client.get(reverse("healthz"))

    assert (answer.status_code, answer.json()["mail_paused"]) == (200, True)
    assert answer.json()["mail_paused_because"] == "restored from a backup"
    assert "Ada" not in answer.content.decode()


@pytest.mark.django_db
def test_healthz_answers_503_without_a_broker(client, monkeypatch):
    nobody = Celery("nobody", broker="redis://127.0.0.1:1/0", set_as_current=False)
    nobody.conf.broker_transport_options = {"socket_connect_timeout": 0.2}
    monkeypatch.setattr(health, "app", nobody)

    answer = client.get(reverse("healthz"))

    assert (answer.status_code, answer.json()["broker"]) == (503, "down")


def test_live_asks_no_database(client):
    """No `django_db` mark: a query would fail this test."""
    assert client.get(reverse("healthz-live")).content == b"ok"
