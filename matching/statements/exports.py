"""Needs and offers as files: what the page shows, with columns that an import takes back."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings

from matching.statements.kinds import NEED, StatementKind

AT_ONCE = 500
OF_NEED = ("problem", "reform", "expertise_wanted", "in_return")
OF_OFFER = ("expertise", "method", "hopes_to_learn")
COMMON = (
    *("sectors", "sdg_targets", "languages", "has_interpreter", "forms", "reform_stage"),
    *("starts_on", "ends_on"),
)
ONLY_NEED = ("include_own_country",)
ONLY_OFFER = ("capacity", "capacity_unit", "at_once")
READ_ONLY = ("url", "country", "status", "confirmed_on", "is_demo")


def filled_in(kind: StatementKind) -> tuple[str, ...]:
    """The columns that a person fills in, in the order of the sheet."""
    own = (OF_NEED, ONLY_NEED) if kind is NEED else (OF_OFFER, ONLY_OFFER)
    return ("institution", *own[0], *COMMON, *own[1], "visibility", "language")


def header(kind: StatementKind) -> list[str]:
    return [*filled_in(kind), *READ_ONLY]


def rows(kind: StatementKind, statements: Any) -> Iterator[dict[str, Any]]:
    """One plain object each, latest first."""
    names = filled_in(kind)
    found = statements.for_listing().prefetch_related("sdg_targets")
    for statement in found.iterator(chunk_size=AT_ONCE):
        yield {name: _value(statement, name) for name in names} | _read_only(statement)


def cells(names: list[str], row: dict[str, Any]) -> list[Any]:
    """The row as a spreadsheet takes it: several values share a cell, split by `; `."""
    return ["; ".join(value) if isinstance(value := row[name], list) else value for name in names]


def _value(statement: Any, name: str) -> Any:
    if name == "institution":
        return statement.institution.name
    if name in ("sectors", "sdg_targets"):
        return [each.pk for each in getattr(statement, name).all()]
    value = getattr(statement, name)
    if name in ("starts_on", "ends_on"):
        return value.isoformat() if value else ""
    return list(value) if isinstance(value, list) else value


def _read_only(statement: Any) -> dict[str, Any]:
    return {
        "url": f"{settings.BASE_URL}{statement.get_absolute_url()}",
        "country": statement.institution.country_id or "",
        "status": statement.status,
        "confirmed_on": statement.confirmed_on.isoformat(),
        "is_demo": statement.is_demo,
    }
