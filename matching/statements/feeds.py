"""Needs and offers as entries of feeds."""

from typing import Any

from core.feeds import Entry
from matching.statements.kinds import StatementKind


def of_statement(kind: StatementKind, statement: Any) -> Entry:
    return Entry(
        f"{kind.name}/{statement.pk}",
        f"{statement.institution}: {statement}",
        statement.get_absolute_url(),
        getattr(statement, kind.telling),
        published=statement.created_at,
        updated=statement.changed_at,
        categories=tuple(str(sector) for sector in statement.sectors.all()),
    )
