"""What the beat does for published files by itself."""

import pytest
from django.conf import settings
from django.utils import timezone

from iati import tasks
from iati.models import Reading, Source

pytestmark = pytest.mark.django_db


def test_the_beat_asks_for_followed_files_and_sweeps_what_got_stuck():
    found = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values() if entry["task"].startswith("iati.")}

    assert found == {tasks.fetch_followed.name, tasks.sweep_readings.name}


def test_each_followed_file_is_asked_for_once_a_week(monkeypatch):
    started = []
    monkeypatch.setattr(tasks.read_source, "delay", started.append)
    due = Source.objects.create(name="due", url="https://donor.example/1", is_followed=True)
    Source.objects.create(name="asked", url="https://donor.example/2", is_followed=True, fetched_at=timezone.now())

    count = tasks.fetch_followed()

    assert (count, started) == (1, list(Reading.objects.filter(source=due).values_list("pk", flat=True)))
