"""Every form of what is known and of digests, sent with a value for each column of its row: only what it asks is written.

The values can be told apart from all others: a stranger's key, a moment in 2001, a word of its own.
"""

import uuid
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.urls import reverse

from community.models import Institution, User
from core.registry import kept_list
from digests.models import DigestChoice, Edition, SavedSearch
from digests.models.choices import Rhythm
from digests.periods import next_periods
from digests.services.choices import keep_search
from knowledge.models import (
    Challenge,
    Consent,
    Finding,
    FindingNote,
    Method,
    OpenQuestion,
    PieceFile,
    PieceImage,
    Recommendation,
    Resource,
    ReviewComment,
    Story,
    Translation,
    Uptake,
)
from knowledge.models.choices import State
from knowledge.revisions import revision_of
from tests.factories import InstitutionFactory, UserFactory
from tests.factories.knowledge import (
    FindingFactory,
    OpenQuestionFactory,
    ResourceFactory,
    StoryFactory,
)
from tests.given_files import pdf, picture
from tests.knowledge.curating import case
from tests.knowledge.writing import draft, member

pytestmark = pytest.mark.django_db
WORD, NUMBER, MOMENT = "hostile", 4242, datetime(2001, 1, 1, tzinfo=UTC)
# What stands in the row by itself, and is compared with nothing.
BY_ITSELF = {"id", "created_at", "updated_at", "piece_ptr"}


@pytest.fixture
def author(client):
    user = member()
    client.force_login(user)
    return user


@pytest.fixture
def editor():
    return UserFactory(role=User.Role.EDITOR)


def hostile(field):
    """What nobody would have written into this column."""
    if isinstance(field, models.ForeignKey):
        made = {User: UserFactory, Institution: InstitutionFactory}.get(field.related_model)
        return made().pk if made else NUMBER
    if field.name == "state":
        return {"Piece": State.PUBLISHED.value}.get(field.model.__name__, WORD)
    if isinstance(field, models.BooleanField):
        return True
    if isinstance(field, models.DateField):
        return MOMENT if isinstance(field, models.DateTimeField) else MOMENT.date()
    if isinstance(field, models.UUIDField):
        return uuid.UUID(int=NUMBER)
    return NUMBER if isinstance(field, models.IntegerField) else WORD


def columns(model):
    return {field.name: field for field in model._meta.concrete_fields if field.name not in BY_ITSELF}


def values_on(client, address):
    """The fields of a form as a browser would send them back."""
    form = client.get(address).context["form"]
    values = {form.add_prefix(name): form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items() if value is not False}


def send(client, address, typed, model):
    """What is asked as it was typed, and every other column of the row beside it; which of those were written."""
    smuggled = {name: hostile(field) for name, field in columns(model).items() if name not in typed}
    before = {row.pk: row for row in model.objects.all()}

    answer = client.post(address, smuggled | {f"{name}_id": value for name, value in smuggled.items()} | typed)

    assert answer.status_code == 302, answer.context and answer.context.get("form") and answer.context["form"].errors
    row = max(model.objects.all(), key=lambda each: (each.pk not in before, each.pk))
    told = [name for name, value in smuggled.items() if getattr(row, columns(model)[name].attname) == value]
    stored = before.get(row.pk)
    return [name for name in told if stored is None or getattr(stored, name) != getattr(row, name)]


@pytest.mark.parametrize(("name", "model"), [("story", Story), ("method", Method), ("challenge", Challenge)])
def test_beginning(client, author, name, model):
    address = reverse(f"knowledge:{name}_new")

    assert send(client, address, values_on(client, address) | {"title": "A title"}, model) == []


def test_writing(client, author):
    address = reverse("knowledge:edit", args=[draft(author).slug])

    assert send(client, address, values_on(client, address), Story) == []


def test_suggesting_a_resource(client, author):
    address = reverse("knowledge:resource_new")

    assert send(client, address, values_on(client, address) | {"title": "A guide", "language": "en"}, Resource) == []


def test_adding_a_file(client, author):
    typed = {"title": "A paper", "file": SimpleUploadedFile("a.pdf", pdf()), "language": ""}

    assert send(client, reverse("knowledge:file_add", args=[draft(author).slug]), typed, PieceFile) == []


def test_adding_a_picture_and_changing_its_words(client, author):
    story = draft(author)
    words = {"alt": "A map", "caption": "", "credit": "An office", "people_agreed": "on", "is_decorative": ""}
    typed = words | {"file": SimpleUploadedFile("a.jpg", picture())}

    assert send(client, reverse("knowledge:image_add", args=[story.slug]), typed, PieceImage) == []
    address = reverse("knowledge:image_edit", args=[story.slug, PieceImage.objects.get().pk])
    assert send(client, address, words, PieceImage) == []


def test_telling_that_it_was_tried(client, author):
    typed = {"kind": "tried", "text": "We tried.", "institution": "", "language": "en"}

    assert send(client, reverse("knowledge:uptake", args=[StoryFactory().slug]), typed, Uptake) == []


def test_noting_beside_a_finding(client, author):
    typed = {"text": "It holds here.", "language": "en"}

    assert send(client, reverse("knowledge:finding_note", args=[FindingFactory().pk]), typed, FindingNote) == []


def test_commenting(client, author, editor):
    story = StoryFactory(author=author, state=State.IN_REVIEW)
    client.force_login(editor)
    typed = {"section": "", "quote": "", "text": "Which year?", "suggestion": ""}

    assert send(client, reverse("knowledge:comment_add", args=[story.slug]), typed, ReviewComment) == []


def test_consenting(client):
    told = case()
    told.asked()
    client.force_login(told.partner)
    address = reverse("knowledge:consent", args=[told.story.slug])
    told.story.refresh_from_db()
    typed = {"decision": "agreed", "note": "", "read": revision_of(told.story)}

    assert send(client, address, typed, Consent) == []


def test_editing_a_finding(client, editor):
    finding = FindingFactory()
    client.force_login(editor)
    address = reverse("knowledge:finding_edit", args=[finding.pk])

    assert send(client, address, values_on(client, address), Finding) == []


@pytest.mark.parametrize("name", ["edit", "review"])
def test_a_question(client, editor, name):
    question = OpenQuestionFactory()
    client.force_login(editor)
    address = reverse(f"knowledge:question_{name}", args=[question.slug])

    written = send(client, address, values_on(client, address), OpenQuestion)

    assert written == []


def test_a_recommendation(client, editor):
    client.force_login(editor)
    address = reverse("knowledge:recommendation_new", args=[ResourceFactory().slug])

    assert send(client, address, values_on(client, address) | {"text": "Do it."}, Recommendation) == []


def test_translating(client, editor):
    client.force_login(editor)
    address = reverse("knowledge:translate", args=[StoryFactory().slug, "fr"])
    typed = values_on(client, address) | {"title": "Ce que nous avons appris"}

    assert send(client, address, typed, Translation) == []


def test_choosing_how_often_the_digest_comes(client, author):
    DigestChoice.objects.create(user=author, told_until=datetime(2026, 11, 1, tzinfo=UTC))

    assert send(client, reverse("digests:mine"), {"rhythm": "monthly", "language": ""}, DigestChoice) == []


def test_naming_a_search(client, author):
    kept = kept_list("partnerships")
    search = keep_search(kept=kept, pairs=[("q", "audit")], by=author)

    typed = {"name": "Audit", "notice": "digest"}
    assert send(client, reverse("digests:search", args=[search.pk]), typed, SavedSearch) == []


def test_writing_an_edition(client, editor):
    client.force_login(editor)
    address = reverse("digests:edition", args=[next_periods()[Rhythm.WEEKLY]])

    assert send(client, address, values_on(client, address) | {"note_en": "Read this."}, Edition) == []


def test_what_is_asked_and_was_not_typed_is_told_as_written(client, author):
    """So that the others cannot pass by looking at nothing."""
    address = reverse("knowledge:edit", args=[draft(author).slug])
    typed = {name: value for name, value in values_on(client, address).items() if name != "summary"}

    assert send(client, address, typed, Story) == ["summary"]
