"""Upkeep of what stands beside the records."""

from celery import shared_task

from core import limits


@shared_task
def forget_request_counts() -> None:
    limits.forget_old()
