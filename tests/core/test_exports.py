"""Cells that no spreadsheet runs."""

import csv
import io
import json

import openpyxl
import pytest

from core.exports import ROWS_PER_PIECE, bare_cell, csv_lines, json_list, safe_cell, xlsx_file

FORMULAS = [
    "=cmd|'/c calc'!A1",
    "+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\uff1d1",
    "\uff0b1",
    "\uff0d1",
    "\uff20A1",
    "'=1",
    "''+1",
]
PLAIN = ["", "Audit", "a=b", "1-2", "'quoted'", "Évaluation – 2024", "نص", "#REF!", "2024-03-09"]


@pytest.mark.parametrize("text", FORMULAS)
def test_formula_gets_an_apostrophe_that_comes_off_again(text):
    assert safe_cell(text) == f"'{text}"
    assert bare_cell(safe_cell(text)) == text


@pytest.mark.parametrize("text", PLAIN)
def test_plain_text_stays_as_it_is(text):
    assert safe_cell(text) == text
    assert bare_cell(text) == text


def test_numbers_and_nothing_are_no_text():
    assert [safe_cell(value) for value in (-1, 2.5, None, True)] == [-1, 2.5, "", "true"]


def test_csv_reads_back():
    rows = [[text, 1] for text in FORMULAS + PLAIN] * 20

    text = "".join(csv_lines(["text", "number"], rows))

    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read[0] == ["text", "number"]
    assert [[bare_cell(cell) for cell in row] for row in read[1:]] == [[each, "1"] for each, _one in rows]


def test_csv_comes_in_pieces():
    pieces = list(csv_lines(["n"], ([n] for n in range(ROWS_PER_PIECE * 3))))

    assert len(pieces) > 3


@pytest.mark.parametrize("count", [0, 1, ROWS_PER_PIECE + 1])
def test_json_counts_what_it_wrote(count):
    objects = [{"title": f"n°{number}"} for number in range(count)]

    assert json.loads("".join(json_list(objects))) == {"results": objects, "count": count}


def test_workbook_holds_no_formula():
    with xlsx_file(["text"], [[text] for text in FORMULAS], sheet="Rows") as file:
        sheet = openpyxl.load_workbook(file).active

    assert [cell.data_type for (cell,) in sheet.iter_rows(min_row=2)] == ["s"] * len(FORMULAS)
    assert sheet["A2"].value == "'=cmd|'/c calc'!A1"


def test_workbook_takes_numbers_dates_and_endless_text():
    with xlsx_file(["a", "b", "c"], [[-1, "https://example.org/", "x" * 40_000]], sheet="Rows") as file:
        sheet = openpyxl.load_workbook(file).active

    assert [cell.value for cell in sheet[2]] == [-1, "https://example.org/", "x" * 32_767]
