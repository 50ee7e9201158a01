"""A spreadsheet on its way into the register: brought, corrected, confirmed, removed."""

import hashlib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.models import User
from core.validators import clean_text
from partnerships import tasks
from partnerships.imports import jobs
from partnerships.models import ImportJob
from partnerships.services.editing import home_institution

Status = ImportJob.Status
# Files that are read and written within a page's time; larger ones are left to a worker.
SMALL_TEXT, SMALL_WORKBOOK = 200_000, 50_000
MOST_OPEN = 5


class CannotImport(Exception):
    """The job is not at that point; the message tells why."""


def start_import(*, content: bytes, file_name: str, by: User) -> ImportJob:
    """Take a file and check it; of a person's unfinished imports only the latest are kept."""
    with transaction.atomic():
        open_jobs = ImportJob.objects.filter(owner=by, content__isnull=False).order_by("-pk")
        for surplus in open_jobs.only("pk")[MOST_OPEN - 1 :]:
            surplus.delete()
        job = ImportJob.objects.create(
            owner=by,
            institution=home_institution(by),
            language=(get_language() or "en")[:2],
            file_name=clean_text(PurePath(file_name).name)[-200:] or "file",
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
        )
    _work_on(job, jobs.check, tasks.check_import)
    return job


def decide_columns(*, job: ImportJob, mapping: list[str], by: User) -> None:
    """Say which column of the file is which of ours; the file is checked anew."""
    _check_again(job, mapping=mapping)


def decide_duplicates(*, job: ImportJob, choices: Mapping[str, str], by: User) -> None:
    """Answer what may be the same; the file is checked anew."""
    _check_again(job, choices={**job.choices, **choices})


def confirm_import(*, job: ImportJob, by: User) -> None:
    """Carry out what was shown. Confirming twice imports once."""
    with transaction.atomic():
        job = ImportJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
        if job.status in (Status.CONFIRMED, Status.DONE):
            return
        if not job.may_be_confirmed:
            raise CannotImport(_("There is nothing to import, or something to correct first."))
        job.status = Status.CONFIRMED
        job.save(update_fields=["status", "updated_at"])
    _work_on(job, jobs.carry_out_job, tasks.carry_out_import)


def remove_import(*, job: ImportJob, by: User) -> None:
    """Forget a job with its file; what it brought in stays."""
    job.delete()


def _check_again(job: ImportJob, **decided: object) -> None:
    with transaction.atomic():
        job = ImportJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
        if job.status != Status.CHECKED or job.content is None:
            raise CannotImport(_("This import is under way, done or too old to be changed."))
        for name, value in decided.items():
            setattr(job, name, value)
        job.status = Status.WAITING
        job.save()
    _work_on(job, jobs.check, tasks.check_import)


def _work_on(job: ImportJob, work: Callable[[ImportJob], None], task: Any) -> None:
    """Do it now if the file is small, else leave it to a worker; the sweeper picks up what gets lost."""
    is_workbook = job.file_name.lower().endswith(".xlsx")
    if len(job.content or b"") <= (SMALL_WORKBOOK if is_workbook else SMALL_TEXT):
        work(job)
    else:
        transaction.on_commit(partial(task.delay, job.pk), robust=True)
