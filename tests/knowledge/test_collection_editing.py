"""Collections as the secretariat makes them: begun, filled, put in order, and nothing of it by anybody else."""

import uuid

import pytest
from django.urls import reverse

from community.models import AuditEntry, User
from knowledge.models import Collection, CollectionItem
from knowledge.models.choices import State
from knowledge.personal_data import tell
from knowledge.services import collections as services
from knowledge.services.merging import merge_resources
from tests.factories.community import MembershipFactory, UserFactory
from tests.factories.events import LearningEventFactory
from tests.factories.knowledge import (
    CollectionFactory,
    FindingFactory,
    OpenQuestionFactory,
    ResourceFactory,
    StoryFactory,
)

pytestmark = pytest.mark.django_db
NEW = "/en/collections/new/"


@pytest.fixture
def editor(client):
    user = UserFactory(role=User.Role.EDITOR)
    client.force_login(user)
    return user


def page(name, collection, *args):
    return reverse(f"knowledge:collection_{name}", args=[collection.slug, *args])


def typed(**fields):
    told = {"title": "For auditors", "introduction": "Read these.", "language": "en", "audience": "public"}
    return told | {"creation_key": str(uuid.uuid4())} | fields


def order(collection):
    return [item.subject.title for item in collection.items.all()]


def test_a_collection_is_begun_once_however_often_the_form_is_sent(client, editor):
    sent = typed(introduction="<p>Read <script>x</script>these.</p>")

    answers = [client.post(NEW, sent) for _n in range(2)]

    made = Collection.objects.get()
    assert {answer["Location"] for answer in answers} == {made.get_absolute_url()}
    assert (made.title, made.introduction, made.body_text, made.maker) == (
        "For auditors",
        "<p>Read these.</p>",
        "Read these.",
        editor,
    )


def test_two_of_one_title_have_two_addresses(client, editor):
    for _n in range(2):
        client.post(NEW, typed(title="New"))

    assert sorted(Collection.objects.values_list("slug", flat=True)) == ["new-2", "new-3"]


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"title": "…"}, {"audience": "x"}, {"language": "xx"}, {"theme": "9"}, {"title": "x" * 201}],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(client, editor, wrong):
    answer = client.post(NEW, typed(**wrong))

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, list(wrong))
    assert "Read these." in answer.content.decode()
    assert Collection.objects.count() == 0


def test_a_theme_is_one_that_a_text_bears_which_the_editor_reads(client, editor):
    StoryFactory().themes.add("Audit")
    StoryFactory(state=State.DRAFT).themes.add("Secret")

    offered = client.get(NEW).context["form"].fields["theme"].queryset

    assert [tag.name for tag in offered] == ["Audit"]


def test_who_saves_second_is_told_and_keeps_what_was_typed(client, editor):
    collection = CollectionFactory()
    form = client.get(page("edit", collection)).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"title": "Mine"}
    theirs = Collection.objects.get(pk=collection.pk)
    theirs.title = "Theirs"
    services.save_collection(collection=theirs, seen=theirs.version, by=editor)

    refused = client.post(page("edit", collection), sent)
    again = {name: refused.context["form"][name].value() or "" for name in form.fields}

    assert refused.status_code == 409
    assert [each["stored"] for each in refused.context["differences"]] == ["Theirs"]
    assert client.post(page("edit", collection), again).status_code == 302
    collection.refresh_from_db()
    assert (collection.title, collection.slug) == ("Mine", theirs.slug)


def test_pages_are_put_in_by_their_address_at_the_end(client, editor):
    collection = CollectionFactory()
    finding = reverse("knowledge:finding", args=[FindingFactory(title="Three").pk])
    things = [StoryFactory(title="One"), FindingFactory(title="Two")]
    addresses = [*(thing.get_absolute_url() for thing in things), finding]

    for address in addresses:
        client.post(page("add", collection), {"subject": f"http://testserver{address}", "note": "Why."})
    question = OpenQuestionFactory(text="Four?")
    client.post(page("add", collection), {"subject": question.get_absolute_url().replace("/en/", "/fr/")})

    assert [str(item.subject) for item in collection.items.all()] == ["One", "Two", "Three", "Four?"]
    assert [item.note for item in collection.items.all()] == ["Why.", "Why.", "Why.", ""]


def test_what_stands_there_already_gets_its_note_anew(client, editor):
    story = StoryFactory()
    collection = CollectionFactory(holding=[story])

    client.post(page("add", collection), {"subject": story.get_absolute_url(), "note": "Read it first."})

    assert [item.note for item in collection.items.all()] == ["Read it first."]


def test_only_published_texts_findings_and_questions_are_put_in(client, editor):
    collection = CollectionFactory()
    draft, event = StoryFactory(state=State.IN_REVIEW), LearningEventFactory()

    answers = [
        client.post(page("add", collection), {"subject": address})
        for address in (draft.get_absolute_url(), event.get_absolute_url(), "/en/", "http://[", "words")
    ]

    words = "This is no page of a text, finding or question that is published. Copy its address."
    assert [answer.context["form"].errors["subject"] for answer in answers] == [[words]] * 5
    assert collection.items.count() == 0


def test_a_full_collection_says_so(client, editor, monkeypatch):
    monkeypatch.setattr(services, "MOST_ITEMS", 1)
    collection = CollectionFactory(holding=[StoryFactory()])

    answer = client.post(page("add", collection), {"subject": StoryFactory().get_absolute_url()})

    assert answer.context["form"].non_field_errors() == [
        "A collection holds at most 1 text. Take one out first, or begin another collection."
    ]
    assert collection.items.count() == 1


def test_from_its_own_page_a_text_is_put_into_a_collection(client, editor):
    collection, story = CollectionFactory(), StoryFactory(title="A story")
    address = reverse("knowledge:collect", args=[story.slug])

    assert address in client.get(story.get_absolute_url()).content.decode()
    answer = client.post(address, {"collection": collection.pk, "note": ""})

    assert answer["Location"] == story.get_absolute_url()
    assert order(collection) == ["A story"]
    assert client.get(address).context["here"] == [collection]


@pytest.mark.parametrize(
    ("moved", "to", "becomes"),
    [
        ("A", "up", ["A", "hidden", "B", "C"]),
        ("A", "down", ["hidden", "B", "A", "C"]),
        ("B", "up", ["B", "A", "hidden", "C"]),
        ("C", "up", ["A", "hidden", "C", "B"]),
        ("C", "down", ["A", "hidden", "B", "C"]),
        ("B", "aside", ["A", "hidden", "B", "C"]),
    ],
)
def test_a_text_moves_by_one_that_is_seen(client, editor, moved, to, becomes):
    hidden = StoryFactory(title="hidden", state=State.IN_REVIEW)
    collection = CollectionFactory(
        holding=[StoryFactory(title="A"), hidden, StoryFactory(title="B"), StoryFactory(title="C")]
    )
    item = collection.items.get(piece__title=moved)

    answer = client.post(page("move", collection, item.pk), {"to": to})

    assert answer["Location"] == f"{collection.get_absolute_url()}#entry-{item.pk}"
    assert order(collection) == becomes


def test_buttons_lead_nowhere_at_either_end(client, editor):
    collection = CollectionFactory(holding=[StoryFactory(title="A"), StoryFactory(title="B")])

    html = client.get(collection.get_absolute_url()).content.decode()

    assert (html.count('value="up"'), html.count('value="down"')) == (1, 1)


def test_a_text_is_taken_out_and_stays_where_it_is_from(client, editor):
    story = StoryFactory()
    collection = CollectionFactory(holding=[story])
    item = collection.items.get()

    codes = [client.post(page("take_out", collection, item.pk)).status_code for _n in range(2)]

    assert (codes, collection.items.count()) == ([302, 302], 0)
    assert client.get(story.get_absolute_url()).status_code == 200


def test_an_entry_of_another_collection_is_not_moved(client, editor):
    mine, other = CollectionFactory(), CollectionFactory(holding=[StoryFactory()])

    assert client.post(page("move", mine, other.items.get().pk), {"to": "up"}).status_code == 404


def test_a_collection_is_deleted_after_a_question_and_the_log_says_by_whom(client, editor):
    collection = CollectionFactory(title="For auditors", holding=[StoryFactory()])

    asked = client.get(page("delete", collection))
    before = Collection.objects.count()
    client.post(page("delete", collection))

    assert (asked.status_code, before, Collection.objects.count(), CollectionItem.objects.count()) == (200, 1, 0, 0)
    assert list(AuditEntry.objects.values_list("actor", "detail")) == [(editor.pk, "deleted: For auditors")]


@pytest.mark.parametrize(("signed_in", "code"), [(False, 302), (True, 403)])
def test_collections_are_made_by_the_secretariat_alone(client, signed_in, code):
    story = StoryFactory()
    collection = CollectionFactory(holding=[story])
    pk = collection.items.get().pk
    if signed_in:
        client.force_login(MembershipFactory().user)

    pages = [NEW, reverse("knowledge:collect", args=[story.slug])]
    pages += [page(name, collection) for name in ("edit", "delete", "add")]
    asked = {client.get(address).status_code for address in pages}
    sent = {client.post(address).status_code for address in [*pages, page("move", collection, pk)]}
    sent.add(client.post(page("take_out", collection, pk)).status_code)

    assert (asked, sent) == ({code}, {code})
    html = client.get(collection.get_absolute_url()).content.decode()
    assert [word in html for word in ("Take it out", "/edit/", "/add/")] == [False, False, False]


def test_one_that_is_being_put_together_is_not_there_for_members(client):
    collection = CollectionFactory(audience=Collection.Audience.SECRETARIAT)
    client.force_login(MembershipFactory().user)

    assert {client.get(page(name, collection)).status_code for name in ("edit", "delete", "add")} == {404}


def test_two_records_of_one_publication_that_both_stand_there_become_one_entry(editor):
    keep, drop = ResourceFactory(title="Keep"), ResourceFactory(title="Drop")
    collection = CollectionFactory(holding=[drop, StoryFactory(title="Between"), keep])

    merge_resources(keep=keep, drop=drop, by=editor)

    assert order(collection) == ["Between", "Keep"]


def test_what_a_person_put_together_is_in_the_file_of_their_data(editor):
    CollectionFactory(title="For auditors", maker=editor)

    assert [each["title"] for each in tell(editor)["collections"]] == ["For auditors"]
