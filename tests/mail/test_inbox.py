"""The local inbox shows what a mail server really delivered."""

import mailbox
from email.message import EmailMessage

import pytest
from django.urls import include, path, reverse

from p2pportal.urls import urlpatterns as portal

urlpatterns = [
    path("inbox/", include("mail.inbox_urls")),
    *(each for each in portal if "inbox" not in str(each.pattern)),
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def deliver(settings, tmp_path):
    """Puts a message into the Maildir as the mail sink does; answers its key."""
    settings.INBOX_DIR = str(tmp_path / "inbox")
    box = mailbox.Maildir(settings.INBOX_DIR)

    def put(subject="Hello", text="Read https://portal.example/en/about/", html="<head></head><p>Hi", **headers):
        mail = EmailMessage()
        for name, value in {
            "Subject": subject,
            "To": "ada@example.org",
            "Date": "Mon, 22 Jun 2020 12:00:00 +0000",
        }.items():
            mail[name] = value
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        if html:
            mail.add_alternative(html, subtype="html")
        return box.add(mail)

    return put


def test_empty_inbox_says_so(client, settings, tmp_path):
    settings.INBOX_DIR = str(tmp_path / "none")

    assert "No mail yet" in client.get("/inbox/").content.decode()


def test_list_has_the_newest_first(client, deliver):
    keys = [deliver(subject=f"Letter {number}") for number in range(12)]

    response = client.get("/inbox/")

    assert [message.key for message in response.context["received"]] == keys[::-1]
    assert "22 June 2020" in response.content.decode()


def test_message_shows_its_text_with_live_links_and_frames_its_html(client, deliver):
    key = deliver(Content_Language="fr")

    page = client.get(reverse("inbox:message", args=[key]))

    html = page.content.decode()
    assert '<a href="https://portal.example/en/about/"' in html
    assert f'<iframe class="inbox-frame" src="{reverse("inbox:html", args=[key])}"' in html
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in html
    assert "frame-src 'self'" in page["Content-Security-Policy"]


def test_html_runs_nothing_and_is_framed_by_us_alone(client, deliver):
    key = deliver(html="<head></head><script>alert(1)</script>")

    response = client.get(reverse("inbox:html", args=[key]))

    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    assert "allow-scripts" not in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert '<head><base target="_blank">' in response.content.decode()


def test_hostile_subject_and_text_are_escaped(client, deliver):
    key = deliver(subject="<script>alert(1)</script>", text="<script>alert(2)</script>")

    for address in ("/inbox/", reverse("inbox:message", args=[key])):
        assert "<script>alert" not in client.get(address).content.decode()


@pytest.mark.parametrize("key", ["missing", "..", "..%2F..%2Fetc%2Fpasswd", "a" * 3000])
def test_unknown_key_is_not_found(client, deliver, key):
    deliver()

    assert client.get(f"/inbox/{key}/").status_code == 404


def test_message_without_subject_date_or_html_is_shown(client, settings, deliver, tmp_path):
    box = mailbox.Maildir(settings.INBOX_DIR)
    key = box.add(b"From: x@example.org\n\nJust text\n")

    assert client.get("/inbox/").status_code == 200
    assert "Just text" in client.get(f"/inbox/{key}/").content.decode()
