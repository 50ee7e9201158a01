"""The rules of invariants.sql, and the one that SQL cannot see: each file row has its file."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.drills.stack import Stack

SQL = Path(__file__).with_name("invariants.sql")
RULE = re.compile(r"^-- rule: (.+)\n((?:(?!-- rule:).+\n|\n)+)", re.M)
FILE_COLUMNS = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = 'file' AND data_type = 'character varying'
"""


def rules() -> dict[str, str]:
    return {name: statement.strip() for name, statement in RULE.findall(SQL.read_text())}


def breaches(stack: "Stack") -> list[str]:
    """Each broken rule with the first rows that break it."""
    times = {
        "now": f"'{stack.now.isoformat()}'::timestamptz",
        "smtp_up_since": f"'{stack.smtp_up_since.isoformat()}'::timestamptz",
    }
    found = []
    for name, statement in rules().items():
        rows = stack.rows(statement.format(**times))
        if rows:
            found.append(f"{name}: {len(rows)} rows, such as {rows[:3]}")
    return found + _files_without_a_file(stack)


def _files_without_a_file(stack: "Stack") -> list[str]:
    missing = []
    for table, column in stack.rows(FILE_COLUMNS):
        names = stack.rows(f"SELECT {column} FROM {table} WHERE {column} <> ''")  # noqa: S608 - the catalogue's own names
        missing += [f"{table}: {name}" for (name,) in names if not (stack.media / name).is_file()]
    return [f"each file row has its file: {len(missing)} rows, such as {missing[:3]}"] if missing else []
