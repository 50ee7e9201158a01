"""The steps of a record: what is saved, and what is answered to what."""

import pytest
from django.test import Client

from tests.factories import InstitutionFactory
from tests.partnerships import typed
from tests.partnerships.log_views.people import url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("then", "place"),
    [
        ("continue", "results"),
        ("back", "offered"),
        ("", "results"),
        ("add-activities", "plan"),
        ("add-\r\nX: y", "results"),
    ],
)
def test_each_step_saves_and_goes_where_the_button_says(client, author, draft, then, place):
    client.force_login(author)

    answer = client.post(url(draft, "plan"), typed.plan(draft, kind="twinning", then=then))

    draft.refresh_from_db()
    assert draft.kind == "twinning"
    assert answer.url.startswith(url(draft, place))


def test_finish_later_saves_and_shows_the_drafts(client, author, draft):
    client.force_login(author)

    answer = client.post(url(draft, "results"), typed.results(draft, summary="So far", then="later"), follow=True)

    draft.refresh_from_db()
    assert draft.summary == "So far"
    assert "Saved. You can go on whenever you like." in answer.content.decode()
    assert draft.title in answer.content.decode()


def test_second_tab_gets_both_texts_and_loses_neither(client, author, draft):
    client.force_login(author)
    first = typed.problem(draft, problem="From the first tab")
    second = typed.problem(draft, problem="From the second tab")

    client.post(url(draft, "problem"), first)
    page = client.post(url(draft, "problem"), second)

    text = page.content.decode()
    assert page.status_code == 409
    assert ("From the first tab" in text, "From the second tab" in text) == (True, True)
    draft.refresh_from_db()
    assert draft.problem == "From the first tab"


@pytest.mark.parametrize(("choice", "kept"), [("typed", "From the second tab"), ("stored", "From the first tab")])
def test_second_tab_chooses_and_saves(client, author, draft, choice, kept):
    client.force_login(author)
    client.post(url(draft, "problem"), typed.problem(draft, problem="From the first tab"))
    second = typed.problem(draft, problem="From the second tab")
    page = client.post(url(draft, "problem"), second)
    version = page.context["form"]["version"].value()

    answer = client.post(url(draft, "problem"), second | {"version": version, "keep-problem": choice})

    draft.refresh_from_db()
    assert (answer.status_code, draft.problem) == (302, kept)


def test_second_tab_is_offered_what_is_stored_where_it_changed_nothing(client, author, draft):
    client.force_login(author)
    read = client.get(url(draft, "problem")).context["read"]
    client.post(url(draft, "problem"), typed.problem(draft, title="A better title"))

    page = client.post(url(draft, "problem"), typed.problem(draft, problem="Another problem", read=read))

    assert {w["name"]: w["is_mine"] for w in page.context["wordings"]} == {"problem": True, "title": False}


def test_step_sent_twice_is_saved_once(client, author, draft):
    client.force_login(author)
    data = typed.offered(draft, "Institution nobody knows") | {
        "supply-0-asked": "Institution nobody knows",
        "supply-0-choice": "new",
        "supply-0-country": "MW",
    }

    first, second = client.post(url(draft, "offered"), data), client.post(url(draft, "offered"), data)

    draft.refresh_from_db()
    assert (first.url, second.url) == (url(draft, "plan"), url(draft, "plan"))
    assert (draft.version, draft.members.filter(side="supply").count()) == (2, 1)


def test_stage_that_needs_both_sides_is_refused_by_its_field(client, author, draft):
    draft.members.filter(side="supply").delete()
    client.force_login(author)

    page = client.post(url(draft, "plan"), typed.plan(draft, stage="exchanging")).content.decode()

    assert "Before exchanges begin, name one institution that asks and one that offers" in page
    draft.refresh_from_db()
    assert draft.stage == "unknown"


def test_errors_are_counted_in_the_steps_and_take_the_focus(client, author, draft):
    client.force_login(author)
    wrong = {"actual_start_year": "2024", "actual_end_year": "2023"}

    page = client.post(url(draft, "plan"), typed.plan(draft, **wrong)).content.decode()

    assert '<div class="error-box" role="alert" tabindex="-1" autofocus>' in page
    assert '<a href="#id_actual_end_0">The end date must be after 2024</a>' in page
    assert "1 to fix" in page


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
def test_broken_version_is_no_way_around_the_check(client, author, draft, version):
    client.force_login(author)

    answer = client.post(url(draft, "problem"), typed.problem(draft, problem="New") | {"version": version})

    draft.refresh_from_db()
    assert (answer.status_code in (200, 409), draft.problem) == (True, "It comes late.")


@pytest.mark.parametrize(
    "more",
    [
        {"supply-TOTAL_FORMS": "x"},
        {"supply-TOTAL_FORMS": "100000"},
        {"supply-0-institution": "9" * 30},
        {"supply-0-institution": "1; DROP TABLE"},
        {"supply-0-choice": "9" * 15, "supply-0-asked": "Someone else"},
        {"supply-0-name": "\x00"},
        {"supply-0-name": "'; DROP TABLE--"},
        {"supply-0-name": "%" * 250},
        {"supply-0-name": "a" * 300_000},
        {"supply-0-name": "\ud83c\udf89".encode("utf-16", "surrogatepass").decode("utf-16")},
        {"supply-0-country": "XX"},
        {"why_this_peer": "a" * 700},
    ],
)
def test_bad_input_is_answered_by_a_page_and_changes_nothing(client, author, draft, more):
    client.force_login(author)

    answer = client.post(url(draft, "offered"), typed.offered(draft, "Someone else") | more)

    assert answer.status_code == 200
    assert answer.context["form"].forms[0].is_bound
    draft.refresh_from_db()
    assert (draft.version, draft.members.count()) == (1, 2)


def test_ten_megabytes_of_text_are_refused_beside_the_field_and_kept_in_it(client, author, draft):
    client.force_login(author)

    answer = client.post(url(draft, "problem"), typed.problem(draft, problem="a" * 10_000_000))

    assert list(answer.context["form"].errors) == ["problem"]
    assert len(answer.context["form"]["problem"].value()) == 10_000_000
    draft.refresh_from_db()
    assert draft.problem == "It comes late."


def test_more_than_the_portal_reads_gets_our_page(author, draft):
    client = Client(raise_request_exception=False)
    client.force_login(author)

    answer = client.post(url(draft, "problem"), typed.problem(draft, problem="a" * 12_500_000))

    assert answer.status_code == 400
    assert "too long" in answer.content.decode()


@pytest.mark.parametrize("name", ["problem", "plan", "check"])
def test_steps_cost_the_same_for_one_row_and_for_ten(client, author, draft, django_assert_max_num_queries, name):
    for _number in range(10):
        draft.members.create(institution=InstitutionFactory(), side="funder")
        draft.activity_set.create(kind="visit", title="Visit", starts_on="2026-03-09")
    client.force_login(author)

    with django_assert_max_num_queries(45):
        client.get(url(draft, name))
