"""The lanes of a partnership's life: what is placed where, and what is told as a list."""

from datetime import date

from partnerships.lanes import LEFT, WIDTH, fitting, folded, lanes

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
        ("demand", 36),
        ("supply", 56),
        ("remote planned", 76),
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


def test_agreements_that_follow_one_another_lie_in_one_row_and_others_below():
    drawing = lanes(
        agreements=[
            {"label": "First", "start": date(2018, 1, 1), "end": date(2020, 12, 31)},
            {"label": "Second", "start": date(2021, 1, 1), "end": date(2023, 12, 31)},
            {"label": "Beside it", "start": date(2022, 1, 1), "end": None},
        ],
        today=TODAY,
    )

    first, second, beside = drawing.agreements
    assert (first.y, second.y, beside.y) == (36, 36, 62)
    assert (second.kind, beside.kind) == ("agreement", "agreement open")
    assert abs(beside.x + beside.width + 1 - drawing.today) < 0.2


def test_placements_and_repurposed_work_have_their_own_marks():
    drawing = lanes(
        exchanges=[{"label": "A", "start": date(2026, 1, 5), "travels": "supply", "is_placement": True}],
        turns=[{"label": "Visit → calls", "on": date(2026, 3, 1), "why": "Borders closed."}],
        today=TODAY,
    )

    assert [bar.kind for bar in drawing.exchanges] == ["supply placement"]
    assert drawing.has_placements
    assert [mark.label for mark in drawing.turns] == ["Visit → calls"]
    assert [(fact["kind"], fact.get("why")) for fact in drawing.facts] == [
        ("exchange", None),
        ("turn", "Borders closed."),
    ]


def test_lanes_without_anything_in_them_are_not_drawn():
    drawing = lanes(turns=[{"label": "A → B", "on": date(2026, 3, 1), "why": ""}], today=TODAY)

    assert [lane.kind for lane in drawing.lanes] == ["turns"]
    assert drawing.height == drawing.bottom + 18


def test_labels_of_marks_close_together_do_not_run_into_each_other():
    close = [{"label": f"A long story, part {day}", "on": date(2026, 3, day)} for day in (1, 4, 30)]

    first, second, third = lanes(junctures=close, today=TODAY).junctures

    assert [(mark.is_before, bool(mark.lines)) for mark in (first, second, third)] == [
        (True, True),
        (False, False),
        (False, True),
    ]
    assert second.label == "A long story, part 4"


def test_a_label_without_room_behind_its_mark_stands_before_it():
    (mark,) = lanes(junctures=[{"label": "New statistics act passed", "on": date(2026, 12, 20)}], today=TODAY).junctures

    assert (mark.is_before, mark.lines) == (True, ["New statistics act", "passed"])


def test_a_bar_shows_as_much_of_its_label_as_fits():
    assert fitting("Consolidating", 200) == "Consolidating"
    assert fitting("Twinning agreement of the second phase", 120) == "Twinning agree…"
    assert fitting("Consolidating", 40) == ""
