"""Charts: round scales for whatever numbers, and drawings that stay in their plot and say what they show."""

import math
import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from core.charts import Bar, BarChart, DotChart, DotRow, Event, Gap, GapChart, LineChart, Range, RangeChart, Series
from core.charts.numbers import drawable, in_full, in_short
from core.charts.scales import Scale, on_ticks, round_step, scale_of
from p2pportal.styleguide_charts import sample_charts

ANY_NUMBER = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e99, max_value=1e99)
ANY_VALUE = st.none() | st.floats() | st.decimals() | st.integers() | st.just(10**400)
CHARTS = {name: chart for name, chart in sample_charts().items() if name != "none"}


def page(chart, **context) -> str:
    source = "{% load chart_tags %}{% chart chart table=table %}"
    return Template(source).render(Context({"chart": chart, "table": True} | context))


def of_any(values) -> list:
    """A chart of each kind from the same list of values."""
    names = [f"No. {n}" for n in range(len(values))]
    return [
        BarChart(title="Bars", bars=[Bar(name, value, value) for name, value in zip(names, values, strict=True)]),
        LineChart(title="Lines", periods=names, series=[Series("One", values)], target=Series("Goal", values[::-1])),
        RangeChart(title="Ranges", ranges=[Range(name, v, v, v, v) for name, v in zip(names, values, strict=True)]),
        GapChart(title="Gaps", demand_label="A", supply_label="B", gaps=[Gap(n, v, 1) for n, v in zip(names, values, strict=True)]),
    ]  # fmt: skip


# --- Scales and numbers -----------------------------------------------------------------------------


@settings(deadline=None)
@given(st.lists(ANY_NUMBER, min_size=1))
def test_ticks_are_round_evenly_apart_and_hold_every_value(values):
    scale, ticks = on_ticks(scale_of(values))

    hair = (ticks[-1] - ticks[0]) * 1e-9
    assert ticks[0] - hair <= min(*values, 0) <= max(*values, 0) <= ticks[-1] + hair
    assert 2 <= len(ticks) <= 8
    steps = [after - before for before, after in pairwise(ticks)]
    assert all(math.isclose(step, steps[0], rel_tol=1e-6) for step in steps)
    assert f"{steps[0]:.4e}".partition("e")[0] in {"1.0000", "2.0000", "5.0000"}
    assert 0 <= scale.at(values[0]) <= 100


@pytest.mark.parametrize(("rough", "step"), [(0.9, 1), (1, 1), (1.01, 2), (3, 5), (5.1, 10), (0.021, 0.05), (260, 500)])
def test_a_step_is_one_two_or_five_times_a_power_of_ten(rough, step):
    assert round_step(rough) == pytest.approx(step)


def test_one_value_and_no_spread_still_give_a_scale():
    assert scale_of([]) == Scale(0, 1)
    assert scale_of([0, 0]) == Scale(0, 1)
    assert scale_of([7]) == Scale(0, 7)


@pytest.mark.parametrize("value", [None, math.nan, math.inf, Decimal("NaN"), Decimal("1e400"), 10**400])
def test_what_cannot_be_drawn_is_not_known(value):
    assert drawable(value) is None
    assert in_full(value) == "–"


@pytest.mark.parametrize(
    ("value", "unit", "short", "full"),
    [
        (0, "", "0", "0"),
        (-0.001, "", "\u200e−0.001", "\u200e−0.001"),
        (58, "%", "58%", "58%"),
        (-31.456, "%", "\u200e−31.46%", "\u200e−31.456%"),
        (1240, "months", "1,240", "1,240"),
        (Decimal("1234.50"), "", "1,234", "1,234.5"),
        (12_500_000, "", "12.5 million", "12,500,000"),
        (3_000_000_000, "", "3 billion", "3,000,000,000"),
        (3e20, "", "3 × 10^20", "300,000,000,000,000,000,000"),
    ],
)
def test_numbers_are_short_in_the_picture_and_whole_in_the_table(value, unit, short, full):
    assert (in_short(value, unit), in_full(value, unit)) == (short, full)


def test_numbers_are_written_as_in_the_language_of_the_reader():
    with translation.override("es"):
        assert in_full(Decimal("1234567.5")) == "1\xa0234\xa0567,5"


# --- Drawings ---------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.lists(ANY_VALUE, min_size=1, max_size=9))
def test_whatever_the_values_all_is_drawn_within_its_plot(values):
    for chart in of_any(values):
        if chart.is_empty():
            continue
        drawing = chart.drawing()
        places = [x for s in drawing.strokes for x in (s.x1, s.x2)] + [m.x for m in drawing.marks]
        places += [edge for box in drawing.boxes for edge in (box.x, box.x + box.width)]
        heights = [y for s in drawing.strokes for y in (s.y1, s.y2)] + [t.y for t in drawing.texts]

        assert all(-0.01 <= x <= 100.01 for x in places)
        assert all(-4 <= y <= drawing.height for y in heights)
        assert all(box.width >= 0 for box in drawing.boxes)


@settings(deadline=None)
@given(st.lists(ANY_VALUE, min_size=1, max_size=5))
def test_mirroring_twice_changes_nothing(values):
    for chart in of_any(values):
        if not chart.is_empty():
            twice = chart.drawing().mirrored().mirrored()
            assert [t.dx for t in twice.texts] == [t.dx for t in chart.drawing().texts]
            assert [m.x for m in twice.marks] == pytest.approx([m.x for m in chart.drawing().marks])


def test_lengths_of_bars_are_in_proportion_and_begin_at_zero():
    drawing = BarChart(title="Change", bars=[Bar("a", -10), Bar("b", 30), Bar("c", 0)]).drawing()

    assert [(box.x, box.width) for box in drawing.boxes] == [(0, 25), (25, 75), (25, 0)]


def test_a_line_is_broken_where_a_value_is_missing():
    chart = LineChart(title="t", periods=list("abcde"), series=[Series("One", [1, 2, None, 4, 5])])

    lines = [s for s in chart.drawing().strokes if s.css.startswith("line")]
    assert [(s.x1, s.x2) for s in lines] == [(0, 25), (75, 100)]


def test_periods_stand_where_they_are_in_time():
    chart = LineChart(
        title="t",
        periods=["2020", "2021", "2024"],
        positions=[2020, 2021, 2024],
        series=[Series("One", [1, 2, 3])],
        events=[Event(2022, "Halfway")],
    )

    assert [m.x for m in chart.drawing().marks] == [0, 25, 100]
    assert [t.x for t in chart.drawing().texts if t.text == "Halfway"] == [50]


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 10**7), min_size=4, max_size=4), min_size=1, max_size=3))
def test_every_case_has_its_share_of_a_dot_and_no_dot_is_for_none(counts):
    chart = DotChart(title="t", steps=list("abcd"), rows=[DotRow(str(n), row) for n, row in enumerate(counts)])

    for row, drawn in zip(counts, chart.drawn_rows(is_mirrored=False), strict=True):
        dots = {each.shape: each.path.count("M") for each in drawn.dots}
        assert dots == {f"e{4 - n}": -(-count // chart.each) for n, count in enumerate(row) if count}
        assert sum(dots.values()) <= 34 * 12


def test_a_dot_is_one_case_until_they_would_be_too_many():
    small = DotChart(title="t", steps=["a", "b"], rows=[DotRow("x", [100, 96])])

    assert (small.each, small.each_told) == (1, "One dot is one outcome.")
    assert replace(small, rows=[DotRow("x", [200_000, 3])]).each_told == "One dot is up to 500 outcomes."


def test_a_phone_has_room_for_every_number_of_the_scale_that_is_printed():
    wide = RangeChart(title="t", ranges=[Range("a", 12_500_000, 17_500_000, 26_000_000)]).drawing()
    narrow = RangeChart(title="t", ranges=[Range("a", 12, 17, 26)]).drawing()

    assert [t.text for t in narrow.texts if t.y > narrow.height - 10] == ["0", "10", "20", "30"]
    assert [t.text for t in wide.texts if t.y > wide.height - 10] == ["0", "20 million"]


# --- On a page --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_has_title_description_table_and_no_style_of_its_own(name):
    markup = page(CHARTS[name])

    ids = re.findall(r' id="([^"]+)"', markup)
    named = {each for group in re.findall(r'aria-labelledby="([^"]+)"', markup) for each in group.split()}
    assert named == set(ids)
    assert len(ids) == len(set(ids))
    assert [word for word in ("style=", "<style", "<script", "onclick") if word in markup] == []
    assert markup.count('<th scope="row">') == len(CHARTS[name].table().rows)


@pytest.mark.parametrize("name", CHARTS)
def test_the_table_holds_a_cell_for_every_column(name):
    table = CHARTS[name].table()

    assert {len(row) for row in table.rows} == {len(table.head)}


def test_a_chart_without_numbers_says_so():
    markup = page(BarChart(title="Nothing <yet>", bars=[Bar("a", None)]))

    assert "There are no numbers here yet." in markup
    assert ("<svg" in markup, "<details" in markup, "Nothing &lt;yet&gt;" in markup) == (False, False, True)


def test_what_was_typed_is_escaped():
    chart = BarChart(title="t", bars=[Bar('<script>"x"', 3, note="<b>")], source="<i>")

    assert [word for word in ("<script", "<b>", "<i>") if word in page(chart)] == []


def test_the_table_can_be_left_to_the_page():
    assert "<details" not in page(CHARTS["line"], table=False)


def test_a_chart_leads_to_its_method_and_its_file():
    markup = page(BarChart(title="t", bars=[Bar("a", 1)], how_url="/methods/", data_url="/numbers.csv"))

    assert re.findall(r'href="([^"]+)">([^<]+)', markup) == [
        ("/methods/", "How this is worked out"),
        ("/numbers.csv", "Download the numbers"),
    ]


def test_bars_begin_at_the_right_in_arabic():
    chart = BarChart(title="t", bars=[Bar("a", 10), Bar("b", 5)])

    with translation.override("ar"):
        markup = page(chart)

    assert re.findall(r'<rect class="bar" x="([^"]+)"', markup) == ["0.0%", "50.0%"]
    assert 'direction="rtl"' in markup


def test_the_description_tells_the_finding():
    assert CHARTS["bars"].told == "6 bars, from 5 (2025) to 41 (2020)."
    assert CHARTS["line"].told == "Actual: from 22% in 2021 to 58% in 2026. Target: from 22% in 2022 to 60% in 2026."
    assert CHARTS["ranges"].told == (
        "Medians: Learning alliance 38, Peer review 52, Staff exchange 71, Institutional twinning 96."
    )
    assert CHARTS["gaps"].told == "The widest gap is 1.3, at: We can say openly what does not work."
