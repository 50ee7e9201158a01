"""The Celery app; its timetable is `CELERY_BEAT_SCHEDULE` in the settings."""

import os

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "p2pportal.settings")

app = Celery("p2pportal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def sweep_at_once(**_: object) -> None:
    """A worker that starts may follow one that was killed while it sent: that mail does not wait for beat."""
    app.send_task("mail.tasks.send_due_mail", expires=600)
