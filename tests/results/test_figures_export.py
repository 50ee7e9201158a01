"""Every figure of a partnership's indicators as a file."""

import csv
import json
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Visibility
from results.figures_export import HEADER
from results.models import Disaggregation
from tests.factories import (
    IndicatorFactory,
    ObservationFactory,
    PeriodFactory,
    ResultsFrameworkFactory,
)
from tests.results.framework_typed import at, framework_of_two_sides

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator():
    """A baseline, a target and an observation, the last two by sex as well."""
    indicator = IndicatorFactory(title="=1+1", baseline_on="2024", baseline_value=22)
    period = PeriodFactory(indicator=indicator)
    observation = ObservationFactory(indicator=indicator, period=period)
    for whole in ({"target_of": period}, {"observation": observation}):
        Disaggregation.objects.create(dimension="sex", category="female", value=30, **whole)
    type(observation).objects.filter(pk=observation.pk).update(
        state="approved", verified_name="Ama", verified_at="2025-07-10T09:00Z"
    )
    return indicator


def body(answer):
    return b"".join(answer.streaming_content)


def rows_of(client, indicator):
    text = body(client.get(at("partnership_export", indicator.partnership, "csv"))).decode()
    return list(csv.DictReader(StringIO(text)))


def test_each_figure_is_a_row_and_its_parts_too(client, indicator):
    found = [(row["figure"], row["by"], row["which"], row["value"]) for row in rows_of(client, indicator)]

    assert found == [
        ("baseline", "", "", "22.0"),
        ("target", "", "", "60.0"),
        ("target", "sex", "female", "30.0"),
        ("actual", "", "", "58.0"),
        ("actual", "sex", "female", "30.0"),
    ]


def test_no_cell_is_a_formula(client, indicator):
    assert {row["indicator"] for row in rows_of(client, indicator)} == {"'=1+1"}


def test_every_format_holds_the_same_rows(client, indicator):
    told = json.loads(body(client.get(at("partnership_export", indicator.partnership, "json"))))
    book = openpyxl.load_workbook(BytesIO(body(client.get(at("partnership_export", indicator.partnership, "xlsx")))))

    assert (told["count"], book["indicators"].max_row - 1) == (5, 5)
    assert [cell.value for cell in book["indicators"][1]] == list(HEADER) == list(told["results"][0])


def test_another_format_is_not_there(client, indicator):
    assert client.get(at("partnership_export", indicator.partnership, "exe")).status_code == 404


def test_who_sees_no_framework_takes_none_along(client):
    framework, party = framework_of_two_sides()
    IndicatorFactory(result__framework=framework)
    url = at("partnership_export", framework.partnership, "csv")

    assert client.get(url).status_code == 404
    client.force_login(party)
    assert client.get(url).status_code == 200


def test_what_is_not_approved_goes_along_with_the_parties_alone(client):
    framework, party = framework_of_two_sides()
    type(framework).objects.filter(pk=framework.pk).update(visibility=Visibility.PUBLIC)
    indicator = ObservationFactory(indicator__result__framework=framework).indicator

    assert [row["figure"] for row in rows_of(client, indicator)] == ["baseline"]
    client.force_login(party)
    assert [row["state"] for row in rows_of(client, indicator)] == ["", "draft"]


def test_it_takes_as_many_queries_for_ten_indicators_as_for_one(client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            body(client.get(at("partnership_export", framework.partnership, "csv")))
        return len(captured)

    framework = ResultsFrameworkFactory()

    def add(number):
        period = PeriodFactory(indicator=IndicatorFactory(result__framework=framework, number=number))
        ObservationFactory(indicator=period.indicator, period=period, approved=True)

    add(900)
    one = queries()
    for number in range(901, 910):
        add(number)

    assert queries() == one
