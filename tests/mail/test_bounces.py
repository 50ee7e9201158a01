"""Mail that came back, in the dialects in which mail servers say so."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from mail import bounces
from mail.models import Bounce, Message, Suppression

pytestmark = pytest.mark.django_db
ADA = "ada@example.org"

REPORT = """From: MAILER-DAEMON@mx.example.net
To: portal@p2p-portal.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <20261122.1@mx.example.net>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I could not deliver your message.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {answer}

--b
Content-Type: text/rfc822-headers

From: portal@p2p-portal.example
To: {address}
Message-ID: {message_id}

--b--
"""

QMAIL = """From: MAILER-DAEMON@mx.example.net
To: portal@p2p-portal.example
Subject: failure notice

Hi. This is the qmail-send program at mx.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<ada@example.org>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

"""

ON_LEAVE = """From: ada@example.org
To: portal@p2p-portal.example
Subject: Out of office
In-Reply-To: {message_id}
Auto-Submitted: auto-replied

I am away until Monday.
"""


@pytest.fixture
def sent(queue):
    def call(period="a", address=ADA):
        queue(address, period=period)
        Message.objects.filter(period=period).update(status="sent", sent_at=timezone.now())
        return Message.objects.get(period=period)

    return call


def report(message, address=ADA, action="failed", status="5.1.1", answer="550 5.1.1 no such person"):
    fields = {"address": address, "action": action, "status": status, "answer": answer}
    return REPORT.format(**fields, message_id=message.message_id).encode()


def noted():
    return list(Bounce.objects.order_by("pk").values_list("address", "is_hard", "answer"))


def test_report_is_noted_with_its_message_and_counted(sent):
    message = sent()

    (bounce,) = bounces.record(report(message))

    assert bounce.message == message
    assert noted() == [(ADA, True, "smtp; 550 5.1.1 no such person")]
    assert Suppression.objects.values_list("address", "hard_failures", "since").get() == (ADA, 1, None)


def test_third_message_that_comes_back_suppresses_the_address(sent):
    for period in "abc":
        bounces.record(report(sent(period)))

    suppression = Suppression.objects.active().get()
    assert (suppression.address, suppression.hard_failures) == (ADA, 3)
    assert "no such person" in suppression.reason


def test_same_report_again_counts_no_further(sent):
    message = sent()

    for _ in range(4):
        bounces.record(report(message))

    assert Suppression.objects.get().hard_failures == 1


@pytest.mark.parametrize(
    ("action", "status"), [("delayed", "4.4.7"), ("failed", "4.4.7"), ("failed", "5.2.2")], ids=["late", "up", "full"]
)
def test_soft_bounce_is_noted_and_counts_for_nothing(sent, action, status):
    bounces.record(report(sent(), action=action, status=status, answer="452 mailbox full"))

    assert [is_hard for _address, is_hard, _answer in noted()] == [False]
    assert not Suppression.objects.exists()


def test_report_without_our_message_id_is_matched_by_address(sent):
    message = sent()

    (bounce,) = bounces.record(QMAIL.encode())

    assert (bounce.message, bounce.is_hard) == (message, True)


def test_report_about_what_we_never_sent_is_passed_over(queue):
    assert bounces.record(QMAIL.encode()) == []
    assert noted() == []


def test_report_that_quotes_our_message_to_somebody_else_is_passed_over(sent):
    bob = sent(address="bob@example.org")

    assert bounces.record(report(bob, address=ADA)) == []


@pytest.mark.parametrize("raw", [b"", b"hello", b"\xff\xfe\x00" * 100, b"Content-Type: multipart/report\n\n"])
def test_what_is_no_bounce_is_passed_over(sent, raw):
    sent()

    assert bounces.record(raw) == []


def test_answer_of_somebody_on_leave_is_no_bounce(sent):
    assert bounces.record(ON_LEAVE.format(message_id=sent().message_id).encode()) == []


def test_hostile_report_is_noted_as_text(sent):
    bounces.record(report(sent(), answer="<script>" + "x" * 2000))

    assert len(noted()[0][2]) == 500


class Input:
    def __init__(self, raw):
        self.buffer = io.BytesIO(raw)


def test_command_reads_what_the_mail_server_hands_over(sent, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", Input(report(sent())))

    call_command("record_bounce")

    assert capsys.readouterr().out == "1 noted.\n"


def test_command_asks_the_mail_server_to_come_again_while_the_database_is_away(monkeypatch):
    def fail(raw):
        raise OperationalError("gone")

    monkeypatch.setattr("sys.stdin", Input(b""))
    monkeypatch.setattr(bounces, "record", fail)

    with pytest.raises(CommandError) as refused:
        call_command("record_bounce")
    assert refused.value.returncode == 75


def test_last_message_to_the_address_is_blamed(sent):
    old, new = sent("a"), sent("b")
    Message.objects.filter(pk=old.pk).update(sent_at=timezone.now() - timedelta(days=1))

    (bounce,) = bounces.record(QMAIL.encode())

    assert bounce.message == new
