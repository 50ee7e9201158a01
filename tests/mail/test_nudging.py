"""A rush of mail asks for few sweeps, and none of it is left behind."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from mail import tasks
from mail.models import Message
from mail.tasks import GATHER_SECONDS, TASK_LIVES, send_due_mail

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked(monkeypatch):
    """The options of every sweep that is asked for."""
    asked = []
    monkeypatch.setattr(send_due_mail, "apply_async", lambda **options: asked.append(options))
    return asked


def test_mail_beside_mail_that_just_asked_rides_along(queue, asked):
    queue(["ada@example.org"])
    queue(["bob@example.org"])

    assert asked == [{"kwargs": {"after": GATHER_SECONDS}, "expires": TASK_LIVES, "retry": False}]


def test_two_letters_of_one_transaction_ask_once(queue, asked):
    with transaction.atomic():
        queue(["ada@example.org"])
        queue(["bob@example.org"])

    assert len(asked) == 1


def test_mail_beside_mail_that_was_left_waiting_asks_anew(queue, asked):
    """Its sweep may have been lost with the broker."""
    queue(["ada@example.org"])
    Message.objects.update(due_at=timezone.now() - timedelta(seconds=2))
    queue(["bob@example.org"])

    assert len(asked) == 2


def test_mail_beside_mail_that_is_being_sent_asks_anew(queue, asked):
    """Its sweep may have looked for the last time."""
    queue(["ada@example.org"])
    Message.objects.update(status=Message.Status.SENDING)
    queue(["bob@example.org"])

    assert len(asked) == 2


def test_mail_for_later_asks_nobody(queue, asked):
    queue(["ada@example.org"], due_at=timezone.now() + timedelta(hours=1))

    assert asked == []


def test_a_nudged_sweep_waits_for_the_rest_of_the_rush(monkeypatch):
    did = []
    monkeypatch.setattr(tasks.time, "sleep", did.append)
    monkeypatch.setattr(tasks.delivery, "send_due", lambda seconds: did.append("send") or 0)

    send_due_mail(after=GATHER_SECONDS)

    assert did == [GATHER_SECONDS, "send"]
