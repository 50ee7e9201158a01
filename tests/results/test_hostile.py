"""Whatever is sent to a form of results is answered by a page, never by a breakdown, and nothing wrong is stored."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.models import Visibility
from results.models import (
    Capability,
    CapabilityScore,
    ContributionClaim,
    EvidenceItem,
    FollowUp,
    FollowUpAnswer,
    HarvestedOutcome,
    Observation,
    Period,
    Result,
    RubricStep,
    Substantiation,
)
from results.models.choices import Measure
from results.sheets.columns import HEADER
from tests.factories import (
    HarvestedOutcomeFactory,
    IndicatorFactory,
    ObservationFactory,
    PeriodFactory,
    member_of,
    partnership_between,
)
from tests.partnerships.test_part_bad_input import NASTY, sent

pytestmark = pytest.mark.django_db
SHEET = reverse("results:owed_upload")
HEADS = ["", "-1", "100000", "\u0661"]
NAMES = re.compile(r'<(?:input|textarea|select|button)[^>]*\bname="([^"]+)"')


@pytest.fixture
def record():
    return partnership_between(stage="closed", actual_end="2024-03-31")


@pytest.fixture(autouse=True)
def party(client, record):
    person = member_of(record.members.get(side="demand").institution)
    client.force_login(person)
    return person


@pytest.fixture
def rows(record):
    """Of each kind one, of this partnership; told by the other side, so that this one answers."""
    indicator = IndicatorFactory(result__framework__partnership=record, baseline_on="2020")
    outcome = HarvestedOutcomeFactory(partnership=record, reported_by=record.members.get(side="supply").institution)
    FollowUp.objects.create(partnership=record, years=1, due_on=date(2025, 3, 31))
    return {
        "indicator": indicator,
        "score": IndicatorFactory(result=indicator.result, measure=Measure.ORDINAL),
        "period": PeriodFactory(indicator=indicator),
        "observation": ObservationFactory(indicator=indicator),
        "outcome": outcome,
        "ability": Capability.objects.create(
            partnership=record, title="Plan by risk", whose="The unit", level="organisation"
        ),
    }


def forms_of(record, rows):
    """Every address at which words about results are typed, by its name."""
    indicator, outcome, slug = rows["indicator"], rows["outcome"], record.slug
    of_indicator = (slug, indicator.number)
    args = {
        "framework_new": (slug,),
        "framework_edit": (slug,),
        "result_new": (slug,),
        "result_edit": (slug, indicator.result_id),
        "indicator_new": (slug, indicator.result_id),
        "indicator_edit": of_indicator,
        "periods": of_indicator,
        "target_parts": (*of_indicator, rows["period"].pk),
        "observation_new": of_indicator,
        "observation_edit": (*of_indicator, rows["observation"].pk),
        "observation_return": (*of_indicator, rows["observation"].pk),
        "observation_correct": (*of_indicator, rows["observation"].pk),
        "observation_evidence": (*of_indicator, rows["observation"].pk),
        "outcome_new": (slug,),
        "outcome_edit": (slug, outcome.number),
        "claim": (slug, outcome.number),
        "evidence_add": (slug, outcome.number),
        "say": (slug, outcome.number),
        "ask_outsider": (slug, outcome.number),
        "capability_new": (slug,),
        "capability_edit": (slug, rows["ability"].pk),
        "capability_rate": (slug, rows["ability"].pk),
        "follow_up": (slug, 1),
        "owed_upload": (),
    }
    return {name: reverse(f"results:{name}", args=given) for name, given in args.items()}


def asked(client, address):
    """The names of everything that a page asks for; of those that take a POST alone, what they read."""
    page = client.get(address)
    found = NAMES.findall(page.content.decode()) if page.status_code == 200 else ["reason", "version", "then"]
    return dict.fromkeys(name for name in found if name != "csrfmiddlewaretoken")


def stored():
    models = (Observation, HarvestedOutcome, ContributionClaim, EvidenceItem, CapabilityScore, FollowUpAnswer)
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (*models, Period, Result, RubricStep, Substantiation)
    }


@pytest.mark.parametrize("nasty", [name for name in NASTY if name not in ("format", "lines", "turned text", "NUL")])
def test_nothing_that_is_sent_into_all_fields_breaks_a_form(client, record, rows, nasty):
    before = stored()

    answers = {}
    for name, address in forms_of(record, rows).items():
        answer = client.post(address, dict.fromkeys(asked(client, address), sent(NASTY[nasty])))
        answers[name] = answer.status_code
        assert "<script>alert(1)" not in answer.content.decode()

    assert {name: status for name, status in answers.items() if status not in (200, 302, 400, 409)} == {}
    assert stored() == before


@pytest.mark.parametrize("nasty", ["turned text", "markup"])
def test_words_that_are_odd_are_shown_as_words(client, record, rows, nasty):
    """They may be stored where they are words, and never do anything."""
    for address in forms_of(record, rows).values():
        names = asked(client, address)
        form = (client.get(address).context or {}).get("form")
        given = {name: form[name].value() or "" for name in names if form and name in form.fields}
        for name in names:
            answer = client.post(address, given | {name: NASTY[nasty]})
            assert answer.status_code in (200, 302, 404, 409), (address, name)
    for page in ("partnership", "capabilities"):
        shown = client.get(reverse(f"results:{page}", args=[record.slug]))
        assert shown.status_code == 200
        assert ("<script>alert(1)" in shown.content.decode(), "\u202e" in shown.content.decode()) == (False, False)


@pytest.mark.parametrize("total", HEADS)
@pytest.mark.parametrize(
    "name", ["indicator_new", "indicator_edit", "periods", "target_parts", "observation_new", "claim"]
)
def test_rows_that_cannot_be_counted_break_nothing(client, record, rows, name, total):
    before, address = stored(), forms_of(record, rows)[name]
    counts = {
        f"{rows}-{what}": total
        for rows in ("rubric", "parts", "periods", "steps", "rivals")
        for what in ("TOTAL_FORMS", "INITIAL_FORMS")
    }

    for more in ("", "parts", "steps"):
        answer = client.post(address, counts | {"measure": "4", "more": more})
        assert answer.status_code in (200, 409)
        assert len(answer.content) < 400_000

    assert stored() == before


@pytest.mark.parametrize("name", ["indicator_edit", "observation_new", "outcome_new", "claim", "capability_rate"])
def test_names_sent_twice_break_nothing(client, record, rows, name):
    address = forms_of(record, rows)[name]
    before = stored()

    answer = client.post(address, {key: ["x", "", "9" * 400] for key in asked(client, address)})

    assert answer.status_code in (200, 409)
    assert stored() == before


def test_ten_megabytes_of_words_are_refused_beside_the_field(client, record):
    answer = client.post(
        reverse("results:outcome_new", args=[record.slug]), {"contribution": "a" * 10_000_000, "what_changed": "Kept"}
    )

    assert answer.status_code == 200
    assert answer.context["form"].errors["contribution"][0].startswith("Ensure this value has at most 3000")
    assert answer.context["form"]["what_changed"].value() == "Kept"
    assert not HarvestedOutcome.objects.exists()


CELLS = ", ".join(['""'] * len(HEADER))
HALF = '"\\ud800"'
HALVES = ", ".join([HALF] * len(HEADER))


@pytest.mark.parametrize(
    "rows",
    [
        f"[[Infinity, [{CELLS}], {{}}]]",
        f"[[1e400, [{CELLS}], {{}}]]",
        f"[[NaN, [{CELLS}], {{}}]]",
        f"[[{'9' * 5000}, [{CELLS}], {{}}]]",
        f"[[1, [{HALVES}], {{{HALF}: {HALF}}}]]",
        '{"a":' * 100_000,
        "\x00",
    ],
)
def test_rows_of_a_sheet_that_no_page_sent_record_nothing(client, rows):
    assert client.post(SHEET, {"rows": rows}).status_code == 302
    assert not Observation.objects.exists()


@pytest.mark.parametrize("name", ["evidence_add", "observation_evidence"])
@pytest.mark.parametrize(
    ("file", "kind", "content"),
    [
        ("minutes.pdf", "text/html", b"<script>alert(1)</script>"),
        ("minutes.html", "application/pdf", b"%PDF-1.7 minutes"),
        ("minutes.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("minutes.pdf", "application/pdf", b""),
        ("\u202efdp.exe", "application/pdf", b"MZ"),
        ("a" * 300 + ".pdf", "application/pdf", b"<html>"),
        ("../../etc/passwd", "application/pdf", b"%PDF-1.7"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_the_words_stay(client, record, rows, name, file, kind, content):
    answer = client.post(
        forms_of(record, rows)[name],
        {"title": "The minutes", "file": SimpleUploadedFile(file, content, content_type=kind)},
    )

    form = answer.context["form"]
    assert (answer.status_code, list(form.errors), form["title"].value()) == (200, ["file"], "The minutes")
    assert not EvidenceItem.objects.exists()


def test_a_body_that_is_no_form_is_answered_by_the_page(client, record, rows):
    for address in forms_of(record, rows).values():
        for kind in ("application/json", "text/plain", "multipart/form-data"):
            answer = client.post(address, data='{"a": 1}', content_type=kind)
            assert answer.status_code in (200, 302, 400, 409), (address, kind)


def test_an_outcome_that_everybody_sees_stays_as_it_is(record, rows):
    """What the tests above begin from."""
    assert (rows["outcome"].visibility, rows["outcome"].is_shown) == (Visibility.PUBLIC, True)
