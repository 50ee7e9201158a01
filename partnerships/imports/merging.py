"""What a row would change in a record that is there already.

Cells that are empty say nothing. A value that an import wrote last time follows its source; one that a
person wrote since, or wrote in the first place, is kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from partnerships.imports.cells import Part
from partnerships.imports.folding import Folds
from partnerships.imports.rows import Record
from partnerships.models import Partnership, PartnershipMember

UNKNOWN: tuple[Any, ...] = ("", "unknown", [], None)
LISTS = ("sectors", "sdg_targets", "themes")


@dataclass
class Changes:
    """New values by name; `kept` are the names of those that people wrote themselves."""

    values: dict[str, Any] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)


def said(record: Record, parts: Iterable[Part], folds: Folds) -> dict[str, Any]:
    """Everything that a row says, as values that can be compared and kept as JSON."""
    values = dict(record.values)
    values |= {name: _sorted(codes, name) for name, codes in record.codes.items()}
    for part in parts:
        values.setdefault(f"members_{part.side}", []).append(_part_key(part, folds))
    return {name: sorted(value) if name.startswith("members_") else value for name, value in values.items()}


def stored(partnership: Partnership, names: Iterable[str], folds: Folds) -> dict[str, Any]:
    """The same values as they stand in a record."""
    return {name: _stored(partnership, name, folds) for name in names}


def compare(record_says: dict[str, Any], stands: dict[str, Any], imported: dict[str, Any]) -> Changes:
    """Sort what differs into what follows the row and what is kept; `imported` is what came by import last."""
    changes = Changes()
    for name, value in record_says.items():
        now = stands[name]
        if value == now or (name == "kind" and value == "unknown"):
            continue
        untouched = imported[name] == now if name in imported else now in UNKNOWN
        if untouched:
            changes.values[name] = value
        else:
            changes.kept.append(name)
    return changes


def _stored(partnership: Partnership, name: str, folds: Folds) -> Any:
    if name in LISTS:
        related = getattr(partnership, name).all()
        return _sorted([each.name if name == "themes" else each.code for each in related], name)
    if name.startswith("members_"):
        side = name.removeprefix("members_")
        return sorted(member_key(m, folds) for m in partnership.members.all() if m.side == side)
    if name == "languages":
        return sorted(partnership.languages)
    return getattr(partnership, name)


def _sorted(values: Iterable[str], name: str) -> list[str]:
    return sorted({value.casefold() if name == "themes" else value for value in values})


def member_key(member: PartnershipMember, folds: Folds) -> str:
    """A member as itself: the institution, whatever it is called; else the country and what was stated."""
    if member.institution_id:
        return f"institution {member.institution_id}"
    return f"{member.country_id or ''} {folds[member.stated_name]}"


def _part_key(part: Part, folds: Folds) -> str:
    if part.body is None:
        return f"{part.country} {folds[part.stated]}"
    if part.body.pk is not None:
        return f"institution {part.body.pk}"
    return f"new {part.body.country} {folds[part.body.name]}"
