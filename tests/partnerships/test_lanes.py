"""The lanes of a partnership's life: what is placed where, and what is told as a list."""

from datetime import date

from partnerships.lanes import LEFT, WIDTH, folded, lanes

TODAY = date(2026, 7, 2)


def test_nothing_dated_draws_nothing():
    assert lanes(today=TODAY) is None


def test_years_span_from_the_first_to_the_last_fact():
    drawing = lanes(
        junctures=[{"label": "A", "on": date(2024, 5, 1)}, {"label": "B", "on": date(2026, 1, 1)}], today=TODAY
    )

    assert [year for _x, year in drawing.years] == [2024, 2025, 2026]
    assert drawing.years[0][0] == LEFT


def test_a_stage_without_an_end_lasts_until_today():
    drawing = lanes(stages=[{"label": "Exchanging", "value": "exchanging", "start": date(2026, 1, 1)}], today=TODAY)

    (bar,) = drawing.stages
    assert abs(bar.x + bar.width + 1 - drawing.today) < 0.2


def test_exchanges_lie_by_who_travels_and_what_is_planned_is_dashed():
    drawing = lanes(
        exchanges=[
            {"label": "A", "start": date(2026, 1, 5), "travels": "demand"},
            {"label": "B", "start": date(2026, 3, 5), "travels": "supply"},
            {"label": "C", "start": date(2026, 11, 5), "travels": ""},
        ],
        today=TODAY,
    )

    assert [(bar.kind, bar.y) for bar in drawing.exchanges] == [
        ("demand", 86),
        ("supply", 106),
        ("remote planned", 126),
    ]


def test_today_outside_the_span_is_not_drawn():
    drawing = lanes(junctures=[{"label": "A", "on": date(2014, 5, 1)}], today=TODAY)

    assert drawing.today is None


def test_no_mark_leaves_the_drawing():
    drawing = lanes(junctures=[{"label": "A", "on": date(2026, 12, 31)}], today=TODAY)

    assert LEFT <= drawing.junctures[0].x <= WIDTH


def test_facts_are_listed_in_the_order_of_time():
    drawing = lanes(
        stages=[{"label": "Scoping", "start": date(2025, 3, 1), "end": date(2025, 9, 1)}],
        junctures=[{"label": "Election", "on": date(2025, 1, 9), "change": "Work on paper first"}],
        today=TODAY,
    )

    assert [(fact["text"], fact.get("change")) for fact in drawing.facts] == [
        ("Election", "Work on paper first"),
        ("Scoping", None),
    ]


def test_long_labels_fold_into_two_lines_and_an_ellipsis():
    assert folded("Election delays the data-sharing letter by a whole year") == [
        "Election delays the",
        "data-sharing letter…",
    ]
