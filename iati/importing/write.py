"""Writing what was planned: all of it or none, many activities in few statements."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

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
REMEMBERED = (
    *("outcome", "messages", "differences", "partnership", "written", "written_digest", "written_at"),
    "is_chosen",
)


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
    now = timezone.now()
    write_extras([each for each in planned if each.outcome in WRITTEN and each.has_record], importer)
    _open_to_all([each for each in planned if each.has_record], importer)
    for each in planned:
        row = each.row
        row.outcome, row.messages, row.differences = each.outcome, each.messages, each.differences
        row.is_chosen = False
        if each.has_record and each.outcome != Outcome.SKIPPED:
            row.partnership = each.record
        if row.partnership_id and not each.differences and each.outcome in (*WRITTEN, Outcome.UNCHANGED):
            row.written, row.written_digest, row.written_at = row.content, row.digest, now
    PublishedActivity.objects.bulk_update([each.row for each in planned], REMEMBERED, batch_size=BATCH)


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
