"""From the bytes of a file to a report, and to the register if nothing stands against it."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from core.spreadsheets import Limits, SpreadsheetError, Table, read_table
from partnerships.imports.apply import apply_plan
from partnerships.imports.findings import Finding, Report
from partnerships.imports.importer import Importer
from partnerships.imports.plan import Plan, Planner

LOCK = 7_242_011  # one import at a time, so that none adds what another is adding


def limits() -> Limits:
    return Limits(settings.IMPORT_MAX_BYTES, settings.IMPORT_MAX_UNPACKED_BYTES, settings.IMPORT_MAX_ROWS)


def read(content: bytes, name: str) -> Table:
    return read_table(content, name, limits())


def make_plan(
    table: Table, importer: Importer, mapping: list[str] | None = None, choices: Mapping[str, str] | None = None
) -> Plan:
    return Planner(importer, dict(choices or {})).plan(table, mapping)


def carry_out(
    table: Table, importer: Importer, mapping: list[str] | None = None, choices: Mapping[str, str] | None = None
) -> Report:
    """Import all rows or none; the report says which. It is planned anew, for the register may have moved on."""
    try:
        with transaction.atomic():
            wait_for_turn()
            plan = make_plan(table, importer, mapping, choices)
            if not plan.findings.errors:
                apply_plan(plan, importer)
    except DatabaseError as error:
        return refused(_("The database refused a row, so nothing was stored: %(reason)s") % {"reason": _reason(error)})
    return plan.report


def import_file(content: bytes, name: str, importer: Importer, *, dry_run: bool = False) -> Report:
    """What the command does: read, plan and, unless it is a dry run, carry out."""
    try:
        table = read(content, name)
    except SpreadsheetError as error:
        return refused(str(error))
    return make_plan(table, importer).report if dry_run else carry_out(table, importer)


def refused(message: str) -> Report:
    """The report of a file of which nothing was taken."""
    return Report(errors=(Finding(0, "", "", message),))


def wait_for_turn() -> None:
    """Within a transaction: nobody else imports until it ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '120s'")
        cursor.execute("SET LOCAL statement_timeout = '125s'")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _reason(error: DatabaseError) -> str:
    cause: Any = error.__cause__
    diagnosis = getattr(cause, "diag", None)
    return getattr(diagnosis, "message_primary", None) or str(error).splitlines()[0]
