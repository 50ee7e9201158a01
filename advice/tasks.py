"""Celery entry points of advice: delegate, nothing else."""

from celery import shared_task

from advice import letters


@shared_task
def ask_a_year_later() -> int:
    """Institutions that kept advice a year ago and have not said what came of it."""
    return letters.ask_a_year_later()
