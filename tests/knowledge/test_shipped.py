"""What is known on the first day: Norec's review with its findings, and the twenty questions, brought in once."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from events.services.shipped import load_events
from knowledge.models import Condition, Finding, OpenQuestion, Outcome, QuestionEvidence, Resource
from knowledge.revisions import revision_of
from knowledge.services.shipped import DATA, load_knowledge
from tests.factories import UserFactory
from tests.factories.knowledge import OpenQuestionFactory, ResourceFactory

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
TITLE = "What Do We Know About Exchange for Development? Learning, Institutional Knowledge & Exchanges"
NAMED = {
    *("people-matched", "partner-capacity", "shared-values", "leadership", "hosting-beyond-work", "south-south"),
    *("recruited-outside", "support-after-return", "programme-model", "network", "power-balance", "several-levels"),
    "staff-leave",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def review():
    load_knowledge()
    return Resource.objects.get(slug="norec-exchange-review-2019")


def test_the_review_has_the_facts_of_its_source(review):
    facts = (review.title, review.authors, review.publishers, review.year, review.listed_on)

    assert facts == (TITLE, ["Allum, Cliff"], ["Norec"], 2019, date(2020, 10, 15))
    assert (review.state, review.audience, review.is_demo, review.evidence) == (
        "published",
        "public",
        False,
        "documented",
    )
    assert review.published_revision.sha256 == revision_of(review)
    assert review.annotation.startswith("<p>")


def test_each_finding_has_a_cell_of_the_map_to_itself(review):
    cells = {(found.condition_id, found.outcome_id) for found in review.findings.all()}

    assert len(cells) == review.findings.count() == 19
    assert NAMED - {condition for condition, _outcome in cells} == set()


def test_terms_are_named_in_four_languages():
    load_knowledge()

    for model in (Condition, Outcome):
        names = model.objects.values_list("name_en", "name_fr", "name_es", "name_ar")
        assert [row for row in names if not all(row)] == []
        assert [count for column in zip(*names, strict=True) for count in Counter(column).values() if count > 1] == []


def test_all_twenty_questions_are_on_the_board_with_their_first_evidence(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = str(tmp_path)
    monkeypatch.setattr("events.tasks.make_report_files.delay", lambda pk: None)
    call_command("load_reference", verbosity=0)
    load_events()

    came = load_knowledge()

    questions = OpenQuestion.objects.listed_for(UserFactory())
    assert came == {"terms": 38, "findings": 19, "questions": 20}
    assert [each.number for each in questions] == list(range(1, 21))
    assert {each.raised_at.slug for each in questions} == {"donor-learning-event-2020"}
    assert [each.number for each in questions if each.discussed_as.count() != 1] == []
    assert [each.number for each in questions if not each.evidence.exists()] == []
    assert [each.number for each in questions if each.state != "open" and not each.answer] == []
    assert {each.last_reviewed_on for each in questions} == {None}  # nobody has looked at them in this portal yet


def test_without_the_event_the_findings_are_there():
    load_knowledge()

    assert OpenQuestion.objects.count() == 20
    assert QuestionEvidence.objects.filter(finding=None).count() == 0
    assert QuestionEvidence.objects.filter(bearing="against").count() > 0


def test_loading_twice_changes_nothing(review):
    before = state()

    assert load_knowledge() == {"terms": 0, "findings": 0, "questions": 0}

    assert state() == before


def state():
    return [list(model.objects.order_by("pk").values()) for model in (Condition, Outcome, Resource, Finding)]


def test_what_people_changed_or_took_away_stays_so(review):
    review.slug = "norec-2019"
    review.annotation = "<p>In other words.</p>"
    review.save()
    review.former_slugs.create(slug="norec-exchange-review-2019")
    review.findings.all().delete()
    OpenQuestion.objects.filter(number=3).delete()
    Condition.objects.filter(slug="network").update(name_en="A network")

    load_knowledge()

    review.refresh_from_db()
    assert (review.annotation, review.findings.count()) == ("<p>In other words.</p>", 0)
    assert OpenQuestion.objects.count() == 19
    assert Condition.objects.get(slug="network").name_en == "A network"


def test_a_bare_record_of_the_bibliography_is_annotated():
    bare = ResourceFactory(title=TITLE, year=2019, annotation="")

    load_knowledge()

    bare.refresh_from_db()
    assert (Resource.objects.count(), bare.findings.count()) == (1, 19)
    assert bare.published_revision.sha256 == revision_of(bare)
    assert bare.published_revision.number == 2


def test_a_record_that_somebody_is_proposing_is_theirs():
    proposed = ResourceFactory(title=TITLE, year=2019, annotation="", state="in_review")

    load_knowledge()

    proposed.refresh_from_db()
    assert (Resource.objects.count(), proposed.annotation, proposed.findings.count()) == (1, "", 0)


def test_questions_come_after_those_that_are_here():
    OpenQuestionFactory(number=7)

    load_knowledge()

    assert sorted(OpenQuestion.objects.values_list("number", flat=True)) == [7, *range(8, 28)]


@pytest.mark.skipif(not SEEDS.exists(), reason="the sources are not beside this checkout (../shared/seeds)")
def test_no_sentence_of_the_sources_is_taken_over():
    source = " ".join(words("\n".join(path.read_text() for path in SEEDS.glob("*.txt"))))
    told = words("\n".join(path.read_text() for path in DATA.glob("*.toml")).replace(TITLE, "…"))
    runs = {" ".join(told[start : start + 8]) for start in range(len(told) - 7)}

    assert sorted(run for run in runs if f" {run} " in f" {source} ") == []


def words(text):
    return re.findall(r"\w+", text.casefold())
