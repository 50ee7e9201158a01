import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from mail import claiming, delivery, links, services
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
    queue([f"p{n}@example.org" for n in range(claiming.BATCH + 5)])

    assert delivery.send_due() == claiming.BATCH + 7

    assert sink.recipients[:2] == ["early@example.org", "late@example.org"]
    assert sink.connections == 1


def test_command_sends_at_most_so_many(queue, sink, capsys):
    queue([f"p{n}@example.org" for n in range(3)])

    call_command("send_due_mail", limit=2)

    assert capsys.readouterr().out == "2 sent.\n"
    assert len(sink.received) == 2


def test_without_a_server_nothing_is_tried_and_the_reason_is_written_down(queue, no_server):
    queue(["ada@example.org", "bob@example.org"])

    assert delivery.send_due() == 0

    assert set(Message.objects.values_list("status", "attempts")) == {("queued", 0)}
    assert "ConnectionRefusedError" in Message.objects.first().last_error


def test_text_of_a_confidential_purpose_is_erased_once_sent(queue, sink, register):
    register("code", confidential=True)
    queue(purpose="code")

    delivery.send_due()

    assert Message.objects.values_list("text", "html").get() == ("", "")
    assert "Peers" in sink.received[0].get_body().get_content()


def test_paused_outbox_sends_nothing_until_it_is_resumed(queue, sink):
    queue()
    services.pause_outbox(reason="restored from a backup", by="Ada")

    assert delivery.send_due() == 0
    services.resume_outbox(by="Ada")
    assert delivery.send_due() == 1

    assert sink.recipients == ["ada@example.org"]


def test_transactional_mail_bears_no_way_out(queue, sink):
    queue()

    delivery.send_due()

    assert sink.received[0]["List-Unsubscribe"] is None
    assert sink.received[0]["List-Unsubscribe-Post"] is None


def test_what_readers_choose_about_can_be_stopped_at_one_click(queue, sink, news):
    queue(purpose=news)

    delivery.send_due()

    (received,) = sink.received
    address = received["List-Unsubscribe"].strip()
    assert re.fullmatch(r"<https://portal\.example/mail/unsubscribe/[\w:.-]+/>", address)
    assert links.read(address.rsplit("/", 2)[1]) == links.ReaderLink("ada@example.org", "news")
    assert received["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_queries_do_not_grow_with_the_batch_but_for_the_mark_of_each_message(
    queue, sink, django_assert_max_num_queries, django_assert_num_queries
):
    queue("ada@example.org")
    with django_assert_max_num_queries(25) as one:
        delivery.send_due()
    queue([f"p{n}@example.org" for n in range(20)])

    with django_assert_num_queries(len(one) + 19):
        assert delivery.send_due() == 20


def test_hostile_words_bring_no_header_and_no_reader_of_their_own(queue, sink):
    title = "EIP Secretariat <evil@y.org>\r\nBcc: evil@y.org\r\n\r\n<a href='https://evil.example'>here</a>\u202e"
    queue(context={"title": title}, headers={"Reply-To": "Ada <ada@x.org>\r\nBcc: evil@y.org"})

    delivery.send_due()

    (received,) = sink.received
    assert received.get_all("To") == ["ada@example.org"]
    assert received["From"].addresses[0].addr_spec == "portal@p2p-portal.example"
    assert received["Bcc"] is None
    assert "<a href='https://evil" not in received.get_body(("html",)).get_content()
