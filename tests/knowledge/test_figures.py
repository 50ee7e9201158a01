"""A story may carry one figure: its rows are read with care, kept as typed, drawn, and part of what partners agree to."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from hypothesis import given, settings
from hypothesis import strategies as st

from core.charts import BarChart, LineChart
from knowledge.figures import FigureRow, as_lines, figure_markup, figure_of, read_rows
from knowledge.forms.pieces import StoryForm
from knowledge.models.choices import State
from knowledge.revisions import content_of, revision_of, sha256_of
from knowledge.services.new_wordings import begin_new_wording
from knowledge.services.writing import keep_unsaved
from knowledge.unsaved import unsaved_of
from knowledge.wording_changes import changes
from knowledge.wordings_read import sections_of
from tests.factories.knowledge import StoryFactory
from tests.knowledge.writing import draft, member, page_of, send

FIGURE = {
    "figure_title": "Months from the end of the year to publication",
    "figure_unit": "months",
    "figure_rows": "2016; 36; 7\n2024; 13; 5\n2025; 5; 4",
    "figure_compared": "The peer, that year",
    "figure_source": "Release calendars of both offices",
}


@pytest.fixture
def author(client):
    user = member()
    client.force_login(user)
    return user


# --- Rows -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "row"),
    [
        ("2024; 13", FigureRow("2024", Decimal(13))),
        ("2024;13 ;5", FigureRow("2024", Decimal(13), Decimal(5))),
        ("2024\t1,234.5", FigureRow("2024", Decimal("1234.5"))),
        ("2024,13", FigureRow("2024", Decimal(13))),
        ('"Health, rural"; 1 234,5', FigureRow("Health, rural", Decimal("1234.5"))),
        ("Findings closed; 58 %", FigureRow("Findings closed", Decimal(58))),
        ("Change; −3,5", FigureRow("Change", Decimal("-3.5"))),
        ("٢٠٢٤; ١٣", FigureRow("٢٠٢٤", Decimal(13))),
        ("2020; -", FigureRow("2020", None)),
    ],
)
def test_rows_are_read_as_people_type_and_paste_them(typed, row):
    assert read_rows(f"{typed}\n\nlast; 1") == [row, FigureRow("last", Decimal(1))]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("2024 13", "Put a semicolon between the name and its number, as in: 2024; 13."),
        ("Health, rural, 13", "Put a semicolon between the name and its number, as in: 2024; 13."),
        ("; 13", "Write what the number is of before it, as in: 2024; 13."),
        ("a; 1; 2; 3", "There are more than two numbers. Write the name, its number, and one to compare."),
        ("2024; many", "“many” is not a number. Write it in figures alone, or a dash where it is not known."),
        ("2024; 1e400", "“1e400” is not a number. Write it in figures alone, or a dash where it is not known."),
        ("2024; NaN", "“NaN” is not a number. Write it in figures alone, or a dash where it is not known."),
        ("2024; 1.234", "“1.234” can be read in two ways: write 1234 or 1.2340."),
        (
            "2024; 1234567890123456",
            "“1234567890123456” has more than 15 figures. Take a larger unit, such as millions.",
        ),
        ("2024; 0.1234567", "“0.1234567” has more than 6 figures after the point."),
        ("x" * 81 + "; 1", "The name has more than 80 characters."),
    ],
)
def test_a_row_that_cannot_be_read_says_which_and_why(typed, why):
    with pytest.raises(ValidationError) as error:
        read_rows(f"2023; 1\n{typed}")

    assert error.value.messages == [f"Row 2, “{typed[:60]}”: {why}"]


def test_each_bad_row_has_a_message_of_its_own_up_to_eight():
    with pytest.raises(ValidationError) as error:
        read_rows("\n".join(f"{n}; x" for n in range(20)))

    assert [text.partition(",")[0] for text in error.value.messages] == [f"Row {n}" for n in range(1, 9)]


def test_rows_without_one_number_and_too_many_rows_are_refused():
    with pytest.raises(ValidationError, match="None of the rows has a number"):
        read_rows("2020; -\n2021;")
    with pytest.raises(ValidationError, match="A figure has at most 30 rows"):
        read_rows("\n".join(f"{n}; 1" for n in range(31)))


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(categories=["L", "N", "Zs", "P"], exclude_characters=";"), min_size=1, max_size=20),
            st.decimals(-999_999_999, 999_999_999, places=4),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_is_kept_reads_the_same_again(typed):
    try:
        rows = read_rows("\n".join(f"{label}; {number:f}" for label, number in typed))
    except ValidationError:
        return

    assert read_rows(as_lines(rows)) == rows


# --- Writing ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_figure_is_written_and_kept_tidy(client, author):
    piece = draft(author)

    answer = send(client, piece, **FIGURE | {"figure_rows": "2016;36 ;7\r\n\r\n2024\t13\t5\r\n2025; 5,0; 4"})

    assert answer.status_code == 302
    piece.refresh_from_db()
    assert {name: getattr(piece, name) for name in FIGURE} == FIGURE
    assert piece.figure_kind == "bars"


@pytest.mark.django_db
def test_a_bad_row_is_named_beside_the_box_and_nothing_is_lost(client, author):
    piece = draft(author)
    typed = "2016; 36\n2024; some"

    answer = send(client, piece, title="Another title", **FIGURE | {"figure_rows": typed})

    form = answer.context["form"]
    assert form.errors == {
        "figure_rows": [
            "Row 2, “2024; some”: “some” is not a number. Write it in figures alone, or a dash where it is not known."
        ]
    }
    assert (form["figure_rows"].value(), form["title"].value()) == (typed, "Another title")
    assert '<details class="writing-more" open><summary>A figure' in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"figure_title": ""}, {"figure_title": ["Say what the numbers of the figure are of."]}),
        ({"figure_source": ""}, {"figure_source": ["Say where the numbers of the figure come from."]}),
        ({"figure_compared": ""}, {"figure_compared": ["Say what the third number of each row stands for."]}),
        ({"figure_rows": ""}, {"figure_rows": ["Type the numbers, or empty the other boxes of the figure."]}),
    ],
)
def test_a_figure_needs_its_words_and_words_their_numbers(client, author, typed, errors):
    assert send(client, draft(author), **FIGURE | typed).context["form"].errors == errors


@pytest.mark.django_db
def test_the_database_holds_no_figure_without_title_and_source():
    with pytest.raises(IntegrityError, match="story_figure_is_told"):
        StoryFactory(figure_rows="2024; 13")


@pytest.mark.django_db
def test_a_sheet_that_says_what_is_saved_is_not_offered_again(client, author):
    piece = draft(author, **FIGURE)
    typed = page_of(client, piece)
    texts = {name: typed[name] for name in ("title", "summary", *piece.SECTIONS)}
    form = StoryForm(instance=piece, user=author)

    keep_unsaved(piece, content=texts | {"figure_rows": "2016;36;7\n2024;13;5\n2025;5;4"}, base_version=1, by=author)
    assert unsaved_of(piece, author, form) is None

    keep_unsaved(piece, content=texts | {"figure_rows": "2016; 3"}, base_version=1, by=author)
    assert unsaved_of(piece, author, form) is not None


# --- Wordings ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_changed_number_is_another_wording():
    piece = StoryFactory(state=State.DRAFT, **FIGURE)
    before = content_of(piece)

    piece.figure_rows = "2016; 36; 7\n2024; 14; 5\n2025; 5; 4"

    assert revision_of(piece) != sha256_of(before)
    assert [(each.label, each.blocks[1]) for each in changes("story", before, content_of(piece))] == [
        ("Numbers", [("same", "2024; "), ("gone", "13;"), ("new", "14;"), ("same", " 5")])
    ]


@pytest.mark.django_db
def test_a_story_without_a_figure_has_the_wording_it_always_had():
    piece = StoryFactory(state=State.DRAFT)

    assert list(content_of(piece)) == ["title", "summary", "language", "audience", *piece.SECTIONS]
    assert [each.label for each in changes("story", content_of(piece), content_of(piece) | FIGURE)] == [
        "Title of the figure",
        "Unit",
        "Numbers",
        "What the third number stands for",
        "Source of the numbers",
    ]


@pytest.mark.django_db
def test_partners_read_the_numbers_they_are_asked_about():
    piece = StoryFactory(state=State.DRAFT, **FIGURE | {"figure_source": "Ours & <theirs>"})

    assert sections_of(piece)[0] == (
        "Figure",
        "<p><strong>Months from the end of the year to publication</strong></p><table><thead><tr><th>Name</th>"
        "<th>Value (months)</th><th>The peer, that year</th></tr></thead><tbody>"
        "<tr><td>2016</td><td>36</td><td>7</td></tr><tr><td>2024</td><td>13</td><td>5</td></tr>"
        "<tr><td>2025</td><td>5</td><td>4</td></tr></tbody></table><p>Source: Ours &amp; &lt;theirs&gt;</p>",
    )
    assert figure_markup(content_of(StoryFactory(state=State.DRAFT))) == ""


@pytest.mark.django_db
def test_a_new_wording_begins_with_the_figure(author):
    copy = begin_new_wording(StoryFactory(author=author, **FIGURE), by=author)

    assert {name: getattr(copy, name) for name in FIGURE} == FIGURE


# --- On the page ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_readers_see_the_figure_and_its_table(client):
    piece = StoryFactory(**FIGURE)

    page = client.get(piece.get_absolute_url()).content.decode()

    assert "3 bars, from 5 (2025) to 36 (2016)." in page
    assert page.count('<path class="m tick compared"') == 4  # three and the legend
    assert page.count('<th scope="row">') == 3
    assert "Source: <bdi>Release calendars of both offices</bdi>" in page


@pytest.mark.django_db
def test_a_story_without_figure_has_no_chart(client):
    assert 'class="figure chart"' not in client.get(StoryFactory().get_absolute_url()).content.decode()


@pytest.mark.parametrize(("kind", "chart"), [("bars", BarChart), ("line", LineChart)])
def test_it_is_drawn_as_was_chosen(kind, chart):
    assert type(figure_of(FIGURE | {"figure_kind": kind})) is chart
