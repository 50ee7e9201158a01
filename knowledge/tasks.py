"""Celery entry points of what is known: delegate, nothing else."""

from celery import shared_task

from knowledge import pictures, scheduled


@shared_task
def make_picture_sizes(image_id: int) -> int:
    return pictures.make_sizes_of(image_id)


@shared_task
def sweep_picture_sizes() -> int:
    """Make the sizes that were lost with the broker."""
    lacking = pictures.without_sizes()
    for image_id in lacking:
        make_picture_sizes.delay(image_id)
    return len(lacking)


@shared_task
def publish_due() -> int:
    """Beat starts it each minute; which are due is read from the database, so a round missed or doubled is no harm."""
    return scheduled.publish_due()
