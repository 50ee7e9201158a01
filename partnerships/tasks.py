"""Celery entry points of the register: delegate, nothing else."""

from celery import shared_task

from partnerships import listing


@shared_task
def reconcile_listing() -> dict[str, int]:
    return listing.reconcile()
