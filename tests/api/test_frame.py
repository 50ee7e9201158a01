"""What all addresses of the API do alike: methods, unchanged answers, headers, problems."""

import pytest
from django.db import OperationalError
from django.test import Client

from partnerships.models import Partnership
from tests.api.asking import ROOT, client_of, get, problem
from tests.factories import CountryFactory, InstitutionFactory, UserFactory, member_of, partnership_between
from tests.factories.api_tokens import token_of

pytestmark = pytest.mark.django_db
LIST = f"{ROOT}partnerships/"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
@pytest.mark.parametrize("path", ["partnerships/", "countries/xx/", "", "openapi.json", "docs"])
def test_method_that_writes(method, path):
    answer = Client(enforce_csrf_checks=True).generic(method, ROOT + path)

    assert problem(answer)[0] == 405
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_method_override_is_ignored():
    answer = Client().get(LIST, headers={"X-HTTP-Method-Override": "DELETE", "X-HTTP-Method": "POST"})

    assert answer.status_code == 200
    assert problem(Client().post(LIST, {"_method": "GET"}, headers={"X-HTTP-Method-Override": "GET"}))[0] == 405


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"[" * 100_000, "application/json"),
        (b'{"a": 1, "a": 2, "b": 1e999, "c": NaN}', "application/json"),
        (b"\xef\xbb\xbf{}", "application/json; charset=utf-7"),
        (b"<x/>", "application/xml"),
    ],
)
def test_body_is_never_read(body, content_type):
    assert problem(Client().post(LIST, body, content_type=content_type))[0] == 405
    assert Client().generic("GET", LIST, body, content_type).status_code == 200


def test_options_tell_the_methods():
    answer = Client().options(LIST)

    assert (answer.status_code, answer["Allow"], answer.content) == (204, "GET, HEAD, OPTIONS", b"")


def test_head_is_answered_like_get_without_the_body():
    partnership_between()
    got, head = Client().get(LIST), Client().head(LIST)

    assert (head.status_code, head.content, head["ETag"], head["Content-Type"]) == (
        200,
        b"",
        got["ETag"],
        "application/json",
    )


@pytest.mark.parametrize("path", ["unknown", "unknown/", "partnerships/nothing/", "countries/XX/", "partnerships//"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_address_at_which_there_is_nothing(path, method):
    answer = Client().generic(method, ROOT + path)

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_address_without_the_slash_at_its_end_answers_too():
    CountryFactory(iso2="KE")

    assert get("countries").status_code == get("countries/KE").status_code == 200


@pytest.mark.parametrize("query", ["q=%00", f"q={'a' * 9000}", "&".join(f"a{n}=1" for n in range(2000))])
def test_query_that_cannot_be_read(query):
    answer = Client().get(f"{LIST}?{query}")

    assert problem(answer)[0] == 400


def test_query_that_is_no_text_finds_nothing():
    partnership_between()

    assert Client().get(f"{LIST}?country=%ff%fe").json()["count"] == 0


def test_database_that_is_away(monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr(Partnership.objects, "listed_for", away)
    answer = Client(raise_request_exception=False).get(LIST)

    assert problem(answer)[0] == 503
    assert answer["Retry-After"] == "30"


def test_mistake_of_ours_is_told_without_its_trace(monkeypatch, settings):
    def wrong(*args, **kwargs):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(Partnership.objects, "listed_for", wrong)
    answer = Client(raise_request_exception=False).get(LIST)

    assert problem(answer)[0] == 500
    assert b"secret" not in answer.content


def test_unchanged_answer_has_no_body():
    record = partnership_between()
    first = Client().get(LIST)
    again = Client().get(LIST, headers={"If-None-Match": first["ETag"]})
    record.title = "Another"
    record.save()
    changed = Client().get(LIST, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert (changed.status_code, changed["ETag"] == first["ETag"]) == (200, False)


@pytest.mark.parametrize("path", ["openapi.json", "countries/"])
def test_unchanged_documents_have_no_body(path):
    etag = get(path)["ETag"]

    assert Client().get(ROOT + path, headers={"If-None-Match": etag}).status_code == 304


def test_own_answers_are_kept_nowhere():
    person = member_of(InstitutionFactory())

    assert get("partnerships/")["Cache-Control"] == "no-cache"
    assert get("partnerships/", client=client_of(person))["Cache-Control"] == "no-store, private"
    assert get("partnerships/", secret=token_of(person))["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("user", [None, UserFactory])
def test_answers_vary_by_who_asks(user):
    answer = get("partnerships/", client=client_of(user and user()))

    assert {"Authorization", "Cookie", "Accept-Language"} <= set(answer["Vary"].split(", "))


def test_problems_are_told_in_the_language_asked_for():
    english, french = (
        Client().get(f"{ROOT}unknown", headers={"Accept-Language": code}).json() for code in ("en", "fr")
    )

    assert english["status"] == french["status"] == 404


def test_root_tells_where_everything_is():
    told = get("").json()

    assert Client().get(told["resources"]["partnerships"]).status_code == 200
    assert Client().get(told["openapi"]).json()["openapi"].startswith("3.1")
