"""What is changed in a framework stands in the log of its record: who, when and what."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from community.models import AuditEntry
from core.models import Visibility
from results.framework_templates import TEMPLATES
from results.models import Disaggregation, Indicator, Period, Result
from results.models.choices import Level, Measure
from results.services.frameworks import (
    begin_framework,
    remove_indicator,
    remove_result,
    save_framework,
    save_indicator,
    save_result,
)
from results.services.observations import PartFigure
from results.services.ordering import move_indicator, move_result
from results.services.periods import save_period, save_periods, save_target_parts
from tests.factories import IndicatorFactory, PeriodFactory, ResultFactory, UserFactory, partnership_between
from tests.results.framework_typed import framework_of_two_sides

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return UserFactory()


@pytest.fixture
def indicator():
    """Of a framework that the parties alone see."""
    return IndicatorFactory(
        title="Open findings",
        unit="findings",
        measure=Measure.UNIT,
        baseline_value=22,
        result__framework__visibility=Visibility.PARTIES,
    )


def stored(row):
    return type(row).objects.get(pk=row.pk)


def logged():
    return list(AuditEntry.objects.order_by("pk").values_list("detail", flat=True))


def parts(*told):
    return [PartFigure(dimension, category, Decimal(value)) for dimension, category, value in told]


def test_who_changed_a_framework_and_of_which_record_is_kept(writer, indicator):
    framework = stored(indicator.result.framework)
    save_framework(framework=framework, by=writer, seen_version=framework.version)
    assert logged() == []
    framework.title = "What we look at"
    save_framework(framework=framework, by=writer, seen_version=framework.version)

    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action, entry.target) == (writer, AuditEntry.Action.CHANGE, framework.partnership)


def test_a_framework_that_is_begun_says_from_what(writer):
    begin_framework(partnership=partnership_between(), template=TEMPLATES["three-levels"], by=writer)

    assert logged() == [f"began framework “{TEMPLATES['three-levels'].title}” from three-levels"]


def test_a_framework_begun_twice_is_logged_once(writer):
    partnership = partnership_between()
    for _turn in range(2):
        begin_framework(partnership=partnership, by=writer)

    assert logged() == ["began framework “What we hope to see”"]


def test_words_of_a_framework_are_logged_as_they_were_and_are(writer, indicator):
    framework = stored(indicator.result.framework)
    framework.title, framework.introduction, old = "New", "x" * 200, framework.title
    save_framework(framework=framework, by=writer, seen_version=framework.version)

    assert logged() == [f"edited framework: title: “{old}” → “New”; how we look at results: nothing → “{'x' * 79}…”"]


def test_changes_that_close_a_framework_say_so(writer, indicator):
    framework = stored(indicator.result.framework)
    framework.visibility, framework.title, old = Visibility.PUBLIC, "New", framework.title
    framework.save(update_fields=["visibility"])
    save_framework(framework=framework, by=writer, seen_version=framework.version)

    assert logged() == [f"edited framework: title: “{old}” → “New”; for the parties again"]


def test_results_that_come_change_move_and_go_are_logged(writer, indicator):
    framework = indicator.result.framework
    result = save_result(result=Result(framework=framework, title="Calls", level=Level.SYSTEM), by=writer)
    result.title, result.level = "More calls", Level.ORGANISATION
    save_result(result=result, by=writer, seen_at=stored(result).updated_at)
    move_result(result=result, up=True, by=writer)
    remove_result(result=result, by=writer)

    assert logged() == [
        "added result “Calls”",
        "edited result “More calls”: what is to change: “Calls” → “More calls”; "
        f"level: “{Level.SYSTEM.label}” → “{Level.ORGANISATION.label}”",
        "moved result “More calls”",
        "removed result “More calls”",
    ]


def test_indicators_that_come_change_move_and_go_are_logged(writer, indicator):
    new = Indicator(result=indicator.result, title="Days", measure=Measure.UNIT, unit="days")
    save_indicator(indicator=new, by=writer)
    new.baseline_value = Decimal("12.500000")
    save_indicator(indicator=new, by=writer, seen_version=1)
    move_indicator(indicator=new, up=True, by=writer)
    remove_indicator(indicator=new, by=writer)

    assert logged() == [
        f"added indicator {new.number} “Days”",
        f"edited indicator {new.number} “Days”: baseline: nothing → “12.5”",
        f"moved indicator {new.number} “Days”",
        f"removed indicator {new.number} “Days”",
    ]


def test_a_scale_and_a_baseline_by_part_are_logged_where_they_changed(writer, indicator):
    given = {"rubric": [(1, "Never"), (2, "Often")], "baseline_parts": parts(("sex", "women", "4"))}
    save_indicator(indicator=stored(indicator), by=writer, seen_version=1, **given)
    save_indicator(indicator=stored(indicator), by=writer, seen_version=2, **given)
    given["rubric"][1] = (2, "Each month")
    save_indicator(indicator=stored(indicator), by=writer, seen_version=3, **given)

    number = indicator.number
    assert logged() == [
        f"edited indicator {number} “Open findings”: scale with “1: Never”, with “2: Often”; "
        "baseline by part with “sex: women 4”",
        f"edited indicator {number} “Open findings”: scale without “2: Often”, with “2: Each month”",
    ]


def test_periods_and_targets_are_logged(writer, indicator):
    year = PeriodFactory(
        indicator=indicator, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31), target_value=12, target_text=""
    )
    year.target_value = Decimal(14)
    new = Period(indicator=indicator, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), target_text="Most")
    save_periods(indicator=indicator, periods=[year, new], by=writer, seen_version=1)
    save_periods(indicator=indicator, periods=[year, new], by=writer, seen_version=2)
    save_target_parts(period=year, parts=parts(("sex", "women", "7")), by=writer, seen_version=3)

    named = f"indicator {indicator.number} “Open findings”"
    assert logged() == [
        f"edited {named}: periods without “2025-01-01 to 2025-12-31: 12”, with “2025-01-01 to 2025-12-31: 14”, "
        "with “2026-01-01 to 2026-12-31: Most”",
        f"edited {named}: target by part, 2025-01-01 to 2025-12-31, with “sex: women 7”",
    ]
    assert Disaggregation.objects.filter(target_of=year).count() == 1


def test_one_period_stored_alone_is_logged(writer, indicator):
    save_period(period=Period(indicator=indicator, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31)), by=writer)

    assert logged() == [f"edited indicator {indicator.number} “Open findings”: periods with “2025-01-01 to 2025-12-31”"]


def test_the_parties_read_it_in_the_log_of_the_record_and_others_do_not(client, writer):
    framework, party = framework_of_two_sides()
    save_result(result=ResultFactory.build(framework=framework, title="Calls"), by=writer)
    address = reverse("partnerships:audit", args=[framework.partnership.slug])
    client.force_login(party)
    page = client.get(address).content.decode()
    client.force_login(UserFactory())

    assert ("added result “Calls”" in page, client.get(address).status_code) == (True, 404)
