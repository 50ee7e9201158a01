"""Many publications at once: what a file holds, what is here already, and what comes in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from community.models import User
from knowledge import doubles
from knowledge.bibliography.works import Work
from knowledge.models import Resource
from knowledge.models.choices import State
from knowledge.services.resources import bring_in
from knowledge.services.shipped_bibliography import load_bibliography
from tests.factories import InstitutionFactory, UserFactory, member_of
from tests.factories.knowledge import ResourceFactory

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


@pytest.mark.parametrize("name", ["resource_import", "resource_doubles"])
def test_upkeep_is_for_the_secretariat(client, member, name):
    assert client.get(reverse(f"knowledge:{name}")).status_code == 403
