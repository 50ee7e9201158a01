"""Several sweepers, some of them dead: who sends what."""

import os
import signal
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.utils import timezone

from mail import claiming, delivery
from mail.ending import told_to_stop
from mail.line import Line
from mail.models import Message
from tests.mail.conftest import in_threads

pytestmark = pytest.mark.django_db(transaction=True)
DEAD = 7  # a number whose lock nobody holds


def addresses(count):
    return [f"p{number:02}@example.org" for number in range(count)]


def statuses():
    return dict(Message.objects.values_list("recipient", "status"))


def claimed_by(number, **ago):
    Message.objects.update(status="sending", claim=number, claimed_at=timezone.now() - timedelta(**ago))


def test_what_a_dead_sweeper_left_is_taken_again_at_once(queue, sink):
    queue(addresses(3))
    claimed_by(DEAD, seconds=1)

    assert delivery.send_due() == 3

    assert sorted(sink.recipients) == addresses(3)
    # The first of them was perhaps under way, so it counts as tried and goes last.
    assert sink.recipients[-1] == "p00@example.org"
    assert list(Message.objects.order_by("recipient").values_list("attempts", flat=True)) == [2, 1, 1]


def test_message_that_brings_its_sweeper_down_again_waits_longer_each_time(queue):
    queue()
    claimed_by(DEAD, seconds=1)
    Message.objects.update(attempts=2, tried_since=timezone.now())

    assert claiming.release_abandoned() == 1

    message = Message.objects.get()
    assert (message.status, message.attempts) == ("retry", 3)
    assert timedelta(minutes=3) < message.due_at - timezone.now() <= timedelta(minutes=4)


def test_message_that_brings_its_sweepers_down_for_a_day_has_failed(queue):
    queue()
    claimed_by(DEAD, seconds=1)
    Message.objects.update(attempts=90, tried_since=timezone.now() - timedelta(days=1))

    claiming.release_abandoned()

    assert statuses() == {"ada@example.org": "failed"}


def test_what_a_living_sweeper_sends_slowly_is_left_to_it(queue):
    queue()
    with claiming.sweeper() as number:
        claimed_by(number, minutes=4)

        assert in_threads(claiming.release_abandoned, 1) == [0]

    assert statuses() == {"ada@example.org": "sending"}


def test_what_a_living_sweeper_sends_is_not_taken_by_one_whose_clock_is_ahead(queue):
    queue()
    with claiming.sweeper() as number:
        claiming.claim(number, after=None)

        with time_machine.travel(timezone.now() + timedelta(minutes=10)):
            assert in_threads(claiming.release_abandoned, 1) == [0]

    assert statuses() == {"ada@example.org": "sending"}


def test_what_a_frozen_sweeper_keeps_for_too_long_is_taken_from_it(queue, sink):
    queue()
    with claiming.sweeper() as number:
        claimed_by(number, minutes=6)

        assert in_threads(claiming.release_abandoned, 1) == [1]


def test_sweeper_gives_back_what_it_does_not_come_to(queue, sink, monkeypatch):
    queue(addresses(3))
    monkeypatch.setattr(claiming, "BEGIN_WITHIN_SECONDS", -1)

    assert delivery.send_due() == 0

    assert set(Message.objects.values_list("status", "claim", "attempts")) == {("queued", None, 0)}


def test_limit_claims_no_more_than_it_sends(queue, sink):
    queue(addresses(3))

    assert delivery.send_due(limit=2) == 2

    assert sorted(statuses().values()) == ["queued", "sent", "sent"]


def test_many_sweepers_at_once_send_each_message_once(queue, sink, monkeypatch):
    monkeypatch.setattr(claiming, "BATCH", 7)
    queue(addresses(60))
    start = Barrier(4)

    def sweep():
        start.wait()
        return delivery.send_due()

    counts = in_threads(sweep, 4)

    assert sum(counts) == 60
    assert sorted(sink.recipients) == addresses(60)
    assert set(statuses().values()) == {"sent"}


def test_sweeper_told_to_stop_marks_what_it_sends_and_gives_back_the_rest(queue, sink, monkeypatch):
    queue(addresses(3))
    stopped = []
    send = Line.send

    def send_and_be_stopped(line, email):
        send(line, email)
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(Line, "send", send_and_be_stopped)
    before = signal.signal(signal.SIGTERM, lambda number, frame: stopped.append(number))
    try:
        assert delivery.send_due() == 1
    finally:
        signal.signal(signal.SIGTERM, before)

    assert stopped == [signal.SIGTERM]
    assert sorted(statuses().values()) == ["queued", "queued", "sent"]


def test_nobody_told_to_stop_goes_on():
    with told_to_stop() as stopping:
        assert stopping() is False
