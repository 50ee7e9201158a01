"""Scanners of mail open every link, and some send every form: nothing of that changes anything (T14)."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from mail.models import Message
from partnerships.asking.links import renew_link
from partnerships.services import confirmations, terms
from tests.factories import member_of
from tests.partnerships.by_link import (
    CONFIRMS,
    WHO,
    answer,
    link_for,
    url_of,
    waiting_record,
)
from tests.stored import hash_of_all_tables

pytestmark = pytest.mark.django_db


class Forms(HTMLParser):
    """The forms of a page, with the fields and buttons in each."""

    def __init__(self, page):
        super().__init__()
        self.forms, self.inside = [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = {"method": attrs.get("method", "get"), "fields": [], "buttons": []}
            self.forms.append(self.inside)
        elif self.inside is not None and tag in ("input", "textarea", "select"):
            self.inside["fields"].append(attrs)
        elif self.inside is not None and tag == "button":
            self.inside["buttons"].append(attrs)

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = None


def as_they_are(form):
    return {field["name"]: field.get("value", "") for field in form["fields"] if field.get("type") == "hidden"}


def all_filled_in(form):
    fields = [field for field in form["fields"] if field.get("name")]
    filled = {field["name"]: "1" for field in fields if field.get("type") not in ("hidden", "radio", "checkbox")}
    chosen = {f["name"]: f.get("value", "on") for f in fields if f.get("type") in ("radio", "checkbox")}
    return as_they_are(form) | filled | chosen


def scan(client, url, fill):
    """Opens a page, sends each of its forms by each of its buttons, and each form of whatever came back."""
    first = client.get(url).content.decode()
    for form in Forms(first).forms:
        for button in form["buttons"] or [{}]:
            pressed = {button["name"]: button.get("value", "")} if button.get("name") else {}
            second = client.post(url, fill(form) | pressed, follow=True).content.decode()
            for again in Forms(second).forms:
                for press in again["buttons"]:
                    client.post(url, fill(again) | {press.get("name", "x"): press.get("value", "")})


def every_link():
    """One link of each kind and state."""
    record = waiting_record()
    confirmations.record_submission(partnership=record, by=record.officer)
    partner = member_of(record.asks)
    version = terms.write_terms(partnership=record, text="We visit twice a year.", by=partner)
    yield url_of(link_for(record))
    yield url_of(link_for(record, address="sign@statistics.example", kind="terms", terms=version))
    other = link_for(record, record.offers, "kari@statistics.example")
    client = Client()
    answer(client, url_of(other), decision="correct", agreed_visibility="public", **WHO, **{"fix-title": "New title"})
    yield url_of(other)
    yield url_of(renew_link(link=other))  # what was proposed is discussed on its page


@pytest.mark.parametrize("fill", [as_they_are, all_filled_in])
def test_a_scanner_that_sends_forms_changes_nothing(client, fill):
    urls = list(every_link())
    before = hash_of_all_tables()

    for url in urls:
        scan(client, url, fill)

    assert hash_of_all_tables() == before


@pytest.mark.parametrize("fill", [as_they_are, all_filled_in])
def test_a_used_link_survives_scanners_too(client, fill):
    url = next(every_link())
    answer(client, url, decision="correct", agreed_visibility="public", **WHO, **{"fix-title": "Other"})
    before = hash_of_all_tables()

    scan(client, url, fill)

    assert hash_of_all_tables() == before


def urls_in_mail():
    """Every address in every letter, in its text and its HTML."""
    found = set()
    for message in Message.objects.all():
        found |= set(re.findall(r"https?://[^\s\"'<>]+", message.text + message.html))
    return sorted(found)


def test_opening_every_address_of_every_mail_changes_nothing(client, settings):
    record = waiting_record()
    partner = member_of(record.asks)
    confirmations.record_submission(partnership=record, by=record.officer)
    version = terms.write_terms(partnership=record, text="We visit twice a year.", by=partner)
    link_for(record, address="sign@statistics.example", kind="terms", terms=version)
    answer(
        client, url_of(link_for(record)), decision="correct", agreed_visibility="public", **WHO, **{"fix-title": "New"}
    )
    terms.sign_terms(terms=version, by=partner)
    settings.ALLOWED_HOSTS = ["*"]
    urls = [url.removeprefix(settings.BASE_URL) or "/" for url in urls_in_mail() if url.startswith(settings.BASE_URL)]
    before = hash_of_all_tables()

    for url in urls:
        client.head(url)
        for _time in range(3):
            client.get(url)

    assert len(urls) > 5
    assert hash_of_all_tables() == before


def test_a_click_after_the_scanner_still_answers(client):
    url = next(every_link())
    scan(client, url, all_filled_in)

    assert answer(client, url, **CONFIRMS).status_code == 302
