"""Two people at one part: the second sees both texts, and nothing that was typed is lost."""

import pytest

from community.models import AuditEntry
from partnerships.models import LearningEntry
from tests.factories import InstitutionFactory, member_of, partnership_between
from tests.partnerships.parts_typed import EDITABLE, address, part_of, read_of, send, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def asks():
    return InstitutionFactory()


@pytest.fixture
def record(asks):
    return partnership_between(asks)


@pytest.fixture(autouse=True)
def party(client, asks):
    person = member_of(asks)
    client.force_login(person)
    return person


@pytest.fixture
def lesson(record):
    return part_of(record, "lesson")


def changed_meanwhile(item, **words):
    for name, value in words.items():
        setattr(item, name, value)
    item.save()


def test_the_second_of_two_sees_both_texts(client, lesson, asks):
    read = read_of(client, "edit", "lesson", lesson)
    changed_meanwhile(lesson, title="Their words.")

    answer = client.post(address("edit", "lesson", lesson), typed("lesson", asks, title="My words.", read=read))

    assert answer.status_code == 409
    assert [(each["typed"], each["stored"], each["is_mine"]) for each in answer.context["wordings"]] == [
        (["My words."], ["Their words."], True)
    ]
    assert answer.context["form"]["title"].value() == "My words."
    lesson.refresh_from_db()
    assert lesson.title == "Their words."


def test_where_one_changed_nothing_the_stored_words_are_proposed(client, lesson, asks):
    read = read_of(client, "edit", "lesson", lesson)
    changed_meanwhile(lesson, title="Their words.")

    answer = client.post(address("edit", "lesson", lesson), typed("lesson", asks, text="My addition.", read=read))

    assert [(each["name"], each["is_mine"]) for each in answer.context["wordings"]] == [
        ("title", False),
        ("text", True),
    ]


@pytest.mark.parametrize(("kept", "title"), [("typed", "My words."), ("stored", "Their words.")])
def test_the_writer_chooses_answer_by_answer(client, lesson, asks, kept, title):
    first = read_of(client, "edit", "lesson", lesson)
    changed_meanwhile(lesson, title="Their words.")
    mine = typed("lesson", asks, title="My words.", text="My addition.")
    answer = client.post(address("edit", "lesson", lesson), mine | {"read": first})

    again = mine | {"read": answer.context["form"].read, "keep-title": kept}
    assert client.post(address("edit", "lesson", lesson), again).status_code == 302

    lesson.refresh_from_db()
    assert (lesson.title, lesson.text) == (title, "My addition.")


def test_a_page_that_says_nothing_of_what_it_read_overwrites_nothing(client, lesson, asks):
    answer = client.post(address("edit", "lesson", lesson), typed("lesson", asks, title="My words.", read="…"))

    assert answer.status_code == 409
    lesson.refresh_from_db()
    assert lesson.title == "Calls beat visits."


def test_keeping_everything_that_is_stored_changes_nothing(client, lesson, asks):
    read = read_of(client, "edit", "lesson", lesson)
    changed_meanwhile(lesson, title="Their words.")
    mine = typed("lesson", asks, title="My words.", read=read)
    fresh = client.post(address("edit", "lesson", lesson), mine).context["form"].read

    client.post(address("edit", "lesson", lesson), mine | {"read": fresh, "keep-title": "stored"})

    assert not AuditEntry.objects.exists()
    assert LearningEntry.objects.get().title == "Their words."


@pytest.mark.parametrize("part", EDITABLE)
def test_saving_what_is_there_changes_nothing(client, record, asks, part):
    item = part_of(record, part, institution=asks)

    send(client, "edit", part, item, typed(part, asks))

    assert type(item).objects.get().updated_at == item.updated_at


@pytest.mark.parametrize("part", EDITABLE)
def test_every_kind_of_part_tells_its_second_writer(client, record, asks, part):
    item = part_of(record, part, institution=asks)
    read = read_of(client, "edit", part, item)
    item.save()
    name = next(
        name for name in ("note", "text", "description", "why", "commitment", "title", "name") if name in dir(item)
    )

    answer = client.post(address("edit", part, item), typed(part, asks, read=read, **{name: "Other words"}))

    assert [each["name"] for each in answer.context["wordings"]] == [name]


def test_what_was_changed_meanwhile_is_read_again_before_it_is_removed(client, lesson):
    read = read_of(client, "remove", "lesson", lesson)
    changed_meanwhile(lesson, title="Their words.")

    answer = client.post(address("remove", "lesson", lesson), {"read": read})

    assert answer.status_code == 409
    assert "Remove “Their words.”?" in answer.content.decode()
    client.post(address("remove", "lesson", lesson), {"read": answer.context["read"]})
    assert not LearningEntry.objects.exists()


def test_words_for_what_was_removed_meanwhile_can_be_added_anew(client, lesson, asks):
    page, mine = address("edit", "lesson", lesson), typed("lesson", asks, title="My words.")
    read = read_of(client, "edit", "lesson", lesson)
    lesson.delete()

    answer = client.post(page, mine | {"read": read})

    assert answer.status_code == 409
    assert answer.context["form"]["title"].value() == "My words."
    assert not LearningEntry.objects.exists()
    client.post(answer.context["action"], mine)
    assert LearningEntry.objects.get().title == "My words."
