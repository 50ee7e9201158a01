"""Celery entry points of IATI: delegate, nothing else."""

from celery import shared_task

from iati import reading_jobs, writing_jobs
from iati.models import Reading


@shared_task
def read_source(reading_id: int) -> None:
    reading = Reading.objects.filter(pk=reading_id, status=Reading.Status.WAITING).select_related("source").first()
    if reading:
        reading_jobs.work_on(reading)


@shared_task
def fetch_followed() -> int:
    """Ask again for the sources that somebody follows."""
    due = reading_jobs.due_sources()
    for source in due:
        read_source.delay(Reading.objects.create(source=source, owner=source.owner).pk)
    return len(due)


@shared_task
def sweep_readings() -> int:
    return reading_jobs.sweep()


@shared_task
def write_reading(reading_id: int) -> None:
    reading = Reading.objects.filter(pk=reading_id, status=Reading.Status.CONFIRMED).select_related("owner").first()
    if reading:
        writing_jobs.write_ready(reading)
