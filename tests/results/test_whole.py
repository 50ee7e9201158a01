"""All results of one partnership on one page, and the panel on its own page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import Visibility
from results.panels import of_partnership
from results.whole import whole_of
from tests.factories import (
    HarvestedOutcomeFactory,
    IndicatorFactory,
    ObservationFactory,
    PartnershipFactory,
    ResultsFrameworkFactory,
    UserFactory,
    member_of,
    partnership_between,
)

pytestmark = pytest.mark.django_db


def test_a_partnership_may_have_one_outcome_and_nothing_else(client):
    outcome = HarvestedOutcomeFactory()
    page = client.get(reverse("results:partnership", args=[outcome.partnership.slug]))

    assert outcome.what_changed in page.content.decode()


def test_an_empty_page_asks_for_no_framework(client):
    page = client.get(reverse("results:partnership", args=[PartnershipFactory().slug]))

    assert "a framework is never demanded" in page.content.decode()


def test_a_level_without_results_is_told_as_such():
    whole = whole_of(HarvestedOutcomeFactory(level="individual").partnership, UserFactory())

    assert [(level.level, level.is_empty) for level in whole.levels] == [
        ("individual", False),
        ("organisation", True),
        ("institution", True),
    ]


def test_the_latest_approved_observation_is_shown():
    indicator = IndicatorFactory()
    for year, value in ((2024, 28), (2025, 13)):
        ObservationFactory(indicator=indicator, observed_on=f"{year}-06-30", value=value, approved=True)
    ObservationFactory(indicator=indicator, observed_on="2026-06-30", value=6)

    whole = whole_of(indicator.partnership, UserFactory())
    ((_result, (line,)),) = whole.levels[1].results
    assert line.told == "13 findings"


def test_a_framework_for_the_parties_is_not_shown_to_others():
    framework = ResultsFrameworkFactory(visibility=Visibility.PARTIES, partnership=partnership_between())
    party = member_of(framework.partnership.members.first().institution)

    assert [whole_of(framework.partnership, user).framework for user in (party, UserFactory())] == [framework, None]


def test_the_page_takes_as_many_queries_for_ten_indicators_as_for_one(client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("results:partnership", args=[partnership.slug]))
        return len(captured)

    indicator = ObservationFactory(approved=True).indicator
    partnership = indicator.partnership
    HarvestedOutcomeFactory(partnership=partnership)
    one = queries()
    for number in range(901, 910):
        more = IndicatorFactory(result=indicator.result, number=number)
        ObservationFactory(indicator=more, approved=True)
        HarvestedOutcomeFactory(partnership=partnership)

    assert queries() == one


def test_the_panel_stays_away_where_there_is_nothing_to_show():
    assert of_partnership(PartnershipFactory(), UserFactory()) is None


def test_the_panel_invites_who_may_tell_of_a_change():
    partnership = partnership_between()
    party = member_of(partnership.members.first().institution)

    assert of_partnership(partnership, party).may_record


def test_the_card_of_a_record_says_how_many_outcomes_are_corroborated(client):
    HarvestedOutcomeFactory()

    assert "0 of 1 outcome corroborated or better" in client.get(reverse("partnerships:list")).content.decode()
