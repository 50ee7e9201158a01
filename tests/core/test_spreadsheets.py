"""Spreadsheets that people send, and those that are sent to do harm: each gets an answer in words."""

import io
import time
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from core.spreadsheets import Limits, SpreadsheetError, read_table

LIMITS = Limits(size=5_000_000, unpacked=50_000_000, rows=10_000)
PLAIN = "title,country\nCafé,KE\n"


def read(content, name="list.csv", limits=LIMITS):
    return read_table(content if isinstance(content, bytes) else content.encode(), name, limits)


def refusal(content, name="list.csv", limits=LIMITS):
    with pytest.raises(SpreadsheetError) as refused:
        read(content, name, limits)
    return str(refused.value)


def workbook(*rows, change=None):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    if change:
        change(book, sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(content, **changed):
    """The same package with some entries replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry not in changed:
                new.writestr(entry, old.read(entry))
        for entry, text in changed.items():
            new.writestr(entry, text)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        b"\xfe\xff" + PLAIN.encode("utf-16-be"),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        ("sep=;\n" + PLAIN.replace(",", ";")).encode(),
        PLAIN.replace(",", ";").replace("Café", '"Café"').encode(),
    ],
    ids=["utf8", "bom", "utf16le", "utf16be", "semicolon", "tab", "crlf", "lone-cr", "sep", "quoted"],
)
def test_csv_is_read_whatever_wrote_it(content):
    table = read(content)

    assert table.headers == ["title", "country"]
    assert [row.cells for row in table.rows] == [["Café", "KE"]]
    assert table.notes == []


def test_csv_of_windows_is_read_and_says_so():
    table = read(PLAIN.encode("cp1252"))

    assert [row.cells for row in table.rows] == [["Café", "KE"]]
    assert "Windows-1252" in table.notes[0]


def test_rows_keep_the_numbers_of_the_spreadsheet_over_blank_lines():
    table = read("\ntitle,country\n\nA,KE\n,\nB,UG\n")

    assert [(row.number, row.cells) for row in table.rows] == [(4, ["A", "KE"]), (6, ["B", "UG"])]


def test_commas_within_quotation_marks_do_not_make_the_separator():
    table = read('"title, long, with, commas";country\nA;KE\n')

    assert table.headers == ["title, long, with, commas", "country"]


def test_short_rows_are_filled_and_long_ones_are_a_problem():
    table = read("title,country\nA\nB,KE,more\n")

    assert table.rows[0].cells == ["A", ""]
    assert table.rows[1].cells == ["B", "KE"]
    assert list(table.rows[1].problems) == [2]


@pytest.mark.parametrize("formula", ["=1+1", " =HYPERLINK(1)", "\uff1d1"])
def test_a_formula_in_csv_is_a_problem_of_its_cell(formula):
    assert list(read(f'title,country\n"{formula}",KE\n').rows[0].problems) == [0]


def test_the_mark_that_exports_put_before_a_formula_is_taken_off():
    table = read("title,country\n'=not a formula,'Tis\n")

    assert table.rows[0].cells == ["=not a formula", "'Tis"]
    assert table.rows[0].problems == {}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n\n,,\n", "nothing in the file"),
        (b'title,country\nA,KE\n"B,UG\nC,TZ\n', "row 3 is never closed"),
        (b'title,country\n"A"x,KE\n', "row 2 something follows"),
        (b"title,country\n" + b"x" * 200_000, "row 2 is never closed, or a cell there is too long"),
        (b"\xff\xfea", "says that it is utf-16"),
        ("title,country\nA,KE".encode("utf-16-le"), "UTF-16 that does not say so"),
        (b"title\n\x81\x8d\x8f", "cannot be told"),
        (b"a" * 6_000_000, "larger than 5 MB"),
        (b"," * 200 + b"x", "more than 100 columns"),
        (b"%PDF-1.7", "is a PDF file"),
    ],
)
def test_csv_that_cannot_be_read_is_refused_in_words(content, words):
    assert words in refusal(content)


def test_too_many_rows_are_refused():
    assert "more than 10 rows" in refusal("t\n" + "a\n" * 11, limits=Limits(10_000, 10_000, 10))


@pytest.mark.parametrize("name", ["list.pdf", "list", "list.xls", "list.csv.exe"])
def test_other_kinds_of_files_are_refused_by_their_name(name):
    assert "no kind of file that can be read" in refusal(PLAIN, name)


def test_workbook_is_read_as_text():
    table = read(
        workbook(["title", "year", "on"], ["A", 2016, date(2020, 6, 22)], ["B", 2016.0, datetime(2020, 1, 2)]),  # noqa: DTZ001 a sheet knows no zone
        "l.xlsx",
    )

    assert table.headers == ["title", "year", "on"]
    assert [row.cells for row in table.rows] == [["A", "2016", "2020-06-22"], ["B", "2016", "2020-01-02"]]


def test_formulas_errors_and_merged_cells_are_problems_of_their_rows():
    def spoil(book, sheet):
        sheet["A2"] = "=1+1"
        sheet["B3"] = "#REF!"
        sheet.merge_cells("A4:B4")

    table = read(workbook(["title", "country"], ["A", "KE"], ["B", "UG"], ["C", "TZ"], change=spoil), "l.xlsx")

    found = {(row.number, place): text for row in table.rows for place, text in row.problems.items()}
    assert list(found) == [(2, 0), (3, 1), (4, 0), (4, 1)]
    assert "formula" in found[2, 0]
    assert "error" in found[3, 1]
    assert "merged" in found[4, 0]


def test_merged_headers_are_refused():
    content = workbook(["title", "country"], ["A", "KE"], change=lambda book, sheet: sheet.merge_cells("A1:B1"))

    assert "row of column names" in refusal(content, "l.xlsx")


def test_the_first_visible_sheet_is_read():
    def hide(book, sheet):
        sheet.sheet_state = "hidden"
        other = book.create_sheet("List")
        other.append(["title"])
        other.append(["A"])

    table = read(workbook(["nothing"], change=hide), "l.xlsx")

    assert table.headers == ["title"]
    assert "“List” was read" in table.notes[0]


def test_a_million_empty_rows_end_early():
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(3, 1_048_577))
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>title</t></is></c></row>'
        b'<row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c></row>' + rows + b"</sheetData></worksheet>"
    )
    content = repacked(workbook(["x"]), **{"xl/worksheets/sheet1.xml": sheet})
    begun = time.monotonic()

    table = read(content, "l.xlsx", Limits(10_000_000, 60_000_000, 10_000))

    assert time.monotonic() - begun < 4
    assert [row.cells for row in table.rows] == [["A"]]
    assert "Reading stopped at row 1002" in table.notes[0]


def test_what_unpacks_to_too_much_is_not_opened():
    bomb = repacked(workbook(["title"]), **{"xl/worksheets/sheet1.xml": b" " * 60_000_000})
    begun = time.monotonic()

    assert len(bomb) < 100_000
    assert "unpacks to more than 50 MB" in refusal(bomb, "l.xlsx")
    assert time.monotonic() - begun < 0.5


def test_a_package_that_lies_about_its_sizes_is_refused():
    bomb = bytearray(repacked(workbook(["title"]), **{"xl/worksheets/sheet1.xml": b" " * 60_000_000}))
    true_size = (60_000_000).to_bytes(4, "little")
    bomb = bytes(bomb).replace(true_size, (100).to_bytes(4, "little"))

    assert "damaged" in refusal(bomb, "l.xlsx")


def test_too_many_entries_are_refused():
    many = repacked(workbook(["title"]), **{f"x/{n}.xml": b"" for n in range(1_001)})

    assert "unpacks to more" in refusal(many, "l.xlsx")


@pytest.mark.parametrize(
    ("entry", "part"),
    [
        ("xl/sharedStrings.xml", b"<si><t>a</t></si>" * 2_500_000),
        ("xl/worksheets/sheet1.xml", b"<c/>" * 10_000_000),
        ("xl/worksheets/sheet1.xml", b"<row>" + b'<c r="A1"/>' * 4_000_000 + b"</row>"),
        ("xl/worksheets/sheet1.xml", b" " * 49_000_000),
        ("xl/styles.xml", b"<xf/>" * 8_000_000),
    ],
)
def test_parts_that_would_keep_the_reader_busy_are_refused(entry, part):
    content = repacked(workbook(["title"]), **{entry: part})
    begun = time.monotonic()

    assert "too many" in refusal(content, "l.xlsx")
    assert time.monotonic() - begun < 2


def test_xml_entities_are_refused():
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet xmlns="x">&b;</worksheet>'

    assert "damaged" in refusal(repacked(workbook(["title"]), **{"xl/worksheets/sheet1.xml": bomb}), "l.xlsx")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Workbook", "old Excel"),
        (b"title,country\n", "is no Excel workbook"),
        (b"PK\x03\x04rubbish", "damaged"),
        (repacked(workbook(["title"]), **{"xl/vbaProject.bin": b"x"}), "macros"),
    ],
)
def test_workbook_that_cannot_be_read_is_refused_in_words(content, words):
    assert words in refusal(content, "l.xlsx")


def test_a_workbook_called_csv_is_refused():
    assert "Name it .xlsx" in refusal(workbook(["title"]), "l.csv")


def test_another_zip_called_xlsx_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", "<a/>")

    assert "no Excel workbook" in refusal(file.getvalue(), "l.xlsx")
