"""The work on an uploaded file: checking it, importing it, and letting go of it within a day."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.spreadsheets import SpreadsheetError, Table
from partnerships import permissions
from partnerships.imports.columns import guess
from partnerships.imports.importer import Importer
from partnerships.imports.plan import Doubt, Plan
from partnerships.imports.running import carry_out, make_plan, read
from partnerships.models import ImportJob

Status = ImportJob.Status
# A little less than the promised day, for the sweeper comes once an hour.
KEPT_FOR = timedelta(hours=22)
# Longer than a worker may take: what is still under way then was interrupted.
INTERRUPTED_AFTER = timedelta(minutes=20)
MOST_SHOWN = 200


def check(job: ImportJob) -> None:
    """Find out what the file would do; the register stays as it is. Checking again gives the report anew."""
    with translation.override(job.language):
        table = _table_of(job)
        if table is None:
            return
        plan = make_plan(table, Importer(job.owner), job.mapping, job.choices)
    job.headers = _columns(table)
    job.mapping = job.mapping or guess(table.headers)
    job.report = plan.report.as_kept()
    job.preview = _preview(plan)
    job.message = ""
    job.status = Status.CHECKED
    job.save()


def carry_out_job(job: ImportJob) -> None:
    """Import the file as a whole. If something stands against it by now, nothing is stored and the job says what."""
    with translation.override(job.language):
        table = _table_of(job)
        if table is None:
            return
        with transaction.atomic():
            report = carry_out(table, Importer(job.owner), job.mapping, job.choices)
            job.report = report.as_kept()
            if report.errors:
                job.status = Status.CHECKED
                job.message = _("Nothing was stored: the register has changed since the file was checked.")
            else:
                job.status, job.done_at, job.content = Status.DONE, timezone.now(), None
            job.save()


def sweep() -> list[int]:
    """Let files go after a day, and name the jobs whose check got lost on the way."""
    now = timezone.now()
    for job in ImportJob.objects.filter(created_at__lt=now - KEPT_FOR, content__isnull=False).without_content():
        with translation.override(job.language):
            _fail(job, _("It was not confirmed within a day, so the file was removed."))
        ImportJob.objects.filter(pk=job.pk).update(preview={})
    late = now - INTERRUPTED_AFTER
    for job in ImportJob.objects.filter(status=Status.CONFIRMED, updated_at__lt=late).without_content():
        with translation.override(job.language):
            job.message = _("The import was interrupted and nothing was stored. Start it again.")
        job.status = Status.CHECKED
        job.save(update_fields=["status", "message", "updated_at"])
    return list(ImportJob.objects.filter(status=Status.WAITING, updated_at__lt=late).values_list("pk", flat=True))


def _table_of(job: ImportJob) -> Table | None:
    """The file of a job, unless its owner may not import any more or it cannot be read: then the job says so."""
    if not permissions.can_import(job.owner):
        _fail(job, _("You may not import partnerships any more."))
        return None
    try:
        return read(bytes(job.content or b""), job.file_name)
    except SpreadsheetError as error:
        _fail(job, str(error))
        return None


def _fail(job: ImportJob, message: str) -> None:
    job.status, job.message, job.content = Status.FAILED, message, None
    job.save(update_fields=["status", "message", "content", "updated_at"])


def _columns(table: Table) -> list[dict[str, str]]:
    """Each column of the file with a value, so that one can tell what it holds."""
    return [
        {"header": header, "example": next((r.cells[n][:80] for r in table.rows if r.cells[n]), "")}
        for n, header in enumerate(table.headers)
    ]


def _preview(plan: Plan) -> dict[str, Any]:
    """What the page shows besides the report; long lists are cut."""
    created = [item.record.title for item in plan.items if item.outcome == "created"]
    updated = [
        {
            "row": item.record.number,
            "pk": item.existing.pk,
            "title": item.existing.title,
            "url": item.existing.get_absolute_url(),
            "changes": sorted(item.changes.values),
        }
        for item in plan.items
        if item.outcome == "updated" and item.existing
    ]
    institutions = [{"name": body.name, "country": body.country} for body in plan.new_bodies]
    return {
        "created": created[:MOST_SHOWN],
        "updated": updated[:MOST_SHOWN],
        "institutions": institutions[:MOST_SHOWN],
        "institution_count": len(institutions),
        "doubts": [_doubt(doubt) for doubt in plan.doubts[:MOST_SHOWN]],
    }


def _doubt(doubt: Doubt) -> dict[str, Any]:
    return {"key": doubt.key, "row": doubt.row, "text": doubt.text, "options": doubt.options}
