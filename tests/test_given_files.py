"""Every door by which a file comes in asks the same of it, and every way out hands it out the same."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from events.models import AgendaItem, Presentation, PresentationFile
from knowledge.models import PieceFile, PieceImage
from knowledge.models.choices import State
from partnerships.models import Document
from tests.factories import InstitutionFactory, LearningEventFactory, UserFactory, member_of, partnership_between
from tests.factories.knowledge import StoryFactory
from tests.given_files import NAME, open_text, pdf, photo, slides, table, unpacked, word
from tests.hostile_files import EICAR, huge_png
from tests.partnerships.admin_pages import fields_of

pytestmark = pytest.mark.django_db
DOOR_OF_ADMIN, DOOR_OF_PICTURES = "a document in the admin", "a picture of a story"


def document(client):
    asks = InstitutionFactory()
    record = partnership_between(asks)
    client.force_login(member_of(asks))
    return reverse("partnerships:add", args=[record.slug, "document"]), {}, Document


def document_in_admin(client):
    client.force_login(UserFactory(role="administrator"))
    address = reverse("admin:partnerships_document_add")
    return address, fields_of(client.get(address)) | {"partnership": partnership_between().pk}, Document


def slides_of_event(client):
    event = LearningEventFactory()
    client.force_login(UserFactory(role="editor"))
    item = AgendaItem.objects.create(event=event, title="Talks", starts_at=event.starts_at, ends_at=event.ends_at)
    talk = Presentation.objects.create(item=item, number=1, title="Talk")
    return reverse("events:presentation_file_add", args=[event.slug, talk.pk]), {}, PresentationFile


def draft(client):
    story = StoryFactory(author=member_of(InstitutionFactory()), state=State.DRAFT)
    client.force_login(story.author)
    return story.slug


def file_of_story(client):
    return reverse("knowledge:file_add", args=[draft(client)]), {}, PieceFile


def picture_of_story(client):
    words = {"alt": "Two auditors", "credit": "An office", "people_agreed": "on"}
    return reverse("knowledge:image_add", args=[draft(client)]), words, PieceImage


DOORS = {
    "a document of a partnership": document,
    DOOR_OF_ADMIN: document_in_admin,
    "slides of an event": slides_of_event,
    "a file of a story": file_of_story,
    DOOR_OF_PICTURES: picture_of_story,
}
REFUSED = {
    "a virus in a document": (lambda: word(**{"word/embeddings/x.bin": EICAR}), "a.docx"),
    "macros under another name": (lambda: word(**{"word/vbaProject.bin": b"x"}), "a.docx"),
    "a picture of 50,000 by 50,000": (huge_png, "a.png"),
    "a locked PDF": (lambda: pdf(password="secret"), "a.pdf"),
}
TAKEN = {"a.docx": word, "a.xlsx": table, "a.pptx": slides, "a.odt": open_text, "a.pdf": pdf, "a.jpg": photo}


def bring(client, door, content, name):
    address, data, model = DOORS[door](client)
    answer = client.post(
        address, {**data, "title": "A paper", "category": "A09", "file": SimpleUploadedFile(name, content)}
    )
    return answer, model


@pytest.mark.parametrize("condition", REFUSED)
@pytest.mark.parametrize("door", DOORS)
def test_what_does_harm_comes_in_by_no_door(client, door, condition):
    made, name = REFUSED[condition]

    answer, model = bring(client, door, made(), name)

    form = answer.context["adminform"].form if door == DOOR_OF_ADMIN else answer.context["form"]
    assert (answer.status_code, list(form.errors), model.objects.count()) == (200, ["file"], 0)


@pytest.mark.parametrize("name", TAKEN)
@pytest.mark.parametrize("door", [door for door in DOORS if door != DOOR_OF_PICTURES])
def test_what_is_kept_names_nobody_by_whatever_door_it_came(client, door, name):
    answer, model = bring(client, door, TAKEN[name](), name)

    assert answer.status_code == 302
    with model.objects.get().file.open("rb") as file:
        content = file.read()
    parts = unpacked(content).values() if content.startswith(b"PK") else [content]
    assert [part for part in parts if NAME.encode() in part] == []
