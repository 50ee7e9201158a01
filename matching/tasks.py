"""Celery entry points of matching: delegate, nothing else."""

from celery import shared_task

from matching import profiles, suggesting
from matching.introducing import by_mail, ending, leaving, reminding
from matching.statements import lifecycle


@shared_task
def refresh_changed_peers() -> int:
    """What matching reads of institutions of which something changed."""
    return profiles.refresh_changed()


@shared_task
def refresh_all_peers() -> None:
    """All of it, with how often each word stands in it."""
    profiles.refresh(None)


@shared_task
def rescore(needs: list[int] | None = None) -> int:
    """Find the peers of these needs anew, of all open ones with None."""
    return suggesting.rescore(needs)


@shared_task
def ask_whether_statements_hold() -> int:
    """One letter for each institution whose needs or offers nobody confirmed for half a year."""
    return lifecycle.ask_whether_they_hold()


@shared_task
def close_statements() -> int:
    """Needs and offers whose last day is over, or of which nobody said that they still hold."""
    return lifecycle.close_what_is_over()


@shared_task
def end_introductions() -> int:
    """What was not answered in time."""
    return ending.expire()


@shared_task
def remind_of_introductions() -> int:
    """Who has not answered, a week and two days before the deadline."""
    return reminding.remind()


@shared_task
def forget_unconfirmed_requests() -> int:
    """Requests by mail that nobody confirmed within a week."""
    return by_mail.forget_unconfirmed()


@shared_task
def ask_what_came_of_introductions() -> int:
    """Both sides, three months after they said yes."""
    return leaving.ask_what_came_of_it()
