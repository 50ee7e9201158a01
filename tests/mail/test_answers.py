"""What becomes of a message that a real SMTP server does not take."""

from datetime import timedelta

import pytest
from django.conf import settings as portal
from django.utils import timezone

from mail import answers, delivery, services
from mail.models import Bounce, Message, Suppression

pytestmark = pytest.mark.django_db(transaction=True)
POOR, GOOD = "poor@example.org", "good@example.org"


@pytest.fixture
def both(queue):
    """One that the server will not take, and after it one that it will."""
    now = timezone.now()
    queue(POOR, due_at=now - timedelta(minutes=1))
    queue(GOOD, due_at=now)


def poor():
    return Message.objects.get(recipient=POOR)


def minutes_to_wait():
    return round((poor().due_at - timezone.now()).total_seconds() / 60, 1)


@pytest.mark.parametrize("answer", ["450 4.2.0 greylisted", "451 come back later", "421 I am closing"])
def test_refusal_for_now_waits_and_does_not_stop_the_rest(both, sink, answer):
    sink.refusals = {POOR: answer}

    assert delivery.send_due() == 1

    assert sink.recipients == [GOOD]
    assert (poor().status, poor().attempts, minutes_to_wait()) == ("retry", 1, 1.0)
    assert answer[4:] in poor().last_error
    assert not Bounce.objects.exists()


def test_refusal_of_a_text_for_now_waits(both, sink):
    sink.text_refusals = {POOR: "452 disk full"}

    assert delivery.send_due() == 1

    assert poor().status == "retry"


def test_line_that_breaks_is_opened_again(both, sink):
    sink.refusals = {POOR: "421 I am closing"}

    delivery.send_due()

    assert sink.connections == 2


def test_plain_refusal_keeps_the_line(both, sink):
    sink.refusals = {POOR: "550 no such person"}

    delivery.send_due()

    assert sink.connections == 1


def test_server_that_never_answers_holds_up_one_message_for_one_timeout(both, sink, settings):
    settings.EMAIL_TIMEOUT = 0.5
    sink.stalls = {POOR}

    assert delivery.send_due() == 1

    assert sink.recipients == [GOOD]
    assert (poor().status, minutes_to_wait()) == ("retry", 1.0)


def test_server_that_wants_a_new_line_after_some_messages_gets_one(queue, sink):
    sink.longest_line = 2
    queue([f"p{number}@example.org" for number in range(5)])

    assert delivery.send_due() == 5

    assert sink.connections == 3


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 2), (2, 4), (3, 8), (4, 14), (40, 14), (90, 14)])
def test_waits_grow_up_to_a_quarter_of_an_hour(both, sink, attempts, minutes):
    sink.refusals = {POOR: "450 greylisted"}
    Message.objects.filter(recipient=POOR).update(status="retry", attempts=attempts, tried_since=timezone.now())

    delivery.send_due()

    assert minutes_to_wait() == minutes


@pytest.mark.parametrize(("hours", "status"), [(23.9, "retry"), (24, "failed")])
def test_message_is_given_up_after_a_day(both, sink, hours, status):
    sink.refusals = {POOR: "450 greylisted"}
    Message.objects.filter(recipient=POOR).update(
        attempts=60, tried_since=timezone.now() - timedelta(hours=hours), status="retry"
    )

    delivery.send_due()

    assert poor().status == status


def test_drills_shorten_the_waits_and_the_day(both, sink, settings):
    settings.MAIL_RETRY_SCALE = 0.01
    sink.refusals = {POOR: "450 greylisted"}

    delivery.send_due()

    assert poor().due_at - timezone.now() <= timedelta(seconds=0.6)


def test_what_waited_goes_out_with_the_same_message_id(queue, sink):
    sink.refusals = {POOR: "451 come back later"}
    queue(POOR)
    delivery.send_due()
    Message.objects.update(due_at=timezone.now())
    sink.refusals = {}

    assert delivery.send_due() == 1

    assert (poor().status, poor().attempts, poor().last_error) == ("sent", 2, "")
    assert sink.received[0]["Message-ID"] == poor().message_id


def test_refused_recipient_fails_at_once_and_is_counted(both, sink):
    sink.refusals = {POOR: "550 5.1.1 no such person"}

    assert delivery.send_due() == 1

    assert (poor().status, poor().attempts) == ("failed", 1)
    bounce = Bounce.objects.get()
    assert (bounce.address, bounce.is_hard, bounce.message_id) == (POOR, True, poor().pk)
    assert Suppression.objects.values_list("address", "hard_failures", "since").get() == (POOR, 1, None)


@pytest.mark.parametrize("answer", ["550 5.7.1 relaying denied", "530 log in first", "554 5.7.1 you look like spam"])
def test_refusal_of_us_fails_and_is_not_held_against_the_recipient(both, sink, answer):
    sink.refusals = {POOR: answer}

    delivery.send_due()

    assert poor().status == "failed"
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("answer", ["554 5.6.0 bad content", "552 too large"])
def test_refused_text_fails_and_is_not_held_against_the_recipient(both, sink, answer):
    sink.text_refusals = {POOR: answer}

    assert delivery.send_due() == 1

    assert poor().status == "failed"
    assert not Suppression.objects.exists()


def test_third_hard_failure_suppresses_the_address_until_somebody_lifts_it(queue, sink):
    sink.refusals = {POOR: "550 no such person"}
    for period in "abc":
        queue(POOR, period=period)
        delivery.send_due()
    sink.refusals = {}
    queue(POOR, period="d")

    assert delivery.send_due() == 0
    assert Message.objects.get(period="d").status == "suppressed"

    assert services.lift_suppression(Suppression.objects.all(), by="Ada") == 1
    services.try_again(Message.objects.filter(period="d"))
    assert delivery.send_due() == 1


@pytest.mark.parametrize("answer", ["550 5.1.8 bad sender", "530 5.7.0 log in first"])
def test_refused_sender_blames_no_message(both, sink, answer):
    sink.sender_answer = answer

    assert delivery.send_due() == 0

    assert set(Message.objects.values_list("status", "attempts", "claim")) == {("queued", 0, None)}
    assert answer[4:] in poor().last_error


def test_too_large_a_message_fails_and_the_rest_goes_on_later(both, sink):
    sink.sender_answer = "552 larger than we take"

    delivery.send_due()

    assert poor().status == "failed"


def test_message_that_cannot_be_written_as_mail_does_not_stop_the_rest(both, sink, caplog):
    Message.objects.filter(recipient=POOR).update(subject="a\nb")

    assert delivery.send_due() == 1

    assert poor().status == "failed"
    assert "cannot be sent" in caplog.text


def test_longest_wait_and_the_next_sweep_together_are_a_quarter_of_an_hour():
    now = timezone.now()
    beat = timedelta(seconds=portal.CELERY_BEAT_SCHEDULE["send-due-mail"]["schedule"])

    longest = max(answers.next_try(attempts, now, now) - now for attempts in range(1, 200))

    assert longest + beat == timedelta(minutes=15)
