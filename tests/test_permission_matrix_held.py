"""Which rows of the access matrix the tests hold, and which they do not: nobody has to remember.

The rows about results, costs and evidence are held cell by cell: every letter of every role is asked for
somewhere, also those that a row gives to nobody. Other rows are held by a test that names them.
"""

import re
from importlib import import_module
from pathlib import Path

import pytest

from tests.test_permission_matrix import TABLE, table

HERE, THIS = Path(__file__).parent, Path(__file__).name
ROLES = ("anon", "pend", "mem", "gov_o", "gov_x", "don_o", "don_x", "ed", "adm")
CELL_BY_CELL = ("results.", "indicator.", "evidence.", "partnership.budget")
BY_CELL = ("test_permission_matrix_parts", "test_permission_matrix_results", "test_permission_matrix_nobody")
# Rows whose tests stand beside what they are about, each with one of them.
ELSEWHERE = {
    "profile.public_fields[community]": "test_profile_is_seen_field_by_field",
    "profile.public_fields[published-by-self]": "test_profile_is_seen_field_by_field",
    "profile.private_fields": "test_own_data_as_a_file",
    "profile.own": "test_own_pages_are_for_people_who_signed_in",
    "audit_log.own_partnership": "test_the_log_is_for_the_parties",
    "audit_log.all": "test_the_log_is_exported_by_administrators",
    "partnership.confirmation_by_link": "test_who_answers_by_which_link",
    "partnership.terms[parties]": "test_who_reads_writes_and_signs_terms",
}

pytestmark = pytest.mark.skipif(not TABLE.exists(), reason="the access matrix is not beside this checkout")


def asked():
    """(object, role, letter) of every request that a test of these modules makes."""
    for module in BY_CELL:
        for name, test in vars(import_module(f"tests.{module}")).items():
            for mark in getattr(test, "pytestmark", []) if name.startswith("test_") else []:
                if mark.args and mark.args[0] == ("name", "role", "letter", "cell"):
                    yield from (param.values[:3] for param in mark.args[1])


def test_every_cell_about_results_costs_and_evidence_is_asked_for():
    rows = [name for name in table() if name.startswith(CELL_BY_CELL)]
    wanted = {(name, role, letter) for name in rows for role in ROLES for letter in "LVCEPDXb"}

    assert sorted(wanted - set(asked())) == []
    assert len(wanted) == len(ROLES) * len("LVCEPDXb") * 7


def test_every_other_row_is_named_by_a_test():
    written = {path: path.read_text(encoding="utf-8") for path in HERE.rglob("test_*.py") if path.name != THIS}
    matrix = "\n".join(text for path, text in written.items() if path.name.startswith("test_permission_matrix"))
    tests = set(re.findall(r"^def (test_\w+)", "\n".join(written.values()), re.MULTILINE))
    named = {row for row in table() if f'"{row}"' in matrix}

    assert sorted(set(table()) - named - set(ELSEWHERE)) == []
    assert sorted(set(ELSEWHERE.values()) - tests) == []
