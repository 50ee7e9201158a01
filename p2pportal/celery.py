"""The Celery app; its timetable is `CELERY_BEAT_SCHEDULE` in the settings."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "p2pportal.settings")

app = Celery("p2pportal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
