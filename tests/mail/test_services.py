from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from core.registry import MailPurpose, add_mail_purpose
from mail import services
from mail.models import Bounce, MailPreference, Message, OutboxPause, Suppression
from mail.services import Recipient
from mail.tasks import send_due_mail

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 22, 12, 0, tzinfo=UTC)


def test_queue_writes_one_message_per_recipient(queue):
    new = queue(["ada@example.org", "Bob@Example.org"])

    assert new == 2
    assert set(Message.objects.values_list("recipient", "status")) == {
        ("ada@example.org", "queued"),
        ("bob@example.org", "queued"),
    }


def test_queue_twice_for_the_same_period_writes_nothing(queue):
    queue(["ada@example.org"])
    first = Message.objects.get()

    new = queue(["ada@example.org", "ADA@example.org", "bob@example.org"])

    assert new == 1
    assert Message.objects.get(recipient="ada@example.org").message_id == first.message_id


def test_queue_loses_a_race_without_an_error(queue, monkeypatch):
    """The other transaction commits between our look and our insert."""
    queue()
    monkeypatch.setattr(Message.objects, "filter", lambda **lookup: _hide_the_known(lookup))

    assert queue() == 0
    assert Message.objects.count() == 1


def _hide_the_known(lookup):
    return Message.objects.all().none() if "period" in lookup else Message.objects.all().filter(**lookup)


def test_queue_is_undone_with_its_transaction(queue):
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)

    assert not Message.objects.exists()


def test_queue_refuses_a_purpose_nobody_registered(queue):
    with pytest.raises(KeyError):
        queue(purpose="gossip")


@pytest.mark.parametrize(
    "address",
    ["victim@x.org,evil@y.org", "a@x.org\r\nBcc: evil@y.org", "no address", "a@b", "a" * 315 + "@x.org", ""],
)
def test_queue_refuses_what_is_no_address(queue, address):
    with pytest.raises(ValidationError):
        queue([address])

    assert not Message.objects.exists()


def test_letter_is_in_the_language_and_time_zone_of_its_reader(queue):
    queue(
        [Recipient("ada@example.org", "fr", "Africa/Nairobi"), Recipient("bob@example.org", "ar", "Pacific/Apia")],
        context={"title": "Pairs", "when": NOON},
    )

    ada, bob = Message.objects.order_by("recipient")
    assert ada.text.startswith("Pairs & 15:00 /fr/privacy/\nhttps://portal.example/en/about/")
    assert '<html lang="fr" dir="ltr">' in ada.html
    assert "15:00" in ada.html
    assert "01:00 /ar/privacy/" in bob.text
    assert '<html lang="ar" dir="rtl">' in bob.html


def test_unknown_language_and_zone_fall_back_to_those_of_the_portal(queue):
    queue(Recipient("ada@example.org", "tlh", "Mars/Phobos"))

    message = Message.objects.get()
    assert (message.language, message.time_zone) == ("en", "UTC")


def test_text_is_plain_and_html_is_escaped(queue):
    queue(context={"title": "<b>R&D</b>", "when": NOON})

    message = Message.objects.get()
    assert "<b>R&D</b>" in message.text
    assert "&lt;b&gt;R&amp;D&lt;/b&gt;" in message.html
    assert "<b>R" not in message.html


def test_subject_stays_one_line_and_within_its_column(queue):
    queue(context={"title": "x\r\nBcc: evil@example.org\n" + "y" * 400}, headers={"Reply-To": "a@x.org\r\nX-Evil: 1"})

    message = Message.objects.get()
    assert message.subject.startswith("For x Bcc: evil@example.org yyy")
    assert len(message.subject) == 250
    assert message.headers == {"Reply-To": "a@x.org X-Evil: 1"}


def test_subject_keeps_what_may_not_be_torn_apart(queue):
    queue(context={"title": "prise\u00a0:\u2028un \u00ab\u202fmot\u202f\u00bb"})

    assert Message.objects.get().subject == "For prise\u00a0: un \u00ab\u202fmot\u202f\u00bb"


def test_twin_is_made_from_the_text_where_there_is_no_html(queue):
    queue(template="letters/bare", context={"title": "<i>evil.example</i> https://evil.example/"})

    html = Message.objects.get().html
    assert "Hello &lt;i&gt;evil.example&lt;/i&gt; https://evil.example/</bdi></p>" in html
    assert 'letter-spacing:2px">ABCD-1234</p>' in html
    assert 'href="https://portal.example/en/about/?a=1&amp;b=2"' in html
    assert "evil.example/</a>" not in html


def test_queue_nudges_the_sweeper_after_commit(queue, monkeypatch, django_capture_on_commit_callbacks):
    nudged = []
    monkeypatch.setattr(send_due_mail, "apply_async", lambda **options: nudged.append(options))

    with django_capture_on_commit_callbacks(execute=True):
        queue()
        assert nudged == []
    with django_capture_on_commit_callbacks(execute=True):
        queue()

    assert len(nudged) == 1


def test_a_missing_broker_costs_nothing_but_the_nudge(queue, monkeypatch, django_capture_on_commit_callbacks):
    def fail(**options):
        raise services.BrokerError("no broker")

    monkeypatch.setattr(send_due_mail, "apply_async", fail)

    with django_capture_on_commit_callbacks(execute=True):
        queue()

    assert Message.objects.due().count() == 1


def test_pause_is_one_however_often_it_is_asked_for():
    assert services.pause_outbox(reason="restored", by="Ada") is True
    assert services.pause_outbox(reason="again", by="Bob") is False

    assert OutboxPause.objects.open().values_list("reason", "started_by").get() == ("restored", "Ada")


def test_resuming_says_who_and_keeps_the_pause_as_history():
    services.pause_outbox(reason="restored", by="Ada")

    assert services.resume_outbox(by="Bob") is True
    assert services.resume_outbox(by="Eve") is False

    assert OutboxPause.objects.values_list("reason", "ended_by").get() == ("restored", "Bob")


def test_pause_may_be_written_by_hand_once():
    OutboxPause.objects.create(reason="by hand")

    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxPause.objects.create(reason="twice")


def test_commands_pause_and_resume(capsys):
    call_command("pause_mail", reason="restored", by="Ada")
    call_command("pause_mail", reason="restored", by="Ada")
    call_command("resume_mail", by="Ada")
    call_command("resume_mail", by="Ada")

    assert capsys.readouterr().out.splitlines() == [
        "The outbox stands still.",
        "The outbox stood still already.",
        "The outbox sends again.",
        "The outbox was not paused.",
    ]


@pytest.mark.parametrize("purpose", [{"confidential": True, "kind": "digest"}, {"kind": "gossip"}], ids=str)
def test_purpose_that_no_reader_could_choose_about_is_refused(purpose):
    with pytest.raises(ValueError, match="cannot be of the kind"):
        add_mail_purpose(MailPurpose("rumours", "Rumours", **purpose))


def test_address_is_written_in_one_form(queue):
    assert queue(["Ada@Münster.example", "ada@xn--mnster-3ya.example."]) == 1
    assert Message.objects.get().recipient == "ada@xn--mnster-3ya.example"


def test_forgotten_address_leaves_nothing_behind_and_others_stay(queue):
    for address in ("ada@example.org", "bob@example.org"):
        queue(address)
        services.choose(address=address, choices={"digest": "never"})
        message = Message.objects.get(recipient=address)
        Bounce.objects.note(fingerprint=address, address=address, is_hard=True, answer="", message_id=message.pk)

    services.forget_address("Ada@example.org")

    for rows in (
        Message.objects.values_list("recipient"),
        *(m.objects.values_list("address") for m in (Bounce, MailPreference, Suppression)),
    ):
        assert list(rows) == [("bob@example.org",)]
