"""Celery entry points of learning events: delegate, nothing else."""

from celery import shared_task

from events import held, reminder_sweep, unconfirmed
from events.documents import making


@shared_task
def make_report_files(report_id: int) -> int:
    return making.make_files(report_id)


@shared_task
def sweep_report_files() -> int:
    """Make the files of final reports that were lost with the broker."""
    lacking = making.unmade()
    for report_id in lacking:
        make_report_files.delay(report_id)
    return len(lacking)


@shared_task
def send_reminders() -> int:
    """Beat starts it each minute; a round missed, late or doubled does no harm."""
    return reminder_sweep.send_due()


@shared_task
def mark_held() -> int:
    """Events that are over count as held; which those are is read from the database."""
    return held.mark_all_over()


@shared_task
def forget_unconfirmed() -> int:
    """Registrations whose address nobody confirmed are erased after two weeks."""
    return unconfirmed.forget_unconfirmed()
