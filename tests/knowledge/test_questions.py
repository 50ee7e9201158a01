"""The board of open questions: what it shows of its evidence, and what its editors do."""

import csv
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from community.models import AuditEntry, User
from knowledge.models import OpenQuestion, QuestionEvidence
from tests.factories import LearningEventFactory, UserFactory
from tests.factories.knowledge import FindingFactory, OpenQuestionFactory, ResourceFactory, StoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    person = UserFactory(role=User.Role.EDITOR, name="Ama Mensah")
    client.force_login(person)
    return person


def page(name, question):
    return reverse(f"knowledge:{name}", args=[question.slug])


def test_evidence_of_what_a_reader_may_not_see_is_not_counted(client):
    question = OpenQuestionFactory()
    hidden = FindingFactory(title="Hidden", source=ResourceFactory(audience="community"))
    question.evidence.create(finding=hidden, bearing="for")
    question.evidence.create(finding=FindingFactory(title="Shown"), bearing="for")
    question.evidence.create(event=LearningEventFactory(status="draft", title="A draft"), bearing="context")

    (row,) = client.get(reverse("knowledge:questions")).context["rows"]
    text = client.get(question.get_absolute_url()).content.decode()
    lines = b"".join(client.get(reverse("knowledge:questions_export"))).decode().splitlines()

    assert [(str(bearing), count) for bearing, count in row["evidence"]] == [("for", 1)]
    assert ("Shown" in text, "Hidden" in text, "A draft" in text) == (True, False, False)
    assert [(each["for"], each["context"]) for each in csv.DictReader(lines)] == [("Shown", "")]


def test_the_board_is_filtered_by_state(client):
    OpenQuestionFactory(text="Still open?")
    OpenQuestionFactory(text="Told?", state="answered", answer="Yes.")

    shown = {
        state: [str(row["question"]) for row in client.get(f"/en/questions/?state={state}").context["rows"]]
        for state in ("open", "answered", "partly", "nonsense")
    }

    assert shown == {
        "open": ["Still open?"],
        "answered": ["Told?"],
        "partly": [],
        "nonsense": ["Still open?", "Told?"],
    }


def test_board_and_page_cost_the_same_with_ten_rows(client, django_assert_max_num_queries):
    question = OpenQuestionFactory(last_reviewed_by=UserFactory())
    for rows in (1, 9):
        for each in OpenQuestionFactory.create_batch(rows, last_reviewed_by=UserFactory()):
            each.evidence.create(finding=FindingFactory())
        for _row in range(rows):
            question.evidence.create(finding=FindingFactory())
            question.evidence.create(piece=StoryFactory())
            question.evidence.create(event=LearningEventFactory())
        with django_assert_max_num_queries(6):
            client.get(reverse("knowledge:questions"))
        with django_assert_max_num_queries(6):
            client.get(question.get_absolute_url())


def test_a_former_address_leads_to_the_question(client):
    question = OpenQuestionFactory()
    question.former_slugs.create(slug="once")

    answer = client.get("/en/questions/once/")

    assert (answer.status_code, answer.url) == (301, question.get_absolute_url())


def test_a_question_is_asked_once_under_the_next_number(client, editor):
    OpenQuestionFactory(number=20)

    answers = [
        client.post(reverse("knowledge:question_new"), {"text": "Why is it so?", "why": ""}) for _time in range(2)
    ]

    asked = OpenQuestion.objects.get(text="Why is it so?")
    assert (asked.number, asked.slug) == (21, "why-is-it-so")
    assert {answer.url for answer in answers} == {asked.get_absolute_url()}


def test_a_review_says_who_looked_and_when(client, editor):
    question = OpenQuestionFactory()
    told = {"state": "partly", "answer": "Partly so.", "review_note": "One new finding.", "seen": 1}

    with time_machine.travel("2027-03-01 12:00Z"):
        client.force_login(editor)
        client.post(page("question_review", question), told)
        shown = client.get(question.get_absolute_url()).content.decode()

    question.refresh_from_db()
    assert (question.state, question.last_reviewed_on, question.last_reviewed_by) == (
        "partly",
        date(2027, 3, 1),
        editor,
    )
    assert "by Ama Mensah" in shown


def test_evidence_since_the_last_review_is_marked(client):
    question = OpenQuestionFactory(last_reviewed_on=date(2020, 1, 1))
    question.evidence.create(finding=FindingFactory())

    assert "new since the last review" in client.get(question.get_absolute_url()).content.decode()


def test_answered_needs_an_answer(client, editor):
    question = OpenQuestionFactory()

    answer = client.post(page("question_review", question), {"state": "answered", "answer": "", "seen": 1})

    assert answer.status_code == 200
    assert "Write the answer before you mark the question as answered." in answer.content.decode()
    assert OpenQuestion.objects.get().state == "open"


def test_two_editors_lose_nothing(client, editor):
    question = OpenQuestionFactory(text="Why?")
    client.post(page("question_edit", question), {"text": "Why, and how?", "seen": 1})

    second = client.post(page("question_edit", question), {"text": "Why not?", "seen": 1})

    assert second.status_code == 409
    assert "Why, and how?" in second.content.decode()
    assert "Why not?" in second.content.decode()
    assert OpenQuestion.objects.get().text == "Why, and how?"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_evidence_is_named_by_the_address_of_its_page(client, editor, language):
    question, finding, event = OpenQuestionFactory(), FindingFactory(), LearningEventFactory()
    story = StoryFactory()
    pages = [reverse("knowledge:finding", args=[finding.pk]), event.get_absolute_url(), story.get_absolute_url()]

    for address in pages:
        told = {"subject": "https://portal.example" + address.replace("/en/", f"/{language}/"), "bearing": "against"}
        assert client.post(page("question_evidence", question), told | {"note": "No."}).status_code == 302

    kept = question.evidence.with_subjects()
    assert [each.subject for each in kept] == [finding, event, story.piece_ptr]
    assert {(each.bearing, each.note, each.added_by) for each in kept} == {("against", "No.", editor)}


def test_the_same_evidence_twice_is_said_anew(client, editor):
    question, finding = OpenQuestionFactory(), FindingFactory()
    address = reverse("knowledge:finding", args=[finding.pk])

    for bearing in ("for", "against"):
        client.post(page("question_evidence", question), {"subject": address, "bearing": bearing, "note": ""})

    assert [each.bearing for each in question.evidence.all()] == ["against"]


@pytest.mark.parametrize(
    "subject", ["", "nonsense", "/en/evidence/findings/999/", "/en/", "https://[broken", "/en/questions/"]
)
def test_a_page_that_is_no_evidence_is_said_beside_the_field(client, editor, subject):
    question = OpenQuestionFactory()

    answer = client.post(page("question_evidence", question), {"subject": subject, "bearing": "for", "note": ""})

    assert list(answer.context["form"].errors) == ["subject"]
    assert QuestionEvidence.objects.count() == 0


def test_evidence_is_taken_out_once(client, editor):
    question = OpenQuestionFactory()
    pointer = question.evidence.create(finding=FindingFactory())
    address = reverse("knowledge:question_evidence_remove", args=[question.slug, pointer.pk])

    assert {client.post(address).url for _time in range(2)} == {question.get_absolute_url()}
    assert question.evidence.count() == 0


def test_a_question_is_deleted_after_a_question(client, editor):
    question = OpenQuestionFactory()

    assert client.get(page("question_delete", question)).status_code == 200
    assert client.post(page("question_delete", question)).url == reverse("knowledge:questions")
    assert OpenQuestion.objects.count() == 0
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.detail) == (editor, f"deleted: {question.text}")
