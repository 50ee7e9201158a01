"""Stopping, and choosing anew, through the link in a mail and with nothing else."""

import json
import re

import pytest
from django.db import connection
from django.urls import reverse

from core import signed_links
from mail import delivery, links, services
from mail.models import MailPreference, Message
from tests.mail.conftest import in_threads

ADA = "ada@example.org"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("news")]


@pytest.fixture
def browser(client):
    client.handler.enforce_csrf_checks = True
    return client


def path(url):
    return url.removeprefix("https://portal.example")


def choices_path(address=ADA, kind="news", language="en"):
    return path(links.choices_url(address, kind, language))


def one_click_path(address=ADA, kind="news"):
    return path(links.unsubscribe_url(address, kind))


def chosen():
    return sorted(MailPreference.objects.values_list("address", "kind", "choice"))


def test_one_click_without_cookies_stops_this_kind_for_this_address(browser):
    services.choose(address="bob@example.org", choices={"news": "digest"})

    answer = browser.post(one_click_path(), ONE_CLICK)

    assert answer.status_code == 200
    assert not answer.cookies
    assert chosen() == [(ADA, "news", "never"), ("bob@example.org", "news", "digest")]
    assert choices_path()[:9] in answer.content.decode()


def test_one_click_twice_is_one_choice(browser):
    address = one_click_path()

    assert [browser.post(address, ONE_CLICK).status_code for _ in range(2)] == [200, 200]
    assert chosen() == [(ADA, "news", "never")]


def test_one_click_as_the_parts_of_a_form_is_taken_too(browser):
    body = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'

    answer = browser.post(one_click_path(), body, content_type="multipart/form-data; boundary=x")

    assert (answer.status_code, chosen()) == (200, [(ADA, "news", "never")])


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("", "application/x-www-form-urlencoded"),
        ("List-Unsubscribe=Two-Clicks", "application/x-www-form-urlencoded"),
        (json.dumps(ONE_CLICK), "application/json"),
        ("--x\r\nbroken", "multipart/form-data; boundary=x"),
        ("broken", "multipart/form-data"),
    ],
)
def test_post_that_is_no_one_click_changes_nothing(browser, body, content_type):
    assert browser.post(one_click_path(), body, content_type=content_type).status_code == 400
    assert chosen() == []


@pytest.mark.parametrize("method", ["get", "head"])
def test_reading_the_one_click_address_shows_the_choices_and_changes_nothing(browser, method):
    answer = getattr(browser, method)(one_click_path())

    assert answer.status_code == 200
    assert chosen() == []
    if method == "get":
        assert "News of records" in answer.content.decode()


@pytest.mark.parametrize("method", ["options", "put", "patch", "delete"])
def test_other_methods_are_refused(browser, method):
    assert getattr(browser, method)(one_click_path()).status_code == 405


def another_kind(token):
    value, rest = token.split(":", 1)
    return f"{value[:-2]}xx:{rest}"


MUTATIONS = {
    "cut": lambda token: token[:-1],
    "longer": lambda token: token + "a",
    "padded": lambda token: token + "=",
    "small letters": str.lower,
    "capitals": str.upper,
    "other value": another_kind,
    "no signature": lambda token: token.rpartition(":")[0],
    "nothing of it": lambda token: "x",
    "other salt": lambda token: signed_links.sign("another", [ADA, "news"]),
    "not text": lambda token: "%ff%fe",
    "long": lambda token: "a" * 5000,
}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_link_that_is_not_ours_changes_nothing_and_tells_nothing(browser, mutation):
    token = MUTATIONS[mutation](one_click_path().split("/")[3])
    pages = {
        method(f"{prefix}{token}/", ONE_CLICK if method == browser.post else None)
        for prefix in ("/mail/unsubscribe/", "/en/mail/")
        for method in (browser.get, browser.post)
    }

    assert {page.status_code for page in pages} == {400}
    assert all("This link is not complete" in page.content.decode() for page in pages)
    assert not any("ada" in page.content.decode() for page in pages)
    assert chosen() == []


def test_link_of_one_kind_stops_no_other(browser):
    browser.post(one_click_path(kind="digest"), ONE_CLICK)

    assert chosen() == [(ADA, "digest", "never")]


def test_link_from_the_profile_stops_nothing_at_one_click(browser):
    token = choices_path(kind="").split("/")[3]

    assert browser.post(f"/mail/unsubscribe/{token}/", ONE_CLICK).status_code == 400
    assert chosen() == []


def test_page_needs_no_cookie_and_says_how_to_come_back(browser):
    page = choices_path()

    answer = browser.post(page, {"news": "digest", "digest": "at_once"}, follow=True)

    assert chosen() == [(ADA, "news", "digest")]
    assert "Saved. Changed your mind?" in answer.content.decode()
    assert re.search(r'value="digest"[^>]*checked', answer.content.decode())


def test_one_comes_back_by_the_same_link(browser):
    browser.post(one_click_path(), ONE_CLICK)

    browser.post(choices_path(), {"news": "at_once", "digest": "at_once"})

    assert chosen() == [(ADA, "news", "at_once")]


@pytest.mark.parametrize(
    "data",
    [{}, {"news": "never"}, {"news": "weekly", "digest": "at_once"}, {"news": "never", "digest": "digest"}],
    ids=str,
)
def test_answer_that_is_none_changes_nothing_and_says_so(browser, data):
    answer = browser.post(choices_path(), data)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert chosen() == []


def test_scanner_that_submits_the_form_as_it_stands_changes_nothing(browser):
    page = browser.get(choices_path()).content.decode()
    checked = dict(re.findall(r'name="(\w+)" value="(\w+)"[^>]*checked', page))

    browser.post(choices_path(), checked)

    assert checked == {"news": "at_once", "digest": "at_once"}
    assert chosen() == []


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("es", "ltr"), ("ar", "rtl")])
def test_page_is_in_the_language_of_the_mail(browser, language, direction):
    page = browser.get(choices_path(language=language))

    assert f'<html lang="{language}" dir="{direction}">' in page.content.decode()
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_kind_that_is_no_more_can_still_be_stopped(browser):
    answer = browser.post(one_click_path(kind="gone"), ONE_CLICK)

    assert (answer.status_code, chosen()) == (200, [(ADA, "gone", "never")])


def test_letter_bears_the_link_in_both_twins_and_transactional_ones_do_not(queue, news):
    queue(purpose=news)
    queue()

    letter, transactional = Message.objects.get(purpose=news), Message.objects.get(purpose="greeting")
    link = re.search(r"https://portal\.example/en/mail/[^\s/]+/", letter.text)[0]
    assert f'href="{link}"' in letter.html
    assert links.read(link.split("/")[5]) == links.ReaderLink(ADA, "news")
    assert "/mail/" not in transactional.text + transactional.html


@pytest.mark.django_db(transaction=True)
def test_scanner_that_reads_every_link_of_every_mail_changes_nothing(browser, queue, news, sink):
    queue(purpose=news)
    delivery.send_due()
    services.choose(address="bob@example.org", choices={"news": "digest"})
    queue("bob@example.org", purpose=news, period="2027")
    delivery.send_due()
    (mail,) = sink.received
    texts = [part.get_content() for part in mail.iter_parts()] + [mail["List-Unsubscribe"]]
    addresses = {path(url) for text in texts for url in re.findall(r"https://portal\.example[^\s<>\"]*", text)}
    before = database_hash()

    answers = [visit(address).status_code for address in addresses for visit in (browser.get, browser.head) * 3]

    assert reverse("mail-unsubscribe", args=["x"])[:17] in {address[:17] for address in addresses}
    assert not [status for status in answers if status >= 400]
    assert database_hash() == before


@pytest.mark.django_db(transaction=True)
def test_many_clicks_at_once_are_one_choice():
    def click():
        services.choose(address=ADA, choices={"news": "never"})

    in_threads(click, 8)

    assert chosen() == [(ADA, "news", "never")]


def database_hash():
    """All rows of all tables but those that keep counts of requests."""
    tables = [name for name in connection.introspection.table_names() if name != "core_cache"]
    with connection.cursor() as cursor:
        rows = []
        for table in sorted(tables):
            cursor.execute(f"SELECT md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM \"{table}\" t")  # noqa: S608 our own names
            rows.append((table, cursor.fetchone()[0]))
    return rows
