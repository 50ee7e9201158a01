"""Celery entry points of results: delegate, nothing else."""

from celery import shared_task
from django.http import QueryDict

from results import rolling_up
from results.follow_ups import asking
from results.owed import letters
from results.portfolio import figures
from results.selections import Selection


@shared_task
def roll_up() -> int:
    return len(rolling_up.roll_up())


@shared_task
def work_out_figures(query: str) -> None:
    """Count the figures of one selection anew."""
    figures.work_out(Selection.read(QueryDict(query)))


@shared_task
def ask_follow_ups() -> int:
    """Both sides of what closed one, two and five years ago."""
    return asking.ask_follow_ups()


@shared_task
def remind_follow_ups() -> int:
    """Once, three weeks later, the sides that said nothing."""
    return asking.remind_follow_ups()


@shared_task
def remind_of_owed() -> int:
    """Whoever owes figures gets one letter a week, whenever in it the first round comes."""
    return letters.remind()
