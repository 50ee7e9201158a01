"""The rules of invariants.sql, and the one that SQL cannot see: each file row has its file."""

import re
from datetime import datetime
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


def rules(*, now: datetime, smtp_up_since: datetime) -> dict[str, str]:
    """The query of each rule, by its name."""
    times = {"now": f"'{now.isoformat()}'::timestamptz", "smtp_up_since": f"'{smtp_up_since.isoformat()}'::timestamptz"}
    return {name: statement.strip().format(**times) for name, statement in RULE.findall(SQL.read_text())}


def breaches(stack: "Stack") -> list[str]:
    """Each broken rule with the first rows that break it."""
    found = [
        f"{name}: {len(rows)} rows, such as {rows[:3]}"
        for name, statement in rules(now=stack.now, smtp_up_since=stack.smtp_up_since).items()
        if (rows := stack.rows(statement))
    ]
    return found + _files_without_a_file(stack)


def _files_without_a_file(stack: "Stack") -> list[str]:
    missing = []
    for table, column in stack.rows(FILE_COLUMNS):
        names = stack.rows(f"SELECT {column} FROM {table} WHERE {column} <> ''")  # noqa: S608 - the catalogue's own names
        missing += [f"{table}: {name}" for (name,) in names if not (stack.media / name).is_file()]
    return [f"each file row has its file: {len(missing)} rows, such as {missing[:3]}"] if missing else []
