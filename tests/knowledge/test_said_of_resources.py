"""What is said about a resource: notes beside its findings, and what came of its recommendations."""

import pytest
from django.urls import reverse

from community.models import AuditEntry, User
from knowledge.models import FindingNote
from knowledge.models.choices import ResponseState
from knowledge.personal_data import tell
from knowledge.services.erasing import forget_writing
from tests.factories import InstitutionFactory, UserFactory, member_of
from tests.factories.knowledge import FindingFactory, ResourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = UserFactory(role=User.Role.EDITOR)
    client.force_login(user)
    return user


@pytest.fixture
def member(client):
    user = member_of(InstitutionFactory(name="Audit office"), "staff")
    client.force_login(user)
    return user


def test_a_note_stands_beside_the_finding_in_the_name_of_the_institution(client, member):
    finding = FindingFactory()
    address = reverse("knowledge:finding_note", args=[finding.pk])

    for _ in range(2):
        answer = client.post(address, {"text": "So it is here.", "language": "en"})

    assert answer["Location"] == finding.get_absolute_url()
    note = FindingNote.objects.get()
    assert (note.text, note.by, str(note.institution)) == ("So it is here.", member, "Audit office")
    assert "Audit office" in client.get(finding.source.get_absolute_url()).content.decode()


def test_a_note_is_deleted_by_its_writer_and_hidden_by_the_secretariat(client, member):
    finding = FindingFactory()
    mine, other = (finding.notes.create(text="One.", by=by) for by in (member, UserFactory()))

    answers = [client.post(reverse("knowledge:finding_note_remove", args=[each.pk])) for each in (mine, other)]
    hiding = UserFactory(role=User.Role.EDITOR)
    client.force_login(hiding)
    client.post(reverse("knowledge:finding_note_remove", args=[other.pk]))

    assert [answer.status_code for answer in answers] == [302, 403]
    assert [(each.actor, each.detail) for each in AuditEntry.objects.all()] == [(hiding, f"note {other.pk} hidden")]
    assert [(note.pk, note.hidden_at is None) for note in FindingNote.objects.all()] == [(other.pk, False)]


def test_notes_are_told_to_their_writer_and_stay_unsigned_when_they_leave(member):
    FindingFactory(title="Found").notes.create(text="So it is.", by=member)

    told = tell(member)["notes_on_findings"]
    forget_writing(member)

    assert [(each["finding"], each["text"]) for each in told] == [("Found", "So it is.")]
    assert [(note.text, note.by) for note in FindingNote.objects.all()] == [("So it is.", None)]


def test_recommendations_are_numbered_and_say_what_came_of_them(client, editor):
    resource = ResourceFactory()
    new = reverse("knowledge:recommendation_new", args=[resource.slug])

    for text in ("Plan ahead.", "Match people.", "Match people."):
        client.post(new, {"text": text, "response_state": ResponseState.NONE_KNOWN})
    edit = reverse("knowledge:recommendation_edit", args=[resource.slug, 2])
    typed = {
        "text": "Match people.",
        "response_state": ResponseState.DONE,
        "response": "We do.",
        "responded_by": "Norec",
    }
    client.post(edit, typed | {"responded_on": "2020-10-15"})

    assert client.get(reverse("knowledge:recommendation_edit", args=[resource.slug, 0])).status_code == 404
    assert list(resource.recommendations.values_list("number", "text", "response_state", "responded_by")) == [
        (1, "Plan ahead.", "none_known", ""),
        (2, "Match people.", "done", "Norec"),
    ]
