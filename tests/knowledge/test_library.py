"""Upkeep of the library: suggesting, importing, and what is said about a resource."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from community.models import AuditEntry, User
from knowledge import doubles
from knowledge.bibliography.works import Work
from knowledge.models import FindingNote, Resource
from knowledge.models.choices import ResponseState, State
from knowledge.personal_data import tell
from knowledge.services.erasing import forget_writing
from knowledge.services.resources import bring_in
from knowledge.services.shipped_bibliography import load_bibliography
from tests.factories import InstitutionFactory, UserFactory, member_of
from tests.factories.knowledge import FindingFactory, ResourceFactory

pytestmark = pytest.mark.django_db
IMPORT = "/en/resources/import/"
BROKEN = "@article{a, title = {Fine}, year = 2001}\n@article{b, title = {No end\n@book{c, title = {Fine too}}\n"


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


def upload(client, content, name="list.bib"):
    content = content.encode() if isinstance(content, str) else content
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content)})


def suggest(client, **typed):
    told = {"title": "A guide", "resource_type": "guide", "language": "en", "creation_key": str(uuid.uuid4())}
    return client.post("/en/resources/new/", told | typed)


def test_a_broken_entry_is_named_and_the_rest_comes_in(client, editor):
    looked = upload(client, BROKEN)
    plan = looked.context["plan"]
    form = looked.context["form"]
    came = client.post(IMPORT, {"bring": "1", "text": form.initial["text"], "name": form.initial["name"]})

    assert [(row.place, row.fault) for row in plan.faulty] == [
        ("line 2", "The entry that begins “@article{b, title = {No end” does not end: a bracket or a comma is missing.")
    ]
    assert Resource.objects.count() == 2
    assert "line 2" in came.content.decode()
    assert sorted(Resource.objects.values_list("title", "state", "published_by")) == [
        ("Fine", State.PUBLISHED, editor.pk),
        ("Fine too", State.PUBLISHED, editor.pk),
    ]


def test_looking_at_a_file_stores_nothing(client, editor):
    upload(client, BROKEN)

    assert Resource.objects.count() == 0


def test_a_file_brought_twice_comes_in_once(client, editor):
    for _ in range(2):
        client.post(IMPORT, {"bring": "1", "text": BROKEN})

    assert Resource.objects.count() == 2


def test_what_is_imported_has_a_wording_that_readers_have(editor):
    new = bring_in([Work(title="Fine", year=2001)], by=editor, source="list.bib").new[0]

    new.refresh_from_db()
    assert new.published_revision.content["title"] == "Fine"
    assert [(each.state, each.by, each.reason) for each in new.state_entries.all()] == [
        (State.PUBLISHED, editor, "list.bib")
    ]


@pytest.mark.parametrize(
    ("work", "is_here"),
    [
        (Work(title="ANOTHER title", doi="10.1000/x"), True),
        (Work(title="apprendre à deux", year=2019), True),
        (Work(title="Apprendre a  deux"), True),
        (Work(title="Apprendre à deux", year=2020), False),
        (Work(title="Apprendre à deux", year=2019, doi="10.1000/y"), False),
        (Work(title="Something else", year=2019), False),
    ],
)
def test_what_is_here_is_known_by_doi_or_by_title_and_year(editor, work, is_here):
    here = ResourceFactory(title="Apprendre à deux", year=2019, doi="10.1000/x")

    assert doubles.known([work], editor) == ({0: here} if is_here else {})


def test_what_its_reader_may_not_see_is_not_known(member):
    ResourceFactory(title="Another’s draft", year=2019, state=State.DRAFT)

    assert doubles.known([Work(title="Another’s draft", year=2019)], member) == {}


def test_one_work_twice_in_a_file_comes_in_once(client, editor):
    text = "title,year,doi\nOne,2001,\none,2001,\nTwo,,10.1000/x\nZwei,,https://doi.org/10.1000/X\n"

    plan = upload(client, text, "list.csv").context["plan"]

    assert [row.work.title for row in plan.new] == ["One", "Two"]
    assert [(row.place, row.fault) for row in plan.faulty] == [
        ("line 3", "It stands in this file twice: see line 2."),
        ("line 5", "It stands in this file twice: see line 4."),
    ]


def test_gaps_are_filled_and_nothing_is_replaced(editor):
    here = ResourceFactory(title="One", year=2001, place="", volume="7")
    work = Work(title="One", year=2001, place="Oslo", volume="8", authors=("Lee, B.",))

    brought = bring_in([work], by=editor, fill=True)

    here.refresh_from_db()
    assert (here.place, here.volume, here.authors, here.version) == ("Oslo", "7", ["Mensah, Ama"], 2)
    assert [each.pk for each in brought.filled] == [here.pk]
    assert bring_in([work], by=editor, fill=True).here == [here]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "empty.bib", "The submitted file is empty."),
        (b"\x00\x01\x02", "binary.bib", "This is no text file. Save the list as CSV, BibTeX, RIS or CSL-JSON first."),
        (b"x" * 3_000_001, "large.bib", "The file is larger than 3 MB. Bring it in parts."),
        (
            b"title\n" + b"".join(b"Work %d\n" % n for n in range(501)),
            "many.csv",
            "There are 501 entries in it, and 500 come in at once. Bring it in parts.",
        ),
    ],
)
def test_a_file_that_cannot_come_in_is_refused_in_words(client, editor, content, name, words):
    answer = upload(client, content, name)

    assert answer.context["form"].errors["file"] == [words]
    assert Resource.objects.count() == 0


@pytest.mark.parametrize(("content", "title"), [("é".encode("cp1252"), "é"), ("é".encode("utf-16"), "é")])
def test_files_of_older_programs_are_read(client, editor, content, title):
    head = "title\n".encode("utf-16" if content.startswith(b"\xff\xfe") else "cp1252")

    plan = upload(client, head + content.removeprefix(b"\xff\xfe"), "old.csv").context["plan"]

    assert [row.work.title for row in plan.new] == [title]


def test_the_bibliography_that_comes_along_is_loaded_once():
    assert load_bibliography() == 17

    Resource.objects.filter(title="Partners in Audit").update(title="Put right")
    assert load_bibliography() == 0
    undated = Resource.objects.get(title="Common Twinning Manual")
    assert (undated.year, undated.publishers, undated.resource_type) == (None, ["European Commission"], "manual")


def test_the_command_brings_a_file_and_names_what_is_broken(tmp_path, capsys):
    path = tmp_path / "list.bib"
    path.write_text(BROKEN)

    call_command("load_bibliography", path)

    told = capsys.readouterr()
    assert told.out == "list.bib: 2 new, 0 filled, 0 here already, 1 with a fault\n"
    assert told.err.startswith("line 2: The entry that begins")
    with pytest.raises(CommandError):
        call_command("load_bibliography", tmp_path / "none.bib")


def test_a_suggestion_is_a_draft_of_who_made_it(client, member):
    key = str(uuid.uuid4())
    typed = {
        "authors": "Mensah, Ama\n\nAn office",
        "year": "٢٠١٩",
        "doi": "https://doi.org/10.1000/X",
        "creation_key": key,
    }

    answers = [suggest(client, **typed) for _ in range(2)]

    made = Resource.objects.get()
    assert (made.author, made.state, made.authors, made.year, made.doi) == (
        member,
        State.DRAFT,
        ["Mensah, Ama", "An office"],
        2019,
        "10.1000/x",
    )
    assert {answer["Location"] for answer in answers} == {reverse("knowledge:edit", args=[made.slug])}


def test_what_is_here_already_is_said_before_it_is_suggested_again(client, member):
    ResourceFactory(title="A Guide", year=None)

    told = suggest(client)
    insisted = suggest(client, is_another="on")

    assert told.context["form"].errors["title"] == ["This seems to be here already: “A Guide”."]
    assert insisted.status_code == 302
    assert Resource.objects.count() == 2


@pytest.mark.parametrize(
    "typed",
    [{"title": "…"}, {"year": "19"}, {"year": "x"}, {"doi": "no doi"}, {"url": "javascript:x"}, {"authors": "x" * 251}],
)
def test_what_cannot_be_is_said_beside_its_field(client, member, typed):
    answer = suggest(client, **typed)

    assert list(answer.context["form"].errors) == list(typed)
    assert str(*typed.values()) in answer.content.decode()


def test_a_listed_resource_is_put_right_in_place(client, editor):
    resource = ResourceFactory(title="With a slip", summary="")
    address = reverse("knowledge:edit", args=[resource.slug])
    form = client.get(address).context["form"]
    typed = {name: value for name in form.fields if (value := form[name].value())}

    answer = client.post(
        address, typed | {"title": "Without", "authors": "Lee, B.\nMensah, Ama", "levels": ["individual"]}
    )

    assert answer.status_code == 302, answer.context["form"].errors
    resource.refresh_from_db()
    assert (resource.title, resource.authors, resource.levels, resource.state) == (
        "Without",
        ["Lee, B.", "Mensah, Ama"],
        ["individual"],
        State.PUBLISHED,
    )
    assert resource.published_revision.content["title"] == "Without"


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


@pytest.mark.parametrize("name", ["resource_import", "resource_doubles"])
def test_upkeep_is_for_the_secretariat(client, member, name):
    assert client.get(reverse(f"knowledge:{name}")).status_code == 403
