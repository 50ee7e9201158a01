"""Whether beginning at home lasts longer: counted from public records, and not said where they are too few."""

import pytest

from advice.lineage import lasting as module
from advice.lineage.lasting import Group, lasting
from core.models import Visibility
from partnerships.models import Partnership
from tests.factories import PartnershipFactory

pytestmark = pytest.mark.django_db


def record(stage, start="", end="", **fields):
    return PartnershipFactory(scale_stage=stage, actual_start=start, actual_end=end, **fields)


def test_nothing_on_record():
    found = lasting()

    assert (found.at_home, found.abroad) == (Group(), Group())
    assert (found.can_compare_years, found.can_compare_leading_on) == (False, False)


def test_groups_are_by_where_the_line_began():
    home = record("national", "2010", "2012-06")
    record("regional", "2013", "2018", scaled_from=home)
    record("international", "2000", "2000")
    record("international", "2004", "")
    record("", "2004", "2005")

    found = lasting()

    assert found.at_home == Group(partnerships=2, led_on=1, ended=2, years=4.5)
    assert found.abroad == Group(partnerships=2, led_on=0, ended=1, years=1.0)


def test_demonstration_hidden_and_running_ones_are_not_counted():
    record("national", "2010", "2012", is_demo=True)
    record(
        "national",
        "2010",
        "2012",
        visibility=Visibility.PARTIES,
        standing=Partnership.Standing.ONE_SIDE,
        source_url="",
    )
    PartnershipFactory(scale_stage="national", actual_start="2010", planned_end="2999")

    assert lasting().at_home == Group(partnerships=1, led_on=0, ended=0, years=None)


def test_circle_is_counted_and_ends():
    first, second = record("national"), record("national")
    for child, parent in ((first, second), (second, first)):
        Partnership.objects.filter(pk=child.pk).update(scaled_from=parent)

    assert lasting().at_home == Group(partnerships=2, led_on=2)


def test_figure_is_told_from_enough_in_both_groups(monkeypatch):
    monkeypatch.setattr(module, "ENOUGH", 2)
    for _each in range(2):
        record("national", "2010", "2012")
        record("regional", "2010", "2011")

    assert lasting().can_compare_years is True


@pytest.mark.parametrize("count", [1, 10])
def test_figure_is_one_query(django_assert_num_queries, count):
    for _each in range(count):
        record("national", "2010", "2012")

    with django_assert_num_queries(1):
        lasting()
