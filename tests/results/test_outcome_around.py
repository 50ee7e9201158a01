"""What stands around an outcome: its history, a problem reported, what awaits whose word, merged institutions."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from community.merging import merge_institutions
from community.models import ProblemReport
from community.reporting import reported_page
from core.models import Visibility
from partnerships.models.choices import Side
from results.awaiting import awaiting_word
from results.models import EvidenceItem
from results.models.choices import Evidence, Verdict
from results.services.acts import say_as_partner
from results.services.outcomes import reword_outcome
from tests.factories import InstitutionFactory, UserFactory, member_of
from tests.results.words import case

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    return case()


def agrees(told):
    say_as_partner(outcome=told.outcome, verdict=Verdict.AGREE, revision=told.outcome.revision, by=told.partner)


def awaited(user):
    return list(awaiting_word(user, user.focal_institution_ids))


def test_what_happened_is_told_newest_first(client, told):
    EvidenceItem.objects.create(outcome=told.outcome, title="Minutes", url="https://example.org/minutes")
    agrees(told)
    client.force_login(told.partner)
    history = client.get(told.path()).context["history"]

    assert [each.what for each in history] == ["Agree", "Evidence added: Minutes", "Told"]


def test_confidential_evidence_is_in_no_history_of_others(client, told):
    EvidenceItem.objects.create(
        outcome=told.outcome, title="Salary list", url="https://x.example", is_confidential=True
    )
    type(told.outcome).objects.update(visibility=Visibility.PUBLIC)
    history = client.get(told.path()).context["history"]

    assert [each.what for each in history] == ["Told"]


def test_an_outcome_awaits_the_word_of_the_partner_and_not_of_who_told_it(told):
    assert (awaited(told.partner), awaited(told.teller)) == ([told.outcome], [])


def test_it_awaits_nothing_once_the_partner_has_spoken(told):
    agrees(told)

    assert awaited(told.partner) == []


def test_it_awaits_a_word_again_once_it_says_something_else(told):
    agrees(told)
    told.outcome.what_changed = "The committee calls all ministries"
    reword_outcome(outcome=told.outcome, by=told.teller, seen_version=told.outcome.version)

    assert awaited(told.partner) == [told.outcome]


def test_an_outcome_that_was_told_for_no_institution_awaits_a_word_too(told):
    type(told.outcome).objects.update(reported_by=None)

    assert awaited(told.partner) == [told.outcome]


def test_it_awaits_nothing_of_people_elsewhere(told):
    assert awaited(member_of(InstitutionFactory())) == []


def test_the_start_page_names_what_awaits_a_word(client, told):
    client.force_login(told.partner)
    tasks = client.get(reverse("start")).context["tasks"]

    assert (told.path("say/"), "Say whether it is so") in [(task.url, str(task.asks)) for task in tasks]


def test_a_problem_is_reported_to_the_parties(client, told):
    cache.clear()
    type(told.outcome).objects.update(visibility=Visibility.PUBLIC)
    client.post("/en/report/", {"text": "The date is wrong.", "page": told.path()})
    report = ProblemReport.objects.get()
    parties = set(told.partnership.members.values_list("institution_id", flat=True))

    assert (report.title, {row.pk for row in report.institutions.all()}) == (told.outcome.what_changed, parties)


def test_an_outcome_that_one_may_not_see_is_no_page_to_report(told):
    page = reported_page(told.path(), UserFactory())

    assert page.title != told.outcome.what_changed


def test_words_of_a_merged_institution_stay_said(told):
    agrees(told)
    offering = told.partnership.members.get(side=Side.SUPPLY).institution
    twin = InstitutionFactory(country=offering.country)
    merge_institutions(keep=twin, drop=offering, by=UserFactory(role="administrator"))
    told.outcome.refresh_from_db()

    assert [word.institution for word in told.outcome.partner_words.all()] == [twin]
    assert told.outcome.evidence == Evidence.CORROBORATED
