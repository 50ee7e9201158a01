"""Celery entry points of the register: delegate, nothing else."""

from celery import shared_task

from partnerships import listing
from partnerships.asking import again
from partnerships.imports import jobs
from partnerships.models import ImportJob
from partnerships.pulse import opening
from partnerships.reports import making


@shared_task
def reconcile_listing() -> dict[str, int]:
    return listing.reconcile()


@shared_task
def ask_again() -> int:
    return again.ask_again()


@shared_task
def ask_pulse() -> dict[str, int]:
    return {"opened": opening.open_rounds(), "reminded": opening.remind()}


@shared_task
def check_import(job_id: int) -> None:
    job = ImportJob.objects.filter(pk=job_id, status=ImportJob.Status.WAITING).first()
    if job:
        jobs.check(job)


@shared_task
def carry_out_import(job_id: int) -> None:
    job = ImportJob.objects.filter(pk=job_id, status=ImportJob.Status.CONFIRMED).first()
    if job:
        jobs.carry_out_job(job)


@shared_task
def sweep_imports() -> int:
    """Remove old files, and check again what was lost with the broker."""
    lost = jobs.sweep()
    for job_id in lost:
        check_import.delay(job_id)
    return len(lost)


@shared_task
def make_portfolio_report(report_id: int) -> bool:
    return making.make(report_id)


@shared_task
def sweep_portfolio_reports() -> int:
    """Remove reports of a month ago, and make those that were lost with the broker."""
    lost = making.sweep()
    for report_id in lost:
        make_portfolio_report.delay(report_id)
    return len(lost)
