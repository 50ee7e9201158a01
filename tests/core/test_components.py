"""The component tags: what they print for full, thin and missing data."""

import re
from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import get_template

from core.templatetags import components


def rendered(source: str, **context) -> str:
    return " ".join(Template(source).render(Context(context)).split())


@pytest.mark.parametrize(
    ("direction", "shape"),
    [
        ("SS", "pm-two"),
        ("NS", "pm-two"),
        ("triangular", "pm-three"),
        ("in_country", "pm-framed"),
        ("In-country", "pm-framed"),
        ("unknown", "pm-open"),
        ("", "pm-open"),
    ],
)
def test_peer_mark_has_a_shape_for_each_direction(direction, shape):
    assert f'href="#{shape}"' in components.peer_mark(direction)


def test_every_glyph_is_drawn_in_the_sprite():
    sprite = get_template("components/_sprite.html").render()
    names = ["pm-two", "pm-three", "pm-framed", "pm-open", "brand", "arrow"]
    names += [f"level-{name}" for name in components.LEVELS]

    assert [name for name in names if f'id="{name}"' not in sprite] == []


def test_peer_mark_escapes_its_label():
    assert "<b>" not in components.peer_mark("SS", "<b>South</b>")


@pytest.mark.parametrize(
    ("word", "lit", "text"),
    [
        ("self-reported", 1, "Self-reported"),
        ("documented", 2, "Documented"),
        ("corroborated", 3, "Corroborated"),
        ("independently_verified", 4, "Independently verified"),
    ],
)
def test_evidence_prints_blocks_and_the_word(word, lit, text):
    markup = components.evidence(word)

    assert (markup.count('class="on"'), markup.count("<b"), text in markup) == (lit, 4, True)


def test_evidence_without_a_known_word_prints_nothing():
    assert components.evidence("excellent") == ""


def test_pair_puts_the_offer_before_the_ask_with_an_arrow_between():
    sides = [{"side": "broker", "names": ["C"]}, {"side": "demand", "names": ["A"]}, {"side": "supply", "names": ["B"]}]

    ordered = components.in_order(sides)

    assert [(s["side"], s["arrow"]) for s in ordered] == [("supply", True), ("demand", False), ("broker", False)]


def test_pair_leaves_out_sides_without_names_and_says_how_many_more():
    sides = [{"side": "supply", "names": []}, {"side": "peer", "names": ["Benin"], "more": 9}]

    text = rendered("{% pair sides %}", sides=sides)

    assert "Offers" not in text
    assert "and 9 more" in text


def test_rec_of_a_thin_record_prints_no_holes():
    card = {
        "title": "Cooperation <1>",
        "url": "/x/",
        "sides": [{"side": "demand", "names": ["Kenya"]}],
        "standing": "public_source",
        "standing_text": "From a public source, unconfirmed",
    }

    text = rendered("{% rec card %}", card=card)

    assert "Cooperation &lt;1&gt;" in text
    assert "From a public source, unconfirmed" in text
    assert not [hole for hole in ("None", "rec-quote", "rec-top", "outcomes") if hole in text]


def bars(options):
    """The widths of the bars, as far as a full one."""
    return [int(percent) for percent in re.findall(r'rect width="(\d+)%"', options)]


def test_facet_shows_five_options_and_folds_the_rest():
    options = [{"value": str(n), "label": f"Option {n}", "count": 10 - n, "selected": n == 7} for n in range(8)]

    context = components.facet({"name": "stage", "title": "Stage", "options": options})

    assert bars(context["first"]) == [100, 90, 80, 70, 60]
    assert (bars(context["rest"]), context["rest_count"], context["rest_open"]) == ([50, 40, 30], 3, True)
    assert context["rest"].count(" checked>") == 1


def test_facet_bars_share_a_scale_when_it_is_given():
    facet = {"name": "x", "title": "X", "maximum": 200, "options": [{"value": "a", "label": "A", "count": 50}]}

    assert bars(components.facet(facet)["first"]) == [25]


def test_facet_of_nothing_but_zeros_draws_empty_bars():
    facet = {"name": "x", "title": "X", "options": [{"value": "a", "label": "A", "count": 0}]}

    assert bars(components.facet(facet)["first"]) == [0]


def test_facet_writes_what_people_typed_as_text():
    options = [{"value": '"><b>', "label": "<script>", "count": 3, "text": "3+"}]

    drawn = components.facet({"name": "x", "title": "X", "options": options})["first"]

    assert 'value="&quot;&gt;&lt;b&gt;"' in drawn
    assert "<span>&lt;script&gt;</span>" in drawn
    assert '<span class="n">3+</span>' in drawn


def test_kv_leaves_out_what_is_not_known():
    assert components.kv([("Budget", ""), ("Outcomes", 0), ("End", None)])["rows"] == [("Outcomes", 0)]


def test_search_box_keeps_the_other_filters():
    text = rendered('{% search_box "/p/" "tax" "Search" keep=keep %}', keep=[("stage", "closed")])

    assert '<input type="hidden" name="stage" value="closed">' in text


def test_chips_name_what_they_remove():
    text = rendered("{% chips chips %}", chips=[{"label": "Stage: Closed", "remove_url": "/p/"}])

    assert 'aria-label="Remove the filter Stage: Closed"' in text


def test_crumbs_end_with_this_page():
    text = rendered('{% crumbs "Partnerships" "/p/" "Tax" %}')

    assert '<a href="/p/">Partnerships</a>' in text
    assert '<span aria-current="page">Tax</span>' in text


def test_panel_wraps_its_content():
    text = rendered('{% panel "Story" kind="line" %}<p>Text</p>{% endpanel %}')

    assert text == '<div class="panel-line"><h2>Story</h2><p>Text</p></div>'


def test_datebox_is_a_time():
    assert 'datetime="2026-02-03"' in rendered("{% datebox day %}", day=date(2026, 2, 3))


class Question(forms.Form):
    name = forms.CharField(error_messages={"required": "Say who asked"})
    stage = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)

    def clean(self):
        raise forms.ValidationError("Both sides are the same")


def test_error_summary_links_each_error_to_its_field():
    lines = components.error_summary(None, Question({}))["lines"]

    assert lines == [
        {"text": "Both sides are the same", "anchor": ""},
        {"text": "Say who asked", "anchor": "id_name"},
        {"text": "Stage: This field is required.", "anchor": "id_stage_0"},
    ]


def test_error_summary_of_a_formset_names_its_rows():
    rows = forms.formset_factory(Question)({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1"})

    anchors = [line["anchor"] for line in components.error_summary(rows)["lines"]]

    assert anchors == ["", "id_form-0-name", "id_form-0-stage_0"]


def test_error_summary_prints_nothing_while_all_is_well():
    assert rendered("{% error_summary form %}", form=Question()) == ""


def test_field_template_ties_hint_and_error_to_the_control():
    class Form(forms.Form):
        name = forms.CharField(help_text="As on its letters.")

    text = rendered("{{ form }}", form=Form({}))

    assert '<label for="id_name">Name</label>' in text
    assert 'aria-invalid="true"' in text
    assert 'aria-describedby="id_name_helptext id_name_error"' in text
    assert 'id="id_name_error"' in text


def test_field_template_marks_what_is_optional():
    class Form(forms.Form):
        broker = forms.CharField(required=False)

    assert 'Broker <span class="optional">optional</span>' in rendered("{{ form }}", form=Form())


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_last_resort_pages_need_no_context(name):
    page = get_template(name).render({}, None)

    assert page.count("<h1>") == 1
    assert 'lang="ar" dir="rtl"' in page
