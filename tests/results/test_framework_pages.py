"""Beginning a framework in the browser, its words, and its results."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import Visibility
from partnerships.openings import revision_of
from partnerships.services.openings import agree_to_open
from results.models import Result, ResultsFramework
from tests.factories import (
    IndicatorFactory,
    ObservationFactory,
    ResultFactory,
    ResultsFrameworkFactory,
    UserFactory,
    member_of,
    partnership_between,
)
from tests.results.framework_typed import at, framework_of_two_sides, said

pytestmark = pytest.mark.django_db
TYPED = {"title": "Findings are acted on", "level": "organisation", "family": "development", "type": "2"}


@pytest.fixture
def parts(client):
    framework, party = framework_of_two_sides()
    client.force_login(party)
    return framework


@pytest.fixture
def begun(client):
    """A record without a framework, of whose party somebody is signed in."""
    record = partnership_between()
    client.force_login(member_of(record.members.first().institution))
    return record


def test_each_template_is_offered_with_its_source(client, begun):
    page = said(client.get(at("framework_new", begun)))

    assert [words in page for words in ("Wilson-Grau", "Mayne, J. (2012)", "Toolkit for identifying")] == [True] * 3


@pytest.mark.parametrize(("key", "results"), [("three-levels", 3), ("blank", 0)])
def test_a_framework_begins_from_a_template_or_a_blank_sheet(client, begun, key, results):
    answer = client.post(at("framework_new", begun), {"from": key})

    assert (answer.status_code, answer["Location"]) == (302, at("framework", begun))
    assert ResultsFramework.objects.get(partnership=begun).results.count() == results


def test_a_framework_that_everybody_sees_is_copied_and_named_as_its_source(client, begun):
    theirs = ResultFactory(framework__partnership__title="Audit twins").framework

    client.post(at("framework_new", begun), {"from": f"copy-{theirs.pk}"})

    own = ResultsFramework.objects.get(partnership=begun)
    assert (own.results.count(), own.source) == (1, "After the framework of Audit twins")


@pytest.mark.parametrize("key", ["copy-{hidden}", "copy-999999", "copy-x", "copy-", "no-such", ""])
def test_what_is_not_there_to_begin_from_is_said_in_words(client, begun, key):
    hidden = ResultsFrameworkFactory(visibility=Visibility.PARTIES)

    answer = client.post(at("framework_new", begun), {"from": key.format(hidden=hidden.pk)})

    assert (answer.status_code, "Choose another" in said(answer)) == (400, True)
    assert not ResultsFramework.objects.filter(partnership=begun).exists()


def test_where_there_is_a_framework_none_is_begun(client, parts):
    answer = client.post(at("framework_new", parts.partnership), {"from": "blank"})

    assert answer["Location"] == at("framework", parts.partnership)


@pytest.mark.parametrize(("text", "found"), [("", True), ("audit", True), ("volcano", False)])
def test_frameworks_to_copy_are_searched(client, begun, text, found):
    ResultsFrameworkFactory(title="Auditors' own", partnership__title="Audit twins")

    page = said(client.get(at("framework_new", begun), {"q": text}))

    assert ("Auditors' own" in page) is found


def test_the_words_of_a_framework_are_changed(client, parts):
    typed = {"title": "What we look at", "introduction": "Every June.", "version": "1"}

    answer = client.post(at("framework_edit", parts.partnership), typed)

    parts.refresh_from_db()
    assert (answer.status_code, parts.title, parts.version) == (302, "What we look at", 2)


def test_whoever_saves_second_reads_both_texts_and_loses_none(client, parts):
    ResultsFramework.objects.filter(pk=parts.pk).update(version=2, title="Their title")

    answer = client.post(at("framework_edit", parts.partnership), {"title": "My title", "version": "1"})

    page = said(answer)
    assert answer.status_code == 409
    assert ["Their title" in page, "My title" in page, 'name="version" value="2"' in page] == [True] * 3
    assert ResultsFramework.objects.get(pk=parts.pk).title == "Their title"


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, "²"])
def test_a_page_that_does_not_say_its_version_overwrites_nothing(client, parts, version):
    answer = client.post(at("framework_edit", parts.partnership), {"title": "My title", "version": version})

    assert answer.status_code == 409


def test_a_result_is_added_at_the_end(client, parts):
    ResultFactory(framework=parts)

    client.post(at("result_new", parts.partnership), TYPED)

    assert parts.results.get(title=TYPED["title"]).position == 1


@pytest.mark.parametrize(("name", "value"), [("title", ""), ("title", "…!"), ("level", "moon"), ("title", "x" * 301)])
def test_a_result_that_says_too_little_keeps_what_was_typed(client, parts, name, value):
    answer = client.post(at("result_new", parts.partnership), TYPED | {name: value, "description": "Kept words"})

    assert (answer.status_code, "Kept words" in said(answer)) == (200, True)
    assert not Result.objects.exists()


def test_a_result_is_changed_by_who_read_it_as_it_stands(client, parts):
    result = ResultFactory(framework=parts)
    url = at("result_edit", parts.partnership, result.pk)

    early = client.post(url, TYPED | {"read": "2020-01-01T00:00:00+00:00"})
    rightly = client.post(url, TYPED | {"read": result.updated_at.isoformat()})

    result.refresh_from_db()
    assert (early.status_code, rightly.status_code, result.title) == (409, 302, TYPED["title"])


def test_results_change_places_without_a_script(client, parts):
    first, second, third = (ResultFactory(framework=parts) for _turn in range(3))

    client.post(at("result_move", parts.partnership, third.pk), {"to": "up"})
    client.post(at("result_move", parts.partnership, first.pk), {"to": "down"})
    client.post(at("result_move", parts.partnership, third.pk), {"to": "up"})

    assert list(parts.results.all()) == [third, first, second]


def test_a_result_is_removed_after_a_question_and_a_second_click_does_no_harm(client, parts):
    url = at("result_remove", parts.partnership, ResultFactory(framework=parts).pk)

    asked = client.get(url)
    assert (asked.status_code, Result.objects.count()) == (200, 1)
    assert [client.post(url).status_code, client.post(url).status_code, Result.objects.count()] == [302, 302, 0]


def test_a_result_of_which_something_was_observed_stays(client, parts):
    result = ResultFactory(framework=parts)
    ObservationFactory(indicator=IndicatorFactory(result=result))

    answer = client.post(at("result_remove", parts.partnership, result.pk))

    assert (answer.status_code, "What was observed stays" in said(answer)) == (409, True)


def test_what_an_administrator_changes_is_for_the_parties_again(client):
    framework = ResultsFrameworkFactory()
    client.force_login(UserFactory(role="administrator"))

    answer = client.post(at("result_new", framework.partnership), TYPED)

    framework.refresh_from_db()
    assert (answer["Location"], framework.visibility) == (at("partnership", framework.partnership), "parties")


def test_the_whole_page_offers_the_framework_to_who_may_write_one(client, begun):
    url = at("framework_new", begun)
    assert url in said(client.get(at("partnership", begun)))

    client.logout()
    assert url not in said(client.get(at("partnership", begun)))


def test_a_framework_is_shown_to_more_by_the_page_of_all_parts(client, parts):
    url = reverse("partnerships:share_part", args=[parts.partnership.slug, "framework", parts.pk])

    assert url in said(client.get(at("framework", parts.partnership)))
    assert client.get(url).status_code == 200


def test_it_is_public_once_both_sides_agree_and_a_new_result_takes_that_back(client, parts):
    people = [member_of(member.institution) for member in parts.partnership.members.all()]
    for person in people:
        framework = agree_to_open(item=parts, to=Visibility.PUBLIC, revision=revision_of(parts), by=person)
    assert framework.visibility == Visibility.PUBLIC

    client.post(at("result_new", parts.partnership), TYPED)

    parts.refresh_from_db()
    assert parts.visibility == Visibility.PARTIES


def test_whoever_agrees_to_show_a_framework_reads_its_results_over(client, parts):
    indicator = IndicatorFactory(result=ResultFactory(framework=parts))

    page = said(client.get(reverse("partnerships:share_part", args=[parts.partnership.slug, "framework", parts.pk])))

    assert f"{indicator.result.title}; {indicator.title}" in page


def test_the_page_takes_as_many_queries_for_ten_results_as_for_one(client, parts):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(at("framework", parts.partnership))
        return len(captured)

    IndicatorFactory(result=ResultFactory(framework=parts))
    one = queries()
    for number in range(901, 910):
        IndicatorFactory(result=ResultFactory(framework=parts), number=number)

    assert queries() == one
