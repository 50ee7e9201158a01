"""The partnerships that are asked for: of the register, or of a file that joins it for one run."""

from dataclasses import dataclass, replace
from pathlib import Path

from core.spreadsheets import SpreadsheetError
from partnerships.imports.apply import apply_plan
from partnerships.imports.importer import Importer
from partnerships.imports.plan import Plan
from partnerships.imports.running import make_plan, read
from partnerships.models import Partnership
from partnerships.models.choices import Side


class CannotRead(Exception):
    """The file is no table of partnerships; the message says why."""


@dataclass(frozen=True)
class Pair:
    """Who asked, and who offered: keys of institutions. `hidden` are all records that show the two together."""

    partnership: Partnership
    demand: int
    suppliers: frozenset[int]
    hidden: tuple[int, ...]


def of_register() -> tuple[list[Pair], int]:
    """Every public record with an institution on either side, and how many records lack a side."""
    return _pairs(list(Partnership.objects.public().on_record().order_by("pk")))


def of_file(path: Path) -> tuple[list[Pair], int]:
    """Those of a file, whose institutions and records join the register within the caller's transaction.

    Rows that cannot be taken in, and rows that are there twice, count as skipped.
    """
    try:
        table = read(path.read_bytes(), path.name)
    except (OSError, SpreadsheetError) as error:
        raise CannotRead(str(error)) from error
    rows = len(table.rows)
    plan = make_plan(table, Importer())
    if plan.findings.errors:
        bad = {finding.row for finding in plan.findings.errors}
        if 0 in bad:
            raise CannotRead(plan.findings.errors[0].message)
        table = replace(table, rows=[row for row in table.rows if row.number not in bad])
        plan = _sound(make_plan(table, Importer())) if table.rows else plan
    if not table.rows:
        return [], rows
    apply_plan(plan, Importer())
    records = [item.existing for item in plan.items if item.outcome != "skipped" and item.existing]
    pairs, lacking = _pairs(records)
    return pairs, lacking + rows - len(records)


def _sound(plan: Plan) -> Plan:
    if plan.findings.errors:
        raise CannotRead(plan.findings.errors[0].message)
    return plan


def _pairs(records: list[Partnership]) -> tuple[list[Pair], int]:
    found = []
    for record in records:
        members = [member for member in record.members.all() if member.institution_id]
        asking = [member.institution_id for member in members if member.side == Side.DEMAND]
        offering = frozenset(member.institution_id for member in members if member.side == Side.SUPPLY)
        if asking and offering:
            found.append(Pair(record, asking[0], offering, _together(asking[0], offering)))
    return found, len(records) - len(found)


def _together(demand: int, suppliers: frozenset[int]) -> tuple[int, ...]:
    """Records in which who asked meets any of who offered, whatever their sides: each would give the answer away."""
    of_demand = Partnership.objects.filter(members__institution=demand).values("pk")
    both = Partnership.objects.filter(pk__in=of_demand, members__institution__in=suppliers)
    return tuple(both.distinct().values_list("pk", flat=True))
