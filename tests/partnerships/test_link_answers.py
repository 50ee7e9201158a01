"""A side answers without an account: read, written, read back, sent."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from partnerships.models import Confirmation, SideLink
from partnerships.services import confirmations
from tests.partnerships.by_link import (
    CONFIRMS,
    WHO,
    answer,
    link_for,
    sealed_of,
    typed,
    url_of,
    waiting_record,
)
from tests.stored import hash_of_all_tables

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    record = waiting_record()
    confirmations.record_submission(partnership=record, by=record.officer)
    return record


@pytest.fixture
def url(record):
    return url_of(link_for(record))


def test_the_page_says_who_asks_for_whom_and_what(client, record, url):
    page = client.get(url)

    text = page.content.decode()
    assert page.status_code == 200
    for words in ("Statistics Norway", "Statistics Office of Malawi", record.title, record.problem, record.summary):
        assert words in text
    assert "The problem, as reported by Statistics Norway" in text
    assert "At present only the institutions named in it see this record" in text


def test_the_page_is_kept_from_indexes_caches_and_other_sites(client, url):
    page = client.get(url)

    assert [page[name] for name in ("X-Robots-Tag", "Referrer-Policy", "Cache-Control")] == [
        "noindex, nofollow",
        "no-referrer",
        "no-store, private",
    ]


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_page_offers_itself_in_four_languages(client, url, language):
    page = client.get(url.replace("/en/", f"/{language}/"))

    offered = {url.replace("/en/", f"/{code}/") for code in ("en", "fr", "es", "ar")}
    assert page.status_code == 200
    assert all(f'href="{each}"' in page.content.decode() for each in offered)


def test_the_page_is_small_and_needs_no_script(client, url):
    page = client.get(url)

    assert len(page.content) < 40_000
    assert "<script" not in page.content.decode()


def test_nothing_is_chosen_beforehand(client, url):
    page = client.get(url)

    assert not re.search(r"<input[^>]* checked", page.content.decode())
    assert page.context["form"]["name"].value() is None


def test_the_first_step_stores_nothing(client, url):
    data = typed(client, url, **CONFIRMS)
    before = hash_of_all_tables()

    page = client.post(url, data)

    assert "Check your answer" in page.content.decode()
    assert hash_of_all_tables() == before


def test_both_sides_make_the_record_public(client, record, url):
    page = answer(client, url, **CONFIRMS)

    record.refresh_from_db()
    said = Confirmation.objects.get(institution=record.asks)
    assert (page.status_code, page["Location"]) == (302, url)
    assert (record.standing, record.visibility, record.problem_in_own_words) == ("both_sides", "public", True)
    assert (said.by_name, said.by_title, said.channel) == ("Ama Mensah", "Chief Statistician", "link")


def test_what_was_said_stays_readable(client, url):
    answer(client, url, **CONFIRMS)

    text = client.get(url).content.decode()

    assert "This link has been used" in text
    assert "Ama Mensah" in text
    assert "Results come two years late." in text


def test_two_fields_and_own_words_are_corrected(client, record, url):
    changes = {"fix-title": "Surveys by tablet", "fix-kind": "twinning", "own_words": "We publish too late to matter."}
    answer(client, url, decision="correct", agreed_visibility="public", **WHO, **changes)

    record.refresh_from_db()
    assert {each.field: each.proposed for each in record.corrections.all()} == {
        "title": "Surveys by tablet",
        "kind": "twinning",
    }
    assert (record.problem, record.problem_in_own_words) == ("We publish too late to matter.", True)
    assert record.title == "Household surveys by tablet"


def test_the_read_back_shows_both_wordings(client, url):
    data = typed(client, url, decision="correct", agreed_visibility="public", **WHO, **{"fix-kind": "twinning"})

    text = client.post(url, data).content.decode()

    assert "Kind not known" in text
    assert "Twinning" in text


def test_changing_the_answer_keeps_what_was_typed(client, url):
    data = typed(client, url, decision="object", reason="We never met.", **WHO)
    checked = client.post(url, data)

    page = client.post(url, {"do": "change", "sealed": sealed_of(checked)})

    form = page.context["form"]
    assert (form["reason"].value(), form["name"].value(), form["decision"].value()) == (
        "We never met.",
        "Ama Mensah",
        "object",
    )


def test_an_objection_hides_the_record(client, record, url):
    record.visibility, record.standing, record.source_url = "public", "public_source", "https://example.org/"
    record.save()

    answer(client, url, decision="object", reason="We never met.", **WHO)

    record.refresh_from_db()
    assert record.visibility == "parties"
    assert record.objected_at is not None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "Ama"}, "decision"),
        ({"decision": "confirm", "agreed_visibility": "public"}, "name"),
        ({"decision": "confirm", "name": "Ama"}, "agreed_visibility"),
        ({"decision": "confirm", "agreed_visibility": "public", "name": "···"}, "name"),
        ({"decision": "object", "name": "Ama"}, "reason"),
        ({"decision": "correct", "agreed_visibility": "public", "name": "Ama"}, "decision"),
        ({"decision": "confirm", "agreed_visibility": "public", "name": "Ama", "fix-title": "Other"}, "decision"),
        ({"decision": "object", "reason": "No.", "name": "Ama", "own_words": "Other"}, "decision"),
        ({"decision": "correct", "agreed_visibility": "public", "name": "Ama", "fix-title": ""}, "fix-title"),
        ({"decision": "correct", "agreed_visibility": "public", "name": "Ama", "fix-kind": "wedding"}, "fix-kind"),
        (
            {"decision": "correct", "agreed_visibility": "public", "name": "Ama", "fix-actual_start": "32 May"},
            "fix-actual_start",
        ),
        ({**CONFIRMS, "website": "x"}, "website"),
    ],
)
def test_what_is_missing_or_wrong_is_said_beside_its_field(client, url, changes, field):
    data = typed(client, url, **changes)
    before = hash_of_all_tables()

    page = client.post(url, data)

    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert hash_of_all_tables() == before


def test_a_correction_of_a_megabyte_is_answered_beside_its_field_and_kept(client, url):
    text = "survey " * 150_000
    data = typed(client, url, decision="correct", agreed_visibility="public", **WHO, **{"fix-summary": text})

    page = client.post(url, data)

    form = page.context["form"]
    assert form.errors["fix-summary"] == [
        "This is 1,049,999 characters long, and 5,000 fit here. Shorten it; nothing is lost meanwhile."
    ]
    assert text in page.content.decode()


@pytest.mark.parametrize("text", ["a\x00b", "<script>alert(1)</script>", "{{7*7}}", "%(x)s %s", "😀", "‮evil"])
def test_hostile_text_is_no_error_of_ours(client, url, text):
    data = typed(client, url, decision="correct", agreed_visibility="public", **WHO, **{"fix-summary": text})

    page = client.post(url, data)

    assert page.status_code == 200
    assert "<script>alert(1)" not in page.content.decode()


def test_no_cookie_is_needed(url):
    strict = Client(enforce_csrf_checks=True)
    data = typed(strict, url, **CONFIRMS)
    strict.cookies.clear()

    checked = strict.post(url, data)
    sent = strict.post(url, {"do": "send", "sealed": sealed_of(checked)})

    assert sent.status_code == 302


def test_a_changed_seal_sends_nothing(client, url):
    checked = client.post(url, typed(client, url, **CONFIRMS))
    before = hash_of_all_tables()

    page = client.post(url, {"do": "send", "sealed": sealed_of(checked)[:-2] + "xx"})

    assert page.status_code == 200
    assert "Choose one of the three answers." in page.content.decode()
    assert hash_of_all_tables() == before


def test_the_seal_of_another_link_sends_nothing(client, record, url):
    checked = client.post(url, typed(client, url, **CONFIRMS))
    other = url_of(link_for(record, record.offers, "kari@ssb.example"))

    client.post(other, {"do": "send", "sealed": sealed_of(checked)})

    assert not SideLink.objects.exclude(answered_at=None).exists()


def test_a_record_that_changed_is_read_again_first(client, record, url):
    data = typed(client, url, **CONFIRMS, note="Thank you")
    record.summary = "Another summary."
    record.save()

    page = client.post(url, data)

    assert page.status_code == 409
    assert "The record was changed after you opened this page" in page.content.decode()
    assert page.context["form"]["note"].value() == "Thank you"


def test_a_record_that_changed_while_the_answer_was_read_over(client, record, url):
    checked = client.post(url, typed(client, url, **CONFIRMS, note="Thank you"))
    record.summary = "Another summary."
    record.save()

    page = client.post(url, {"do": "send", "sealed": sealed_of(checked)})

    assert page.status_code == 409
    assert page.context["form"]["note"].value() == "Thank you"
    assert not Confirmation.objects.filter(institution=record.asks).exists()


def test_the_second_of_two_people_sees_who_was_first_and_keeps_their_text(client, record):
    first, second = url_of(link_for(record)), url_of(link_for(record, address="kofi@statistics.example"))
    checked = client.post(second, typed(client, second, decision="object", reason="Not with us.", name="Kofi Banda"))
    answer(client, first, **CONFIRMS)

    page = client.post(second, {"do": "send", "sealed": sealed_of(checked)})

    text = page.content.decode()
    assert page.status_code == 409
    assert "Ama Mensah" in text
    assert "Not with us." in text
    assert "Send a new link" in text


def test_two_who_answer_at_the_same_link_are_told_apart_too(client, record, url):
    data = typed(client, url, decision="object", reason="Not with us.", name="Kofi Banda")
    answer(client, url, **CONFIRMS)

    page = client.post(url, data)

    assert page.status_code == 409
    assert "Not with us." in page.content.decode()
    assert Confirmation.objects.filter(institution=record.asks).count() == 1


def test_proposals_of_an_answer_are_shown_with_it(client, url):
    answer(client, url, decision="correct", agreed_visibility="public", **WHO, **{"fix-title": "Surveys by tablet"})

    text = client.get(url).content.decode()

    assert "Surveys by tablet" in text
    assert "Proposed" in text


def test_the_address_is_short_and_has_its_language(url):
    assert url.startswith("/en/c/")
    assert len(url) < 100


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_answer_at_the_same_moment_one_is_first(record):
    urls = [url_of(link_for(record, address=f"{name}@statistics.example")) for name in ("ama", "kofi")]
    sealed = [sealed_of(Client().post(url, typed(Client(), url, **CONFIRMS))) for url in urls]
    start = threading.Barrier(2)

    def send(url, seal):
        start.wait()
        try:
            return Client().post(url, {"do": "send", "sealed": seal}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        statuses = sorted(both.map(send, urls, sealed))

    assert statuses == [302, 409]
    assert Confirmation.objects.filter(institution=record.asks).count() == 1
