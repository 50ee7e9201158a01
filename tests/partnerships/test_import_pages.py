"""The pages of the import: upload, report, corrections, confirmation, and who may do it."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from community.models import Institution, Membership, User
from partnerships.imports import jobs
from partnerships.models import ImportJob, Partnership
from partnerships.services import imports as services
from partnerships.tasks import carry_out_import, check_import, sweep_imports
from tests.factories import (
    CountryFactory,
    InstitutionFactory,
    MembershipFactory,
    SectorFactory,
    UserFactory,
    member_of,
    partnership_between,
)
from tests.partnerships.spreadsheets import COLUMNS, sheet

pytestmark = pytest.mark.django_db

UPLOAD = "/en/partnerships/import/"
Status = ImportJob.Status


@pytest.fixture(autouse=True)
def reference():
    CountryFactory()
    CountryFactory(north=True)
    SectorFactory()


@pytest.fixture
def editor():
    return UserFactory(role=User.Role.EDITOR)


@pytest.fixture
def page(client, editor):
    client.force_login(editor)
    return client


def send(client, content, name="list.csv"):
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})


def only_job():
    return ImportJob.objects.get()


def test_upload_report_and_confirmation(page, editor):
    response = send(page, sheet({}, {"title": "Second"}))

    job = only_job()
    assert response.url == f"/en/partnerships/import/{job.pk}/"
    assert (job.owner, job.status, job.report["created"]) == (editor, Status.CHECKED, 2)
    assert not Partnership.objects.exists()
    report = page.get(response.url).content.decode()
    assert "This is what would happen" in report
    assert "Kenya Bureau of Facts" in report

    page.post(f"{response.url}confirm/")
    page.post(f"{response.url}confirm/")

    assert Partnership.objects.count() == 2
    job.refresh_from_db()
    assert (job.status, job.content) == (Status.DONE, None)
    assert "Imported" in page.get(response.url).content.decode()


def test_errors_are_shown_by_row_and_column_and_forbid_confirmation(page):
    response = send(page, sheet({"start_year": "19x8"}))

    report = page.get(response.url).content.decode()
    page.post(f"{response.url}confirm/")

    assert "Something to correct first" in report
    assert "<td>2</td><td>start_year</td><td>19x8</td>" in report
    assert "Import all rows" not in report
    assert not Partnership.objects.exists()


def test_columns_can_be_said(page):
    content = sheet({}).replace(b"title", b"what we call it", 1)
    response = send(page, content)
    assert "no column “title”" in page.get(response.url).content.decode()

    mapping = {f"column_{n}": name for n, name in enumerate(COLUMNS)}
    page.post(f"{response.url}columns/", mapping)

    assert only_job().report["created"] == 1


def test_two_columns_cannot_be_the_same(page):
    response = send(page, sheet({}))

    answer = page.post(
        f"{response.url}columns/", {f"column_{n}": "title" if n < 2 else "-" for n in range(len(COLUMNS))}
    )

    assert "Another column of the file is this one already" in answer.content.decode()


def test_a_resembling_institution_can_be_chosen(page):
    office = InstitutionFactory(name="Ministry of Public Health")
    response = send(page, sheet({"demand_institution": "Ministry of Publc Health"}))
    assert "It is “Ministry of Public Health (KE)”" in page.get(response.url).content.decode()

    page.post(f"{response.url}duplicates/", {"doubt_0": str(office.pk)})
    page.post(f"{response.url}confirm/")

    assert Partnership.objects.get().members.get(side="demand").institution == office
    assert office.other_names.get().name == "Ministry of Publc Health"
    assert not Institution.objects.filter(name="Ministry of Publc Health").exists()


@pytest.mark.parametrize(("answer", "records", "skipped"), [("new", 2, 0), ("skip", 1, 1), ("same", 1, 0)])
def test_a_possible_duplicate_is_decided(page, answer, records, skipped):
    first = send(page, sheet({"end_year": "2018"}))
    page.post(f"{first.url}confirm/")
    known = Partnership.objects.get()
    response = send(page, sheet({"title": "Facts for Kenya", "problem": "Words"}))

    page.post(f"{response.url}duplicates/", {"doubt_0": str(known.pk) if answer == "same" else answer})
    page.post(f"{response.url}confirm/")

    assert Partnership.objects.count() == records
    assert ImportJob.objects.first().report["skipped"] == skipped
    known.refresh_from_db()
    assert (known.title, known.problem) == ("Statistics for Kenya", "Words" if answer == "same" else "")


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "list.csv", "The file is empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "list.xlsx", "old Excel"),
        (b"title\n", "list.pdf", "no kind of file"),
        (b'title,x\n"A,B\n', "list.csv", "row 2 is never closed"),
        (b"a" * 5_000_001, "list.csv", "larger than 5 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_in_words(page, content, name, words):
    response = page.post(UPLOAD, {"file": SimpleUploadedFile(name, content)}, follow=True)

    assert response.status_code == 200
    assert words in response.content.decode()
    assert not Partnership.objects.exists()


def test_no_file_at_all_is_a_message_of_the_form(page):
    assert "This field is required" in page.post(UPLOAD).content.decode()


def test_values_of_the_file_are_escaped(page):
    response = send(page, sheet({"title": "<script>alert(1)</script>", "start_year": '"><img src=x>'}))

    report = page.get(response.url).content.decode()
    assert "<img src=x" not in report
    assert "<script>alert" not in report


def test_a_large_file_is_left_to_the_worker(page, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(services, "SMALL_TEXT", 10)
    queued = []
    monkeypatch.setattr(services.tasks.check_import, "delay", queued.append)
    monkeypatch.setattr(services.tasks.carry_out_import, "delay", queued.append)
    with django_capture_on_commit_callbacks(execute=True):
        response = send(page, sheet({}))
    job = only_job()
    assert (queued, job.status) == ([job.pk], Status.WAITING)
    assert "Look again" in page.get(response.url).content.decode()

    check_import(job.pk)
    check_import(job.pk)
    with django_capture_on_commit_callbacks(execute=True):
        page.post(f"{response.url}confirm/")
    assert "are being stored" in page.get(response.url).content.decode()
    carry_out_import(job.pk)
    carry_out_import(job.pk)

    assert Partnership.objects.count() == 1
    assert only_job().status == Status.DONE


def test_what_changed_between_check_and_confirmation_is_told(page, editor):
    response = send(page, sheet({}))
    User.objects.filter(pk=editor.pk).update(role=User.Role.MEMBER)
    job = only_job()
    ImportJob.objects.filter(pk=job.pk).update(status=Status.CONFIRMED)

    carry_out_import(job.pk)

    job.refresh_from_db()
    assert (job.status, job.message) == (Status.FAILED, "You may not import partnerships any more.")
    assert not Partnership.objects.exists()
    assert response.status_code == 302


def test_files_are_let_go_within_a_day(page):
    send(page, sheet({}))
    ImportJob.objects.update(created_at=timezone.now() - timedelta(hours=23))

    sweep_imports()

    job = only_job()
    assert (job.content, job.status, job.preview) == (None, Status.FAILED, {})


def test_an_interrupted_import_can_be_started_again(page):
    send(page, sheet({}))
    ImportJob.objects.update(status=Status.CONFIRMED, updated_at=timezone.now() - timedelta(hours=1))

    sweep_imports()

    job = only_job()
    assert job.status == Status.CHECKED
    assert "interrupted" in job.message
    assert job.may_be_confirmed


def test_a_check_that_got_lost_is_done_again(page, monkeypatch):
    send(page, sheet({}))
    ImportJob.objects.update(status=Status.WAITING, updated_at=timezone.now() - timedelta(hours=1))
    queued = []
    monkeypatch.setattr(check_import, "delay", queued.append)

    sweep_imports()

    assert queued == [only_job().pk]


def test_only_the_latest_unfinished_imports_of_a_person_are_kept(editor):
    for n in range(services.MOST_OPEN + 2):
        services.start_import(content=sheet({}), file_name=f"{n}.csv", by=editor)

    assert [job.file_name for job in ImportJob.objects.all()] == ["6.csv", "5.csv", "4.csv", "3.csv", "2.csv"]


def test_the_template_goes_through_the_import(page):
    as_csv = b"".join(page.get(reverse("partnerships:import_template", args=["csv"])).streaming_content).decode()
    as_workbook = b"".join(page.get(reverse("partnerships:import_template", args=["xlsx"])).streaming_content)

    book = openpyxl.load_workbook(io.BytesIO(as_workbook))
    assert as_csv.strip().split(",") == COLUMNS
    assert [cell.value for cell in book.worksheets[0][1]] == COLUMNS
    assert book.worksheets[1]["A2"].value == "title"
    assert page.get(reverse("partnerships:import_template", args=["pdf"])).status_code == 404


def test_the_report_can_be_taken_away(page):
    response = send(page, sheet({}))

    report = page.get(f"{response.url}report.json").json()

    assert set(report) == {"rows", "created", "updated", "unchanged", "skipped", "errors", "warnings"}


# --- Who may: the matrix row import.job.own_org ------------------------------------------------------


@pytest.fixture
def home():
    return InstitutionFactory(name="Kenya Bureau of Facts")


@pytest.fixture
def people(home):
    donor = InstitutionFactory(kind=Institution.Kind.DONOR)
    return {
        "member": MembershipFactory(institution=InstitutionFactory(), role=Membership.Role.STAFF).user,
        "pending": UserFactory(),
        "owner": member_of(home),
        "colleague": member_of(home),
        "other focal point": member_of(InstitutionFactory()),
        "donor staff": MembershipFactory(institution=donor, role=Membership.Role.STAFF).user,
        "editor": UserFactory(role=User.Role.EDITOR),
        "administrator": UserFactory(role=User.Role.ADMINISTRATOR),
    }


@pytest.mark.parametrize(
    ("who", "list_status", "job_status", "remove_status"),
    [
        ("anonymous", 302, 302, 302),
        ("pending", 403, 404, 404),
        ("member", 403, 404, 404),
        ("owner", 200, 200, 403),
        ("colleague", 200, 200, 403),
        ("other focal point", 200, 404, 404),
        ("donor staff", 200, 404, 404),
        ("editor", 200, 200, 302),
        ("administrator", 200, 200, 302),
    ],
)
def test_who_may_import(client, people, who, list_status, job_status, remove_status):
    job = services.start_import(content=sheet({"source": ""}), file_name="list.csv", by=people["owner"])
    if who != "anonymous":
        client.force_login(people[who])

    assert client.get(UPLOAD).status_code == list_status
    assert client.post(UPLOAD, {"file": SimpleUploadedFile("l.csv", sheet())}).status_code == (
        302 if list_status == 200 else list_status
    )
    for path in ("", "report.json"):
        assert client.get(f"{job.get_absolute_url()}{path}").status_code == job_status
    assert client.post(f"{job.get_absolute_url()}remove/").status_code == remove_status
    assert ImportJob.objects.filter(pk=job.pk).exists() == (remove_status != 302 or who == "anonymous")


@pytest.mark.parametrize(
    ("who", "status"),
    [("anonymous", 302), ("member", 404), ("colleague", 403), ("other focal point", 404), ("editor", 403)],
)
@pytest.mark.parametrize("act", ["columns", "duplicates", "confirm"])
def test_nobody_carries_out_the_import_of_another(client, people, who, status, act):
    job = services.start_import(content=sheet({"source": ""}), file_name="list.csv", by=people["owner"])
    if who != "anonymous":
        client.force_login(people[who])

    assert client.post(f"{job.get_absolute_url()}{act}/", {"column_0": "-"}).status_code == status

    job.refresh_from_db()
    assert (job.status, job.mapping[0]) == (Status.CHECKED, "title")
    assert not Partnership.objects.exists()


def test_an_editors_import_is_not_made_public_by_a_focal_point(client, people, editor, home):
    Membership.objects.create(user=editor, institution=home, status=Membership.Status.ACTIVE)
    job = services.start_import(content=sheet({}), file_name="list.csv", by=editor)
    client.force_login(people["colleague"])

    page = client.get(job.get_absolute_url()).text
    answer = client.post(f"{job.get_absolute_url()}confirm/")

    assert f"Only {editor.display_name}, who brought this file" in page
    assert "Import all rows" not in page
    assert "What the columns of the file are" not in page
    assert answer.status_code == 403
    assert not Partnership.objects.exists()


# --- What a colleague reads of records ---------------------------------------------------------------


@pytest.fixture
def parties(home):
    return {"demand": home, "supply": InstitutionFactory(name="Statistics Sweden", country_id="SE")}


@pytest.mark.parametrize("wording", [{"title": "Facts for Kenya"}, {"title": "Secret plan", "problem": "New"}])
def test_a_private_draft_is_named_to_nobody(client, people, parties, wording):
    partnership_between(
        **parties, title="Secret plan", slug="secret-plan", source_url="", standing="one_side", visibility="private",
        created_by=people["owner"],
    )  # fmt: skip
    job = services.start_import(content=sheet({"source": "", **wording}), file_name="l.csv", by=people["owner"])

    assert job.report["created"] == 1
    for reader in ("owner", "colleague", "editor"):
        client.force_login(people[reader])
        for path in ("", "report.json"):
            assert "secret-plan" not in client.get(f"{job.get_absolute_url()}{path}").text


@pytest.fixture
def between_others(people, home):
    """A record of an institution of the owner's in which the colleague's has no part."""
    other = InstitutionFactory(name="Uganda Bureau of Facts", country=CountryFactory(iso2="UG", name_en="Uganda"))
    MembershipFactory(user=people["owner"], institution=other, role=Membership.Role.FOCAL_POINT)
    return partnership_between(
        demand=other, supply=InstitutionFactory(name="Statistics Sweden", country_id="SE"), title="Between others",
        slug="between-others", source_url="", standing="one_side", visibility="parties", created_by=people["owner"],
    )  # fmt: skip


OTHERS = {"demand_institution": "Uganda Bureau of Facts", "demand_country": "UG", "source": ""}


@pytest.mark.parametrize("row", [{"title": "Facts for Uganda"}, {"title": "Between others", "problem": "Words"}])
def test_a_report_names_no_record_that_its_reader_may_not_see(client, people, between_others, row):
    job = services.start_import(content=sheet({**OTHERS, **row}), file_name="l.csv", by=people["owner"])
    url = job.get_absolute_url()

    def read():
        return client.get(url).text, client.get(f"{url}report.json").text

    client.force_login(people["owner"])
    page, report = read()
    assert "between-others" in page
    assert '"about"' not in report

    client.force_login(people["colleague"])
    assert ["between-others" in text for text in read()] == [False, False]
    assert not [text for text in read() if "“Between others”" in text]


def test_a_report_names_no_record_that_its_owner_may_no_longer_see(client, people, between_others):
    job = services.start_import(content=sheet({**OTHERS, "title": "Facts"}), file_name="l.csv", by=people["owner"])
    people["owner"].memberships.filter(institution__name__startswith="Uganda").delete()
    client.force_login(people["owner"])

    assert "between-others" not in client.get(job.get_absolute_url()).text
    client.post(f"{job.get_absolute_url()}duplicates/", {"doubt_0": str(between_others.pk)})

    job.refresh_from_db()
    assert str(between_others.pk) not in job.choices.values()


def test_a_list_shows_only_jobs_one_may_see(client, people):
    services.start_import(content=sheet({}), file_name="ours.csv", by=people["owner"])
    services.start_import(content=sheet({}), file_name="theirs.csv", by=people["donor staff"])
    client.force_login(people["colleague"])

    listed = client.get(UPLOAD).content.decode()

    assert "ours.csv" in listed
    assert "theirs.csv" not in listed


@pytest.mark.parametrize("count", [1, 10])
def test_the_list_costs_the_same_with_more_jobs(page, editor, django_assert_max_num_queries, count):
    for n in range(count):
        ImportJob.objects.create(owner=editor, file_name=f"{n}.csv", status=Status.DONE)

    with django_assert_max_num_queries(7):
        page.get(UPLOAD)


def test_a_job_is_checked_in_the_language_of_its_page(client, editor):
    client.force_login(editor)

    client.post("/fr/partnerships/import/", {"file": SimpleUploadedFile("l.csv", sheet({}))})

    assert only_job().language == "fr"
    assert timedelta(days=1) > jobs.KEPT_FOR
