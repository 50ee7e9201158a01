import mailbox
import signal
import smtplib
from email.message import EmailMessage

from ops import processes, run


def test_sink_keeps_each_message_in_the_maildir(room, python):
    port = run.free_port()
    process = python("-m", "ops.mail_sink", str(port), MAIL_SINK_DIR=str(room / "inbox"))
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "portal@p2p.example", "peer@demo.example", "Confirmé"
    message.set_content("A partnership waits for you.")

    assert processes.wait_until(lambda: answers(port), seconds=10)
    with smtplib.SMTP("127.0.0.1", port) as connection:
        connection.send_message(message)
    process.send_signal(signal.SIGTERM)

    assert process.wait(10) == 0
    kept = list(mailbox.Maildir(room / "inbox"))
    assert [(mail["To"], mail["X-RcptTo"]) for mail in kept] == [("peer@demo.example", "peer@demo.example")]


def answers(port):
    try:
        smtplib.SMTP("127.0.0.1", port).quit()
    except OSError:
        return False
    return True
