"""Something is wrong with this page: anyone says so, and who answers for it settles it."""

import re

import pytest
from django.core.cache import cache

from community.invitation_links import url_of
from community.models import ProblemReport, User
from core import registry
from core.registry import Registry, add_reportable
from mail.models import Message
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    InvitationFactory,
    UserFactory,
    member_of,
)

pytestmark = pytest.mark.django_db
REPORT = "/en/report/"
PAGE = "/en/institutions/records/"


@pytest.fixture(autouse=True)
def fresh_limits(settings):
    settings.SECRETARIAT_EMAIL = "office@example.org"
    cache.clear()


@pytest.fixture
def ministry():
    return InstitutionFactory(name="Ministry of Records", slug="records")


@pytest.fixture
def focal_point(ministry):
    return member_of(ministry)


def tell(client, text="The name is wrong.", page=PAGE, **more):
    return client.post(REPORT, {"text": text, "page": page} | more)


def recipients(purpose="problem-reported"):
    return sorted(Message.objects.filter(purpose=purpose).values_list("recipient", flat=True))


# --- Reporting --------------------------------------------------------------------------------------


def test_anyone_reports_and_the_owners_and_the_secretariat_are_told(client, ministry, focal_point):
    member_of(InstitutionFactory())

    answer = tell(client, reply_to="Ada@Example.org")

    report = ProblemReport.objects.get()
    assert (answer.status_code, answer.url) == (302, PAGE)
    assert (report.title, report.path, report.reply_to, report.reporter) == (
        "Ministry of Records",
        PAGE,
        "ada@example.org",
        None,
    )
    assert (report.target, list(report.institutions.all())) == (ministry, [ministry])
    assert recipients() == sorted([focal_point.email, "office@example.org"])
    assert "ada@example.org" in Message.objects.first().text


def test_editors_are_told_in_place_of_the_office(client, ministry):
    editor = UserFactory(role=User.Role.EDITOR)

    tell(client)

    assert recipients() == [editor.email]


def test_a_person_who_is_signed_in_is_kept_with_the_report(client):
    person = UserFactory()
    client.force_login(person)

    assert f'value="{person.email}"' in client.get(f"{REPORT}?page={PAGE}").content.decode()
    tell(client)

    assert ProblemReport.objects.get().reporter == person


def test_a_country_is_answered_for_by_the_secretariat(client):
    country = CountryFactory()

    tell(client, page="/fr/countries/ke/")

    report = ProblemReport.objects.get()
    assert (report.target, report.object_id, list(report.institutions.all())) == (country, "KE", [])


def test_what_is_hidden_is_answered_like_what_is_missing(client, ministry, monkeypatch):
    monkeypatch.setattr(registry, "_reportables", Registry())
    add_reportable("community:institution", lambda kwargs, user: None)  # hides whatever there is

    def body(page):
        text = client.get(f"{REPORT}?page={page}").content.decode()
        return re.sub(r'(nonce|value)="[^"]*"', "", text).replace(page, "")

    assert body(PAGE) == body("/en/institutions/missing/")
    tell(client)
    assert [(r.title, r.target, r.path) for r in ProblemReport.objects.all()] == [("", None, PAGE)]


@pytest.mark.parametrize(
    "page",
    [
        "",
        "https://evil.example/",
        "//evil.example",
        "/\\evil",
        "javascript:alert(1)",
        "/en/\r\nx",
        "/" + "a" * 400,
        "x",
    ],
)
def test_what_is_no_page_of_ours_is_a_report_without_a_page(client, page):
    assert client.get(REPORT, {"page": page}).status_code == 200

    answer = tell(client, page=page)

    assert answer.url == "/en/"
    assert ProblemReport.objects.get().path == ""


def test_a_page_that_is_missing_can_be_reported(client):
    answer = tell(client, page="/en/no-such-page/")

    assert answer.url == "/en/"
    assert ProblemReport.objects.get().path == "/en/no-such-page/"


def test_an_address_that_opens_a_door_is_told_to_nobody(client):
    path = url_of(InvitationFactory()).removeprefix("http://127.0.0.1:8000")

    tell(client, page=path)
    tell(client, page=f"{path}decline/")

    assert {report.path for report in ProblemReport.objects.all()} == {""}


def test_markup_and_foreign_links_reach_the_owner_as_text(client, ministry, focal_point):
    tell(client, text="<script>alert(1)</script>\r\nBcc: x@evil.example https://evil.example/")

    letter = Message.objects.get(recipient=focal_point.email)
    assert "<script>" not in letter.html
    assert 'href="https://evil.example' not in letter.html
    assert "\n" not in letter.subject


BAD = {
    "nothing": {"text": ""},
    "spaces": {"text": "   "},
    "a megabyte": {"text": "a" * 1_000_000},
    "a zero byte": {"text": "a\x00b"},
    "turned text": {"text": "a\u202eb"},
    "no address": {"text": "Wrong.", "reply_to": "nobody"},
    "two addresses": {"text": "Wrong.", "reply_to": "a@example.org,b@example.org"},
    "a line break": {"text": "Wrong.", "reply_to": "a@example.org\r\nBcc: b@example.org"},
    "a long address": {"text": "Wrong.", "reply_to": "a" * 320 + "@example.org"},
}


@pytest.mark.parametrize("fields", BAD.values(), ids=BAD)
def test_bad_input_is_told_and_kept(client, fields):
    answer = tell(client, **fields)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert answer.context["form"]["text"].value() == fields["text"]
    assert not ProblemReport.objects.exists()


def test_a_program_that_fills_in_everything_is_thanked_and_forgotten(client):
    answer = tell(client, homepage="https://spam.example/")

    assert (answer.status_code, ProblemReport.objects.exists()) == (302, False)


def test_a_network_sends_ten_an_hour(client):
    answers = [tell(client) for _ in range(11)]

    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert answers[-1].context["form"]["text"].value() == "The name is wrong."
    assert ProblemReport.objects.count() == 10


def test_an_address_is_left_five_times_a_day(client):
    answers = [tell(client, reply_to="ada@example.org") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert tell(client, reply_to="bob@example.org").status_code == 302


@pytest.mark.parametrize("page", ["/en/", "/en/about/", "/en/no-such-page/", "/ar/institutions/", "/accounts/login/"])
def test_every_page_has_the_way_there(client, page):
    assert f"/report/?page={page}" in client.get(page).content.decode()


@pytest.mark.parametrize("page", [PAGE, "/en/countries/ke/"])
def test_records_say_it_more_clearly(client, ministry, page):
    body = client.get(page).content.decode()

    assert "Something is wrong with this record" in body
    assert body.count(f"/en/report/?page={page}") == 2
