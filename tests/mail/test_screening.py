"""What is asked of the claimed messages just before they are sent."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mail import delivery, services
from mail.models import Message, Suppression

pytestmark = pytest.mark.django_db(transaction=True)
ADA, BOB = "ada@example.org", "bob@example.org"


def statuses():
    return dict(Message.objects.values_list("recipient", "status"))


def test_what_is_no_longer_wanted_is_dropped(queue, sink, register):
    asked = []

    def still_wanted(ids):
        asked.append(set(ids))
        return set(Message.objects.filter(pk__in=ids, recipient=ADA).values_list("pk", flat=True))

    register("reminder", still_wanted=still_wanted)
    queue([ADA, BOB], purpose="reminder")

    assert delivery.send_due() == 1

    assert asked == [set(Message.objects.values_list("pk", flat=True))]
    assert statuses() == {ADA: "sent", BOB: "dropped"}
    assert sink.recipients == [ADA]


def test_purpose_that_cannot_answer_keeps_its_mail_waiting_and_no_other(queue, sink, register, caplog):
    register("broken", still_wanted=lambda ids: 1 / 0)
    queue(ADA, purpose="broken", due_at=timezone.now() - timedelta(minutes=1))
    queue(BOB)

    assert delivery.send_due() == 1

    assert statuses() == {ADA: "queued", BOB: "sent"}
    assert "broken" in caplog.text


def test_what_could_not_go_out_in_time_is_dropped_and_logged(queue, sink, caplog):
    now = timezone.now()
    queue(ADA, not_after=now - timedelta(seconds=1))
    queue(BOB, not_after=now + timedelta(hours=1))

    assert delivery.send_due() == 1

    assert statuses() == {ADA: "dropped", BOB: "sent"}
    assert "its time had passed" in caplog.text


@pytest.mark.parametrize(("choice", "status"), [("at_once", "sent"), ("digest", "held"), ("never", "dropped")], ids=str)
def test_reader_who_chose_gets_it_so(queue, sink, news, choice, status):
    services.choose(address=ADA, choices={"news": choice})
    queue([ADA, BOB], purpose=news)

    delivery.send_due()

    assert statuses() == {ADA: status, BOB: "sent"}
    assert bool(Message.objects.get(recipient=ADA).last_error) is (status != "sent")


def test_choice_made_after_the_mail_was_written_counts(queue, sink, news):
    queue(purpose=news)
    services.choose(address=ADA, choices={"news": "never"})

    assert delivery.send_due() == 0


@pytest.mark.parametrize("choices", [{"news": "never"}, {"digest": "never"}, {"": "never"}])
def test_transactional_mail_comes_whatever_its_reader_chose(queue, sink, news, choices):
    services.choose(address=ADA, choices=choices)
    queue()

    assert delivery.send_due() == 1


def test_suppressed_address_gets_nothing(queue, sink):
    Suppression.objects.create(address=ADA, hard_failures=3, since=timezone.now())
    Suppression.objects.create(address=BOB, hard_failures=2)
    queue([ADA, BOB])

    assert delivery.send_due() == 1

    assert statuses() == {ADA: "suppressed", BOB: "sent"}
