"""Needs and offers from a spreadsheet: looked over first, stored once, each fault beside its row."""

import csv
import json
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from community.models import Membership, User
from mail.models import Message
from matching.models import Need, Offer
from matching.statements.exports import filled_in, header
from matching.statements.kinds import NEED, OFFER
from tests.factories import InstitutionFactory, NeedFactory, SectorFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(client):
    """Where the one who brings sheets speaks for the institution."""
    home = InstitutionFactory(name="Audit Office of the Hills")
    client.force_login(member_of(home))
    return home


def sheet(*rows, kind=NEED, name="needs.csv"):
    file = StringIO()
    writer = csv.DictWriter(file, header(kind))
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile(name, file.getvalue().encode())


def look(client, file, kind=NEED):
    return client.post(reverse(f"matching:{kind.name}_import"), {"file": file})


def confirm(client, looked, kind=NEED, then="draft"):
    sent = {"rows": looked.context["packed"], "then": then}
    return client.post(reverse(f"matching:{kind.name}_import"), sent)


def faults(looked):
    return [
        (row.line.number, fault["column"], fault["message"]) for row in looked.context["rows"] for fault in row.faults
    ]


def test_a_look_stores_nothing(client, home):
    looked = look(client, sheet({"problem": "Findings are repeated"}))

    assert (looked.context["ready"], Need.objects.count()) == (1, 0)


def test_rows_become_drafts_with_all_that_they_say(client, home):
    category = SectorFactory(code="151", name_en="Government")
    SectorFactory(code="15111", name_en="Public finance management", category=category)
    row = {
        "problem": "Findings are repeated",
        "sectors": "15111; government",
        "languages": "French; en",
        "forms": "",
        "has_interpreter": "yes",
        "include_own_country": "no",
        "reform_stage": "Under way",
        "starts_on": "2031-05-01",
        "visibility": "public",
    }

    confirm(client, look(client, sheet(row)))

    need = Need.objects.get()
    assert (need.institution, need.status, need.visibility) == (home, "draft", "public")
    assert ({each.pk for each in need.sectors.all()}, need.languages) == ({"15111", "151"}, ["fr", "en"])
    assert (need.has_interpreter, need.include_own_country, need.reform_stage) == (True, False, "3")
    assert need.starts_on.isoformat() == "2031-05-01"


def test_who_speaks_for_the_institution_opens_them_at_once(client, home):
    row = {"expertise": "We cut repeat findings", "capacity": "4", "at_once": "2"}

    confirm(client, look(client, sheet(row, kind=OFFER), OFFER), OFFER, then="open")

    offer = Offer.objects.get()
    assert (offer.status, offer.capacity, offer.at_once, offer.visibility) == ("open", 4, 2, "community")


def test_the_same_sheet_twice_is_stored_once(client, home):
    rows = [{"problem": "Findings are repeated"}, {"problem": "Records are late"}]
    looked = look(client, sheet(*rows))
    for _time in range(2):
        confirm(client, looked)

    again = look(client, sheet(*rows))

    assert Need.objects.count() == 2
    assert (again.context["there"], again.context["ready"]) == (2, 0)


def test_what_was_exported_is_there_already(client):
    need = NeedFactory()
    client.force_login(UserFactory(role=User.Role.EDITOR))
    exported = client.get(reverse("matching:need_export", args=["csv"]))

    looked = look(client, SimpleUploadedFile("needs.csv", b"".join(exported.streaming_content)))

    assert [(row.line.url.endswith(need.get_absolute_url()), row.is_there) for row in looked.context["rows"]] == [
        (True, True)
    ]


def test_each_fault_stands_beside_its_row_and_column(client, home):
    looked = look(
        client,
        sheet(
            {"problem": "…"},
            {"problem": "Fine"},
            {"problem": "Records", "sectors": "99999"},
            {"problem": "Records", "has_interpreter": "perhaps"},
            {"problem": "Records", "starts_on": "next year"},
            {"problem": "Records", "institution": "Nowhere Office"},
        ),
    )

    assert faults(looked) == [
        (2, "problem", "Write it in words: there is no letter or figure in it."),
        (4, "sectors", "Select a valid choice. 99999 is not one of the available choices."),
        (5, "has_interpreter", "Write yes or no."),
        (6, "starts_on", "Enter a valid date."),
        (
            7,
            "institution",
            "“Nowhere Office” is not on the portal yet. Add it under Institutions first, or take the line out.",
        ),
    ]


def test_what_is_right_is_stored_and_the_rest_stays_to_be_mended(client, home):
    looked = look(client, sheet({"problem": "Fine"}, {"problem": "…"}))

    answer = confirm(client, looked)

    assert list(Need.objects.values_list("problem", flat=True)) == ["Fine"]
    assert [row.line.cells["problem"] for row in answer.context["rows"]] == ["…"]


@pytest.mark.parametrize("amount", ["0", "-1", "1e400", "many"])
def test_an_offer_for_nobody_is_no_offer(client, home, amount):
    looked = look(client, sheet({"expertise": "We count", "at_once": amount}, kind=OFFER), OFFER)

    assert [column for _row, column, _message in faults(looked)] == ["at_once"]


def test_nobody_writes_for_another_institution(client, home):
    member_of(InstitutionFactory(name="Ministry of Herds"))

    looked = look(client, sheet({"problem": "Records", "institution": "Ministry of Herds"}))

    assert faults(looked) == [(2, "institution", "You write for your own institution.")]


def test_who_speaks_for_it_gets_one_letter_about_all_drafts(client):
    home = InstitutionFactory()
    speaker, writer = member_of(home), member_of(home, Membership.Role.STAFF)
    client.force_login(writer)

    confirm(client, look(client, sheet({"problem": "Findings"}, {"problem": "Records"})), then="open")

    assert set(Need.objects.values_list("status", flat=True)) == {"draft"}
    [letter] = Message.objects.all()
    assert letter.recipient == speaker.email
    assert all(need.get_absolute_url() in letter.text for need in Need.objects.all())


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "needs.csv", "The file is empty."),
        (b"a,b\n1,2\n", "needs.csv", "The file has no column “problem”. Fill in the sheet that you took from here."),
        (b"%PDF-1.7", "needs.csv", "The file is called .csv but is a PDF file."),
        (b"x" * 1_000_001, "needs.csv", "The file is larger than 1 MB. Split it into several files."),
        (
            b"problem\n" + b"Findings\n" * 201,
            "needs.csv",
            "The file has more than 200 rows. Split it into several files.",
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_why(client, home, content, name, told):
    looked = look(client, SimpleUploadedFile(name, content))

    assert looked.context["form"].errors == {"file": [told]}


@pytest.mark.parametrize("sent", ["", "[", "[[1]]", "{}", "null", '[[1, {"problem": 3}, {}, ""]]'])
def test_rows_that_no_page_sent_store_nothing(client, home, sent):
    answer = client.post(reverse("matching:need_import"), {"rows": sent})

    assert answer.status_code in (200, 302)
    assert not Need.objects.exists()


@pytest.mark.parametrize("kind", [NEED, OFFER])
def test_the_empty_sheet_has_the_columns_that_are_read(client, home, kind):
    as_csv = client.get(reverse(f"matching:{kind.name}_sheet", args=["csv"]))
    as_xlsx = client.get(reverse(f"matching:{kind.name}_sheet", args=["xlsx"]))

    [row] = openpyxl.load_workbook(BytesIO(b"".join(as_xlsx.streaming_content))).active.iter_rows()
    assert b"".join(as_csv.streaming_content).decode().strip().split(",") == list(filled_in(kind))
    assert [cell.value for cell in row] == list(filled_in(kind))


def test_a_workbook_is_read_as_well(client, home):
    book = openpyxl.Workbook()
    book.active.append(["Problem", "capacity"])
    book.active.append(["Findings are repeated", 3])
    file = BytesIO()
    book.save(file)

    looked = look(client, SimpleUploadedFile("needs.xlsx", file.getvalue()))

    assert looked.context["ready"] == 1


def test_a_long_sheet_takes_few_queries_a_row(client, home, django_assert_max_num_queries):
    rows = [{"problem": f"Findings {number}"} for number in range(50)]

    with django_assert_max_num_queries(180):
        look(client, sheet(*rows))


def test_json_of_the_page_holds_no_more_than_was_typed(client, home):
    looked = look(client, sheet({"problem": "Findings"}))

    [[number, cells, problems, url]] = json.loads(looked.context["packed"])
    assert (number, cells["problem"], problems, url) == (2, "Findings", {}, "")
