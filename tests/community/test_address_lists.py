"""Lists of addresses as people have them, and which addresses look like an institution's."""

import io

import openpyxl
import pytest

from community.address_lists import in_table, pasted, together
from community.known_domains import domains_of, fits
from core.spreadsheets import Limits, read_table
from tests.factories import InstitutionFactory, MembershipFactory

LIMITS = Limits(size=1_000_000, unpacked=20_000_000, rows=1000)


def found(entries):
    return [(entry.place, entry.address) for entry in entries]


def test_pasted_takes_lines_commas_and_names():
    text = "ada@example.org\n\n Bob <Bob@Example.org>; Cleo <cleo@example.org>\ndan@example.org, eve@example.org"

    assert found(pasted(text)) == [
        ("Line 1", "ada@example.org"),
        ("Line 3", "bob@example.org"),
        ("Line 3", "cleo@example.org"),
        ("Line 4", "dan@example.org"),
        ("Line 4", "eve@example.org"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Ada <ada@example.org>, bob@example.org",
        "Diallo, Ada <ada@example.org>; bob@example.org",
        'ada@example.org; "Obi, Bob" <bob@example.org>',
        "ada@example.org <ada@example.org>, bob@example.org",
        "<ada@example.org> <bob@example.org>",
    ],
)
def test_addresses_beside_one_in_brackets_are_not_lost(line):
    assert found(pasted(line)) == [("Line 1", "ada@example.org"), ("Line 1", "bob@example.org")]


def test_what_follows_brackets_and_is_no_address_is_named():
    assert [(each.text, bool(each.problem)) for each in pasted("Ada <ada@example.org>, bob")] == [
        ("ada@example.org", False),
        ("bob", True),
    ]


BROKEN = [
    "ada",
    "ada@",
    "ada@example",
    "ada@@example.org",
    "ada obi@example.org",
    "ada@[127.0.0.1]",
    '"a b"@example.org',
    "a" * 310 + "@example.org",
    "ada@exa\x00mple.org",
    "\u0430\u0434a@example.org",
]


@pytest.mark.parametrize("text", BROKEN)
def test_what_is_no_address_is_named_with_its_line(text):
    (_good, broken) = pasted(f"good@example.org\n{text}")

    assert (broken.place, broken.address, broken.text) == ("Line 2", "", text)
    assert broken.problem


def test_a_line_break_starts_a_line_and_no_header():
    entries = pasted("ada@example.org\r\nBcc: evil@example.org")

    assert found(entries) == [("Line 1", "ada@example.org"), ("Line 2", "")]


def test_an_international_domain_is_written_in_ascii():
    assert found(pasted("ada@münster.example")) == [("Line 1", "ada@xn--mnster-3ya.example")]


def test_doubles_are_named_with_the_first_place():
    entries = together(pasted("ada@example.org\nADA@example.org"), pasted("ada@example.org"))

    assert found(entries) == [("Line 1", "ada@example.org"), ("Line 2", ""), ("Line 1", "")]
    assert entries[1].problem == "It stands in the list already: Line 1."


def test_a_table_is_read_by_its_header():
    table = read_table(b"name,E-mail\nAda,ada@example.org\nBob,\nx@y.example,cleo@example.org", "a.csv", LIMITS)

    assert found(in_table(table)) == [("Row 2", "ada@example.org"), ("Row 3", ""), ("Row 4", "cleo@example.org")]


def test_a_table_without_header_loses_no_row():
    table = read_table(b"ada@example.org;Ada\nbob@example.org;Bob", "a.csv", LIMITS)

    assert found(in_table(table)) == [("Row 1", "ada@example.org"), ("Row 2", "bob@example.org")]


def test_a_workbook_is_read_too():
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in (["Email"], ["ada@example.org"], ["=1+1"]):
        book.active.append(row)
    book.save(file)

    entries = in_table(read_table(file.getvalue(), "a.xlsx", LIMITS))

    assert found(entries) == [("Row 2", "ada@example.org"), ("Row 3", "")]


@pytest.mark.django_db
def test_domains_come_from_the_site_and_from_members_but_not_from_free_mail():
    institution = InstitutionFactory(website="https://www.finance.gov.example/about")
    MembershipFactory(institution=institution, user__email="ada@mof.example")
    MembershipFactory(institution=institution, user__email="ada@gmail.com")
    MembershipFactory(institution=institution, user__email="bob@else.example", status="requested")

    assert domains_of(institution) == {"finance.gov.example", "mof.example"}


@pytest.mark.parametrize(
    ("address", "does"),
    [
        ("ada@finance.gov.example", True),
        ("ada@mail.finance.gov.example", True),
        ("ada@gov.example", True),
        ("ada@example", False),
        ("ada@evilfinance.gov.example", False),
        ("ada@tax.gov.example", False),
    ],
)
def test_fits(address, does):
    assert fits(address, {"finance.gov.example"}) is does
