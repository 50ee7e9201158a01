"""Celery entry points of digests: delegate, nothing else."""

from celery import shared_task

from digests import at_once, making


@shared_task
def make_digests() -> int:
    """Editions, and the notices that wait. Beat asks all the time, so that one it missed is made up for."""
    made = making.make_due()
    return made.editions + made.notices


@shared_task
def tell_at_once() -> int:
    """Saved searches of which people want to hear at once."""
    return at_once.tell()
