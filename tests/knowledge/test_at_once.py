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


@pytest.mark.parametrize("before", [0, 1])
def test_questions_asked_at_once_have_numbers_of_their_own(editor, before):
    for _each in range(before):
        OpenQuestionFactory()
    texts = [f"What works in case {number}?" for number in range(6)]

    done = at_once(*(asked(text, editor) for text in texts))

    assert [each for each in done if isinstance(each, Exception)] == []
    assert sorted(OpenQuestion.objects.values_list("number", flat=True)) == list(range(1, len(texts) + before + 1))


def test_one_question_sent_twice_at_once_is_one(editor):
    done = at_once(*(asked("Is what works  what lasts?", editor) for _each in range(4)))

    assert [each for each in done if isinstance(each, Exception)] == []
    assert OpenQuestion.objects.count() == 1


def test_one_finding_sent_twice_at_once_is_one(editor):
    made = FindingFactory.build(source=ResourceFactory(), condition=FindingFactory().condition)
    told = FindingFactory()

    def enter():
        facts = {field.attname: getattr(told, field.attname) for field in Finding._meta.concrete_fields}
        fresh = Finding(**facts | {"id": None, "source_id": made.source_id})
        return add_finding(finding=fresh, by=editor)

    done = at_once(*(enter for _each in range(4)))

    assert [each for each in done if isinstance(each, Exception)] == []
    assert Finding.objects.filter(source=made.source_id).count() == 1
