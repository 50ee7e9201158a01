"""Beginning a framework from a template or another, and what keeps its figures comparable."""

from datetime import date

import pytest
from django.utils import translation

from core.models import Visibility
from results.framework_templates import TEMPLATES
from results.models import Indicator, Period, ResultsFramework
from results.models.choices import Measure
from results.services.frameworks import (
    CannotChange,
    begin_framework,
    remove_indicator,
    save_indicator,
    save_result,
)
from results.services.periods import save_period
from tests.factories import (
    IndicatorFactory,
    ObservationFactory,
    PeriodFactory,
    ResultFactory,
    ResultsFrameworkFactory,
    UserFactory,
    partnership_between,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return UserFactory()


@pytest.mark.parametrize("key", TEMPLATES)
def test_a_template_is_copied_with_its_source(key, writer):
    framework = begin_framework(partnership=partnership_between(), template=TEMPLATES[key], by=writer)

    assert (framework.template, framework.source) == (key, TEMPLATES[key].source)


@pytest.mark.parametrize("key", TEMPLATES)
def test_every_result_of_a_template_is_copied(key, writer):
    framework = begin_framework(partnership=partnership_between(), template=TEMPLATES[key], by=writer)

    assert framework.results.count() == len(TEMPLATES[key].results)


def test_a_score_is_copied_with_what_it_stands_for(writer):
    begin_framework(partnership=partnership_between(), template=TEMPLATES["three-levels"], by=writer)

    steps = Indicator.objects.filter(measure=Measure.ORDINAL).order_by("pk")[0].rubric.values_list("score", "words")
    assert steps[0] == (1, "Not yet able")


def test_a_template_is_copied_in_the_language_of_the_page(writer):
    with translation.override("fr"):
        framework = begin_framework(partnership=partnership_between(), template=TEMPLATES["two-families"], by=writer)

    assert framework.language == "fr"


def test_a_framework_begun_twice_is_one(writer):
    partnership = partnership_between()

    first, second = (begin_framework(partnership=partnership, by=writer) for _turn in range(2))

    assert first == second


def test_another_framework_is_copied_without_its_baselines(writer):
    indicator = IndicatorFactory(baseline_on="2020", baseline_value=22)

    framework = begin_framework(partnership=partnership_between(), copy_of=indicator.result.framework, by=writer)

    copied = Indicator.objects.get(result__framework=framework)
    assert (copied.title, copied.baseline_value) == (indicator.title, None)


def test_a_framework_that_says_something_else_is_for_the_parties_again(writer):
    framework = ResultsFrameworkFactory(visibility=Visibility.PUBLIC)

    save_result(result=ResultFactory.build(framework=framework), by=writer)

    assert ResultsFramework.objects.get(pk=framework.pk).visibility == Visibility.PARTIES


def test_a_unit_is_not_changed_once_something_was_observed(writer):
    indicator = ObservationFactory().indicator
    indicator.unit = "reports"

    with pytest.raises(CannotChange, match="Observations in findings are there already"):
        save_indicator(indicator=indicator, by=writer, seen_version=indicator.version)


def test_an_indicator_of_which_something_was_observed_stays(writer):
    with pytest.raises(CannotChange, match="stays"):
        remove_indicator(indicator=ObservationFactory().indicator, by=writer)


def test_a_period_that_overlaps_with_another_is_refused(writer):
    indicator = PeriodFactory(starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31)).indicator

    with pytest.raises(CannotChange, match="overlaps"):
        save_period(
            period=Period(indicator=indicator, starts_on=date(2025, 6, 1), ends_on=date(2026, 5, 31)), by=writer
        )


def test_milestones_that_count_from_the_same_day_stand_side_by_side(writer):
    indicator = PeriodFactory(starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31)).indicator

    save_period(period=Period(indicator=indicator, starts_on=date(2025, 1, 1), ends_on=date(2026, 12, 31)), by=writer)

    assert indicator.periods.count() == 2


def test_indicators_of_a_partnership_are_numbered(writer):
    result = ResultFactory()

    numbers = [
        save_indicator(indicator=Indicator(result=result, title="What?", measure=Measure.QUALITATIVE), by=writer).number
        for _turn in range(2)
    ]

    assert numbers == [1, 2]
