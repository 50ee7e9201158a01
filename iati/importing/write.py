"""Writing what was planned: all of it or none, many activities in few statements."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from psycopg2.extras import Json, execute_values

from core.models import Visibility
from iati.importing.extras import write_extras
from iati.importing.plan import ActivityPlanner, Planned, counted
from iati.models import PublishedActivity
from partnerships.imports.apply import apply_plan
from partnerships.imports.importer import Importer
from partnerships.imports.running import wait_for_turn
from partnerships.models import Partnership
from partnerships.models.choices import Standing

BATCH = 500
Outcome = PublishedActivity.Outcome
WRITTEN = (Outcome.CREATED, Outcome.UPDATED)
REMEMBER = (Path(__file__).parents[1] / "sql" / "remember.sql").read_text()


class CannotWriteAny(Exception):
    """Nothing was written; the message tells why, the cause is the database's."""


def preview(rows: QuerySet[PublishedActivity], importer: Importer) -> Iterator[Planned]:
    """What would become of activities; nothing is written."""
    planner = ActivityPlanner(importer)
    for batch in _batches(rows.iterator(chunk_size=BATCH)):
        yield from planner.plan(batch)[0]


def write(
    rows: QuerySet[PublishedActivity], importer: Importer, tell: Callable[[int], None] = lambda count: None
) -> Counter[str]:
    """Write activities as planned this moment, and count what became of them. Raises CannotWriteAny.

    `tell` is given how many are done after each batch.
    """
    total: Counter[str] = Counter()
    try:
        with transaction.atomic():
            wait_for_turn()
            planner = ActivityPlanner(importer)
            for batch in _batches(rows.iterator(chunk_size=BATCH)):
                planned, plan = planner.plan(batch)
                apply_plan(plan, importer)
                remember(planned, importer)
                total += counted(planned)
                tell(total.total())
    except DatabaseError as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise CannotWriteAny(
            _("The database refused an activity, so nothing was written: %(reason)s") % {"reason": reason[:200]}
        ) from error
    return total


def remember(planned: list[Planned], importer: Importer) -> None:
    """Note on each activity what became of it, and write what hangs on the record."""
    write_extras([each for each in planned if each.outcome in WRITTEN and each.has_record], importer)
    _open_to_all([each for each in planned if each.has_record], importer)
    with connection.cursor() as cursor:
        execute_values(cursor, REMEMBER, [_remembered(each) for each in planned], page_size=BATCH)


def _remembered(planned: Planned) -> tuple[Any, ...]:
    """The key of an activity, its outcome, and whether what it says now is what stands in its partnership."""
    taken = planned.has_record and planned.outcome != Outcome.SKIPPED
    partnership = planned.record.pk if taken else planned.row.partnership_id
    is_written = bool(partnership) and not planned.differences and planned.outcome in (*WRITTEN, Outcome.UNCHANGED)
    said = (Json(planned.messages), Json(planned.differences))
    return planned.row.pk, str(planned.outcome), *said, partnership, is_written


def _open_to_all(planned: list[Planned], importer: Importer) -> None:
    """A published record whose sides somebody confirmed is for everybody, if whoever confirmed may say so."""
    if not importer.is_trusted:
        return
    ready = [each.record.pk for each in planned if each.row.sides_confirmed_at]
    waiting = Partnership.objects.filter(
        pk__in=ready, visibility=Visibility.PARTIES, standing=Standing.PUBLIC_SOURCE, objected_at=None
    )
    waiting.update(visibility=Visibility.PUBLIC)


def _batches(rows: Iterable[PublishedActivity]) -> Iterator[list[PublishedActivity]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch
