"""Writing an indicator in the browser: what its measure asks for, and what is refused in words."""

from datetime import date
from decimal import Decimal

import pytest

from results.models import Indicator
from results.models.choices import Measure
from tests.factories import IndicatorFactory, ObservationFactory, ResultFactory
from tests.results.framework_typed import at, framework_of_two_sides, indicator_typed, rows, said

pytestmark = pytest.mark.django_db
PARTS = ("dimension", "category", "value", "words")


@pytest.fixture
def result(client):
    framework, party = framework_of_two_sides()
    client.force_login(party)
    return ResultFactory(framework=framework)


def new(result):
    return at("indicator_new", result.framework.partnership, result.pk)


def edit(indicator):
    return at("indicator_edit", indicator.partnership, indicator.number)


def test_how_it_is_measured_is_asked_first(client, result):
    page = said(client.get(new(result)))

    assert [page.count('name="measure"'), 'name="title"' in page] == [len(Measure), False]


@pytest.mark.parametrize(
    ("measure", "asked"),
    [
        ("1", {"unit", "better", "baseline_value"}),
        ("2", {"numerator", "denominator", "better", "baseline_value"}),
        ("3", {"kinds"}),
        ("4", {"better", "baseline_value"}),
        ("5", set()),
    ],
)
def test_a_measure_asks_for_what_it_needs(client, result, measure, asked):
    fields = set(client.get(new(result), {"measure": measure}).context["form"].fields)

    special = {"unit", "numerator", "denominator", "kinds", "better", "baseline_value"}
    assert fields & special == asked


@pytest.mark.parametrize("measure", Measure.values)
def test_an_indicator_of_each_measure_is_added(client, result, measure):
    answer = client.post(new(result), indicator_typed(measure))

    assert answer.status_code == 302
    assert Indicator.objects.get(result=result).measure == measure


def test_a_scale_and_kinds_are_stored(client, result):
    client.post(new(result), indicator_typed("4"))
    client.post(new(result), indicator_typed("3"))

    scale, kinds = Indicator.objects.order_by("number")
    assert list(scale.rubric.values_list("score", "words")) == [(1, "No"), (2, "Yes")]
    assert kinds.kinds == ["By letter", "Not at all"]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("\u0661\u0662\u066b\u0665", "12.5"),
        ("-3", "-3"),
        ("0.123456", "0.123456"),
    ],
)
def test_a_baseline_is_read_as_people_write_numbers(client, result, typed, number):
    client.post(new(result), indicator_typed("1", baseline_value=typed))

    assert Indicator.objects.get().baseline_value == Decimal(number)


@pytest.mark.parametrize(
    ("measure", "changes", "words"),
    [
        ("1", {"baseline_value": "many"}, "Write a number such as 12.5."),
        ("1", {"baseline_value": "1e400"}, "Write a number such as 12.5."),
        ("1", {"baseline_value": "NaN"}, "Write a number such as 12.5."),
        ("1", {"baseline_value": "Infinity"}, "Write a number such as 12.5."),
        ("1", {"baseline_value": "0." + "1" * 25}, "Write at most 6 figures after the point."),
        ("1", {"baseline_value": "9" * 15}, "Take a larger unit"),
        ("1", {"baseline_value": "1.234"}, "This can be read in two ways"),
        ("2", {"baseline_value": "101"}, "A percentage lies between 0 and 100."),
        ("2", {"baseline_value": "-1"}, "A percentage lies between 0 and 100."),
        ("2", {"denominator": ""}, "or neither"),
        ("1", {"unit": ""}, "Say what is counted"),
        ("3", {"kinds": "Only one"}, "Write two kinds at least"),
        ("3", {"kinds": "\n".join(map(str, range(30)))}, "At most 20 kinds"),
        ("4", {"baseline_value": "7"}, "The scale has no such score."),
        ("4", {"rubric-0-score": "two"}, "Write a number such as 12.5."),
        ("4", {"rubric-0-score": "1.5"}, "Write a whole number"),
        ("4", {"rubric-0-score": "2"}, "This score is there already."),
        ("4", {"rubric-0-words": ""}, "Say what this score looks like"),
        ("4", {"rubric-TOTAL_FORMS": "1"}, "two steps at least"),
        ("5", {"baseline_text": "Slow.", "baseline_missing": "Nobody knows"}, "not both"),
        ("5", {"baseline_on_year": "2024", "baseline_on_month": "13"}, "There is no such date"),
        ("5", {"title": ""}, "What is observed"),
        ("5", {"title": "Kept \x00 words"}, "Kept"),
        ("5", {"sdg_target": "moon"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_beside_it_and_nothing_typed_is_lost(client, result, measure, changes, words):
    typed = indicator_typed(measure, **{"description": "Counted in the register", **changes})

    answer = client.post(new(result), typed)

    page = said(answer)
    assert (answer.status_code, words in page, "Counted in the register" in page) == (200, True, True)
    assert not Indicator.objects.exists()


def test_more_rows_come_without_judging_what_is_typed_so_far(client, result):
    typed = indicator_typed("4", title="", more="rubric")

    page = said(client.post(new(result), typed))

    assert ['name="rubric-4-score"' in page, "error-box" in page, "errorlist" in page] == [True, False, False]
    assert not Indicator.objects.exists()


@pytest.mark.parametrize("total", ["", "x", "9" * 30, "1e3"])
def test_rows_that_cannot_be_counted_are_no_accident(client, result, total):
    for more in ("", "parts"):
        typed = indicator_typed("5", **{"parts-TOTAL_FORMS": total, "more": more})
        assert client.post(new(result), typed).status_code == 200


def test_a_baseline_is_told_by_part(client, result):
    typed = indicator_typed("1") | rows("parts", PARTS, [("sex", "female", "5", ""), ("sex", "male", "7", "")])

    client.post(new(result), typed)

    parts = Indicator.objects.get().baseline_parts.values_list("dimension", "category", "value")
    assert list(parts) == [("sex", "female", 5), ("sex", "male", 7)]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("sex", "", "5", ""), "Say both"),
        (("sex", "male", "", ""), "Give a figure, or words."),
        (("Sex", "FEMALE", "7", ""), "This part is there already."),
        (("sex", "male", "a few", ""), "Write a number such as 12.5."),
    ],
)
def test_a_part_that_cannot_be_is_said_beside_its_row(client, result, row, words):
    typed = indicator_typed("1") | rows("parts", PARTS, [("sex", "female", "5", ""), row])

    assert words in said(client.post(new(result), typed))


def test_a_unit_is_not_changed_once_something_was_observed(client, result):
    indicator = ObservationFactory(indicator=IndicatorFactory(result=result)).indicator

    answer = client.post(edit(indicator), indicator_typed("1", unit="reports"))

    page = said(answer)
    assert "Observations in findings are there already, and would mean something else." in page
    assert 'value="reports"' in page


def test_a_measure_is_not_changed_once_something_was_observed(client, result):
    indicator = ObservationFactory(indicator=IndicatorFactory(result=result)).indicator

    page = said(client.get(edit(indicator), {"measure": "5"}))

    assert ["Add another indicator instead." in page, 'name="unit"' in page] == [True, True]


def test_a_measure_changed_in_time_takes_its_answers_along(client, result):
    indicator = IndicatorFactory(result=result, baseline_value=3)

    client.post(edit(indicator), indicator_typed("5"))

    indicator.refresh_from_db()
    assert (indicator.measure, indicator.unit, indicator.baseline_value) == ("5", "", None)


@pytest.mark.parametrize(
    ("measure", "observed", "changes", "words"),
    [
        ("3", {"value": None, "kind": "By visit"}, {}, "“By visit” was observed already."),
        ("4", {"value": 3}, {}, "Score 3 was observed already."),
        ("1", {"value": 3}, {"baseline_on_year": "2026"}, "The baseline lies before it."),
    ],
)
def test_what_was_observed_keeps_its_meaning(client, result, measure, observed, changes, words):
    indicator = IndicatorFactory(result=result, measure=measure, unit="findings" if measure == "1" else "")
    ObservationFactory(indicator=indicator, observed_on=date(2025, 6, 30), **observed)

    assert words in said(client.post(edit(indicator), indicator_typed(measure, **changes)))


def test_whoever_saves_an_indicator_second_reads_both_texts(client, result):
    indicator = IndicatorFactory(result=result, title="Their question?", version=2)

    answer = client.post(edit(indicator), indicator_typed("1", title="My question?"))

    page = said(answer)
    assert (answer.status_code, "Their question?" in page, "My question?" in page) == (409, True, True)


def test_an_indicator_is_removed_unless_it_was_observed(client, result):
    gone, kept = IndicatorFactory(result=result), IndicatorFactory(result=result)
    ObservationFactory(indicator=kept)
    urls = [at("indicator_remove", each.partnership, each.number) for each in (gone, gone, kept)]

    assert [client.post(url).status_code for url in urls] == [302, 302, 409]
    assert list(result.indicators.all()) == [kept]


def test_indicators_change_places_without_a_script(client, result):
    first, second = IndicatorFactory(result=result), IndicatorFactory(result=result)

    client.post(at("indicator_move", second.partnership, second.number), {"to": "up"})

    assert list(result.indicators.all()) == [second, first]
