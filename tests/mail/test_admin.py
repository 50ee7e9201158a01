import pytest
from django.urls import reverse
from django.utils import timezone

from mail import services
from mail.models import Bounce, MailPreference, Message, Suppression
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
    with django_assert_max_num_queries(14) as first:
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


def test_list_says_how_the_outbox_stands(admin, queue):
    queue(addresses(3))
    Message.objects.filter(recipient="p1@example.org").update(status="failed")
    Message.objects.filter(recipient="p2@example.org").update(status="held")

    page = admin.get(LIST).content.decode()

    assert "Waiting: 1, the oldest due one for 0 seconds. Kept for the digest: 1. Failed in the last day: 1." in page
    assert "stood still" not in page


def test_list_says_who_paused_the_outbox_and_why(admin):
    services.pause_outbox(reason="restored from a backup", by="Ada")

    page = admin.get(LIST).content.decode()

    assert "restored from a backup (Ada)" in page


def test_suppression_is_lifted_by_an_administrator_and_says_by_whom(admin):
    row = Suppression.objects.create(address="ada@example.org", hard_failures=3, since=timezone.now())

    page = admin.post("/admin/mail/suppression/", {"action": "lift", "_selected_action": [row.pk]}, follow=True)

    row.refresh_from_db()
    assert "1 address gets mail again." in page.content.decode()
    assert (row.since, row.hard_failures) == (None, 0)
    assert row.lifted_by == str(page.wsgi_request.user)


ROWS = {
    "suppression": lambda number: Suppression.objects.create(address=f"p{number}@example.org"),
    "bounce": lambda number: Bounce.objects.create(fingerprint=number, address=f"p{number}@example.org", is_hard=True),
    "mailpreference": lambda number: MailPreference.objects.create(
        address=f"p{number}@x.org", kind="a", choice="never"
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_what_mail_writes_down_is_read_and_not_rewritten(admin, name, django_assert_num_queries):
    first = ROWS[name](0)
    with django_assert_num_queries(4):
        page = admin.get(f"/admin/mail/{name}/")
    for number in range(1, 10):
        ROWS[name](number)
    with django_assert_num_queries(4):
        admin.get(f"/admin/mail/{name}/")

    assert "p0@" in page.content.decode()
    assert admin.post(f"/admin/mail/{name}/{first.pk}/change/", {}).status_code == 403
    assert admin.post(f"/admin/mail/{name}/{first.pk}/delete/", {}).status_code == 403
    assert admin.get(f"/admin/mail/{name}/add/").status_code == 403


@pytest.mark.parametrize("role", ["editor", "member"])
def test_others_see_no_queue(client, role):
    client.force_login(UserFactory(role=role))

    assert client.get("/admin/mail/suppression/").status_code in (302, 403)
