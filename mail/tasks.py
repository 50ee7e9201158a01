"""Celery entry points of the outbox."""

import time

from celery import shared_task

from mail import delivery
from mail.models import Message

# Longer than the clocks of two machines may differ: a worker that is ahead throws away what seems too old to it.
TASK_LIVES = 600
SWEEP_SECONDS = 10  # so short that a stopping worker need not break it off; the next one goes on
GATHER_SECONDS = 0.25  # a nudged sweep begins so late, so that a rush costs a few sweeps and not one for each mail


@shared_task(reject_on_worker_lost=True)  # the next process goes on at once, until the task is too old
def send_due_mail(after: float = 0) -> int:
    """One sweep. Beat starts it each minute, `mail.services` in between, and itself while more is due."""
    time.sleep(after)
    sent = delivery.send_due(seconds=SWEEP_SECONDS)
    if sent and Message.objects.due().exists():
        send_due_mail.apply_async(expires=TASK_LIVES, retry=False)
    return sent
