"""Two people in the same moment: both things are kept, under numbers of their own."""

import pytest

from knowledge.models import Finding, OpenQuestion
from knowledge.services.findings import add_finding
from knowledge.services.questions import add_question
from tests.events.at_once import at_once
from tests.factories.community import UserFactory
from tests.factories.knowledge import FindingFactory, OpenQuestionFactory, ResourceFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def editor():
    return UserFactory(role="editor")


def asked(text, editor):
    return lambda: add_question(question=OpenQuestion(text=text), by=editor)


def test_questions_asked_at_once_have_numbers_of_their_own(editor):
    OpenQuestionFactory(number=7)

    done = at_once(*(asked(f"What works in case {number}?", editor) for number in range(6)))

    assert [each for each in done if isinstance(each, Exception)] == []
    assert sorted(OpenQuestion.objects.values_list("number", flat=True)) == [7, 8, 9, 10, 11, 12, 13]


def test_one_question_sent_twice_at_once_is_one(editor):
    done = at_once(*[asked("Does what works last?", editor)] * 4)

    assert [each for each in done if isinstance(each, Exception)] == []
    assert OpenQuestion.objects.get().number == 1


def test_one_finding_sent_twice_at_once_is_one(editor):
    told = FindingFactory()
    facts = {field.attname: getattr(told, field.attname) for field in Finding._meta.concrete_fields}
    facts |= {"id": None, "source_id": ResourceFactory().pk}

    done = at_once(*[lambda: add_finding(finding=Finding(**facts), by=editor)] * 4)

    assert [each for each in done if isinstance(each, Exception)] == []
    assert Finding.objects.get(source=facts["source_id"]).title == told.title
