from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from mail import delivery
from mail.models import Message

pytestmark = pytest.mark.django_db(transaction=True)


def statuses():
    return dict(Message.objects.values_list("recipient", "status"))


def age(**ago):
    return timezone.now() - timedelta(**ago)


def test_message_reaches_the_server_with_both_twins_and_its_headers(queue, sink):
    queue(headers={"Reply-To": "secretariat@example.org"})

    assert delivery.send_due() == 1

    row = Message.objects.get()
    (received,) = sink.received
    assert (row.status, row.attempts, row.last_error) == ("sent", 1, "")
    assert row.sent_at is not None
    assert received["Message-ID"] == row.message_id
    assert received["Message-ID"].endswith("@p2p-portal.example>")
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["Content-Language"] == "en"
    assert received["Reply-To"] == "secretariat@example.org"
    assert received["Date"]
    assert [part.get_content_type() for part in received.iter_parts()] == ["text/plain", "text/html"]


def test_what_is_sent_or_not_yet_due_stays(queue, sink):
    queue()
    queue("bob@example.org", due_at=timezone.now() + timedelta(hours=1))

    assert delivery.send_due() == 1
    assert delivery.send_due() == 0

    assert sink.recipients == ["ada@example.org"]
    assert statuses() == {"ada@example.org": "sent", "bob@example.org": "queued"}


def test_all_go_over_one_line_oldest_first(queue, sink):
    queue("late@example.org", due_at=age(minutes=1))
    queue("early@example.org", due_at=age(minutes=2))
    queue([f"p{n}@example.org" for n in range(delivery.BATCH + 5)])

    assert delivery.send_due() == delivery.BATCH + 7

    assert sink.recipients[:2] == ["early@example.org", "late@example.org"]
    assert sink.connections == 1


def test_command_sends_at_most_so_many(queue, sink, capsys):
    queue([f"p{n}@example.org" for n in range(3)])

    call_command("send_due_mail", limit=2)

    assert capsys.readouterr().out == "2 sent.\n"
    assert len(sink.received) == 2


def test_refusal_for_good_fails_and_for_now_waits_and_neither_stops_the_rest(queue, sink):
    sink.refusals = {"gone@example.org": "550 no such person", "grey@example.org": "451 come back later"}
    queue(["gone@example.org", "grey@example.org", "ada@example.org"], due_at=age(minutes=1))

    assert delivery.send_due() == 1

    assert statuses() == {"gone@example.org": "failed", "grey@example.org": "retry", "ada@example.org": "sent"}
    grey = Message.objects.get(recipient="grey@example.org")
    assert "come back later" in grey.last_error
    assert timedelta(seconds=50) < grey.due_at - timezone.now() <= timedelta(minutes=1)


def test_what_waited_goes_out_with_the_same_message_id(queue, sink):
    sink.refusals = {"grey@example.org": "451 come back later"}
    queue("grey@example.org")
    delivery.send_due()
    Message.objects.update(due_at=age(seconds=1))
    sink.refusals = {}

    assert delivery.send_due() == 1

    row = Message.objects.get()
    assert (row.status, row.attempts, row.last_error) == ("sent", 2, "")
    assert sink.received[0]["Message-ID"] == row.message_id


def test_without_a_server_nothing_is_tried_and_the_reason_is_written_down(queue, no_server):
    queue(["ada@example.org", "bob@example.org"])

    assert delivery.send_due() == 0

    assert set(Message.objects.values_list("status", "attempts")) == {("queued", 0)}
    assert "ConnectionRefusedError" in Message.objects.first().last_error


def test_a_message_that_cannot_be_written_as_mail_does_not_stop_the_rest(queue, sink, caplog):
    queue(["ada@example.org", "bob@example.org"])
    Message.objects.filter(recipient="ada@example.org").update(subject="a\nb")

    assert delivery.send_due() == 1

    assert statuses() == {"ada@example.org": "failed", "bob@example.org": "sent"}
    assert "cannot be sent" in caplog.text


def test_what_is_no_longer_wanted_is_dropped(queue, sink, register):
    asked = []

    def still_wanted(ids):
        asked.append(set(ids))
        return set(Message.objects.filter(pk__in=ids, recipient="ada@example.org").values_list("pk", flat=True))

    register("reminder", still_wanted=still_wanted)
    queue(["ada@example.org", "bob@example.org"], purpose="reminder")

    assert delivery.send_due() == 1

    assert asked == [set(Message.objects.values_list("pk", flat=True))]
    assert statuses() == {"ada@example.org": "sent", "bob@example.org": "dropped"}
    assert sink.recipients == ["ada@example.org"]


def test_a_purpose_that_cannot_answer_keeps_its_mail_waiting_and_no_other(queue, sink, register, caplog):
    register("broken", still_wanted=lambda ids: 1 / 0)
    queue("ada@example.org", purpose="broken", due_at=age(minutes=1))
    queue("bob@example.org")

    assert delivery.send_due() == 1

    assert statuses() == {"ada@example.org": "queued", "bob@example.org": "sent"}
    assert "broken" in caplog.text


def test_text_of_a_confidential_purpose_is_erased_once_sent(queue, sink, register):
    register("code", confidential=True)
    queue(purpose="code")

    delivery.send_due()

    assert Message.objects.values_list("text", "html").get() == ("", "")
    assert "Peers" in sink.received[0].get_body().get_content()


def test_what_a_dead_sweeper_left_is_taken_again(queue, sink):
    queue(["left@example.org", "fresh@example.org"])
    Message.objects.filter(recipient="left@example.org").update(status="sending", claimed_at=age(minutes=5))
    Message.objects.filter(recipient="fresh@example.org").update(status="sending", claimed_at=timezone.now())

    assert delivery.send_due() == 1

    assert statuses() == {"left@example.org": "sent", "fresh@example.org": "sending"}


def test_what_a_living_sweeper_sends_slowly_is_left_to_it(queue, sink):
    queue()
    Message.objects.update(status="sending", claimed_at=age(minutes=5))

    with transaction.atomic():
        Message.objects.select_for_update().get()
        released = in_a_thread(delivery.release_abandoned)

    assert released == 0
    assert statuses() == {"ada@example.org": "sending"}


def test_many_sweepers_at_once_send_each_message_once(queue, sink):
    addresses = [f"p{n}@example.org" for n in range(60)]
    queue(addresses)
    start = Barrier(4)

    def sweep():
        start.wait()
        return delivery.send_due()

    counts = in_threads(sweep, 4)

    assert sum(counts) == 60
    assert sorted(sink.recipients) == sorted(addresses)
    assert set(statuses().values()) == {"sent"}


def test_a_line_that_breaks_is_opened_again(queue, sink):
    sink.refusals = {"ada@example.org": "421 I am closing"}
    queue("ada@example.org", due_at=age(minutes=1))
    queue("bob@example.org")

    assert delivery.send_due() == 1

    assert statuses() == {"ada@example.org": "retry", "bob@example.org": "sent"}
    assert sink.connections == 2


def in_a_thread(work):
    return in_threads(work, 1)[0]


def in_threads(work, count):
    results = []

    def run():
        try:
            results.append(work())
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
