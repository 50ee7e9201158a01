"""What counts as new, and how a letter tells it."""

from datetime import timedelta

import pytest
import time_machine
from taggit.models import Tag

from digests import making
from knowledge.models import QuestionEvidence
from partnerships.models import StageChange
from tests.digests.conftest import MONDAY, WEDNESDAY, WEEK, choose, letters, told
from tests.factories import (
    FindingFactory,
    InstitutionFactory,
    LearningEventFactory,
    OpenQuestionFactory,
    PartnershipFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
PUBLIC = {"visibility": "public", "standing": "public_source", "source_url": "https://example.org"}
LONG_AGO = WEDNESDAY - timedelta(days=300)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@time_machine.travel(WEDNESDAY, tick=False)
def on_wednesday(make):
    return make()


def test_new_partnership_is_told_to_who_follows_its_country_or_theme(follows, reader):
    record = on_wednesday(lambda: PartnershipFactory(**PUBLIC))
    record.themes.add("midwives")
    follows(reader, "theme", Tag.objects.get(name="midwives"))

    making.make_for(WEEK)

    assert told() == {reader.email: [f"partnership:{record.pk}"]}


def test_partnership_for_its_parties_only_is_told_to_nobody(follows, reader):
    record = on_wednesday(lambda: PartnershipFactory(visibility="parties"))
    follows(reader, "partnership", record)

    assert making.make_for(WEEK).editions == 0


def test_new_stage_is_told_to_who_follows_the_partnership(follows, reader):
    with time_machine.travel(LONG_AGO, tick=False):
        record = PartnershipFactory(**PUBLIC)
    follows(reader, "partnership", record)
    change = on_wednesday(
        lambda: StageChange.objects.create(partnership=record, stage="consolidating", entered_on=WEDNESDAY.date())
    )

    making.make_for(WEEK)

    assert told() == {reader.email: [f"stage:{change.pk}"]}
    assert "Partnership · now: Consolidating" in letters()[0].text


@pytest.mark.parametrize(
    ("fields", "is_told"),
    [({}, True), ({"visibility": "private"}, False), ({"status": "draft"}, False), ({"status": "cancelled"}, False)],
)
def test_event_is_told_to_who_follows_its_host(follows, reader, fields, is_told):
    host = InstitutionFactory()
    event = on_wednesday(lambda: LearningEventFactory(**fields))
    event.hosts.create(institution=host)
    follows(reader, "institution", host)

    making.make_for(WEEK)

    assert told() == ({reader.email: [f"event:{event.pk}"]} if is_told else {})


def test_new_evidence_is_told_to_who_follows_the_question(follows, reader):
    question = OpenQuestionFactory()
    with time_machine.travel(LONG_AGO, tick=False):
        finding = FindingFactory()
    evidence = on_wednesday(lambda: QuestionEvidence.objects.create(question=question, finding=finding))
    follows(reader, "question", question)

    making.make_for(WEEK)

    assert told() == {reader.email: [f"evidence:{evidence.pk}"]}


def test_hostile_title_stays_a_title(follows, reader, story):
    follows(reader, "all-story")
    story(title='<a href="https://evil.example">Click</a>\r\nBcc: x', summary="<img src=x onerror=alert(1)>")

    making.make_for(WEEK)

    (letter,) = letters()
    assert "\n" not in letter.subject
    assert "<img" not in letter.html
    assert 'href="https://evil.example"' not in letter.html


@pytest.mark.parametrize(("of", "title"), [("now", "Un récit"), ("before", "A story")])
def test_translation_is_shown_as_long_as_it_still_holds(follows, reader, story, of, title):
    follows(reader, "all-story")
    choose(reader, language="fr")
    piece = story(title="A story")
    wording = piece.published_revision.sha256 if of == "now" else "0" * 64
    piece.translations.create(language="fr", content={"title": "Un récit"}, of_sha256=wording)

    making.make_for(WEEK)

    assert title in letters()[0].text
