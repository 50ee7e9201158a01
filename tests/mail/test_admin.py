import pytest
from django.urls import reverse

from mail.models import Message
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/mail/message/"


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(role="administrator"))
    return client


def addresses(count):
    return [f"p{number}@example.org" for number in range(count)]


def test_list_costs_the_same_for_one_and_for_many(
    admin, queue, django_assert_num_queries, django_assert_max_num_queries
):
    queue(addresses(1))
    with django_assert_max_num_queries(12) as first:
        admin.get(LIST)
    queue(addresses(10))

    with django_assert_num_queries(len(first)):
        admin.get(LIST)


def test_list_is_filtered_and_searched(admin, queue):
    queue(addresses(3))
    Message.objects.filter(recipient="p1@example.org").update(status="failed", last_error="550 no such person")

    failed = admin.get(LIST, {"status__exact": "failed", "purpose": "greeting"}).content.decode()
    found = admin.get(LIST, {"q": "p2@"}).content.decode()

    assert "550 no such person" in failed
    assert "p2@example.org" not in failed
    assert "p2@example.org" in found
    assert "p1@example.org" not in found


def test_message_is_read_and_not_rewritten(admin, queue):
    queue(addresses(1))
    message = Message.objects.get()
    address = reverse("admin:mail_message_change", args=[message.pk])

    page = admin.get(address).content.decode()

    assert "Peers" in page
    assert "<textarea" not in page
    assert admin.post(address, {"subject": "forged"}).status_code == 403
    assert admin.get(f"{LIST}add/").status_code == 403


def test_try_again_makes_due_what_failed_and_leaves_what_was_sent(
    admin, queue, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr("mail.services.nudge", lambda: None)
    queue(addresses(2))
    failed, sent = Message.objects.order_by("pk")
    Message.objects.filter(pk=failed.pk).update(status="failed", attempts=7)
    Message.objects.filter(pk=sent.pk).update(status="sent", sent_at=sent.created_at)

    response = admin.post(LIST, {"action": "try_again", "_selected_action": [failed.pk, sent.pk]}, follow=True)

    assert "1 message will be tried again." in response.content.decode()
    assert list(Message.objects.order_by("pk").values_list("status", "attempts")) == [("queued", 0), ("sent", 0)]
